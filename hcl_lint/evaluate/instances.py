"""From evaluated modules to what rules see: arguments, nested blocks, resource instances."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import TypeAlias

from hcl_lint.evaluate.directory import MergedBlock, ResourceKey
from hcl_lint.evaluate.errors import EvaluationError, NestingTooDeepError, NotJudgedError
from hcl_lint.evaluate.expansion import ExpandedInstance
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.loops import iterate
from hcl_lint.evaluate.model import Argument, Lifecycle, Mode, NestedBlock, ProviderConfiguration, ResourceInstance
from hcl_lint.evaluate.module import Module
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Key, Reference, Value, object_of, unknown
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax import tree
from tfmock.rulebook.values import whole_number

_META_ARGUMENTS = frozenset(["count", "for_each", "provider", "depends_on"])
_META_BLOCKS = frozenset(["lifecycle", "provisioner", "connection"])
_MAX_BLOCKS = 1_000
#: The configuration (None: from the environment), whether that is sure, and the provider's local name.
Provider: TypeAlias = tuple[ProviderConfiguration | None, bool, str]
#: What one resource instance or nested block takes besides its arguments.
BLOCK_STEPS = 4


def _value(module: Module, node: tree.Expression, scope: Scope) -> Value:
    """A value, unknown (and reported) where Terraform would refuse the expression."""
    span = scope.span(node)
    try:
        value = evaluate(node, scope)
    except EvaluationError as error:
        module.root.report(error, span)
        return unknown(span=span)
    except RecursionError:
        module.root.report(NestingTooDeepError(), span)
        return unknown(span=span)
    return value if value.span is not None else value._replace(span=span)


def _argument(name: str, attribute: tree.Attribute, source: Source, value: Value) -> Argument:
    node = attribute.expression
    return Argument(name, value, Span(source, attribute.start, attribute.name_end), Span(source, node.start, node.end))


def arguments_of(
    module: Module, view: MergedBlock, item: ExpandedInstance | None, only: Container[str] | None = None
) -> dict[str, Argument]:
    """The arguments of a block (``only`` those), evaluated in the instance ``item``."""
    return {
        name: _argument(name, attribute, source, _value(module, attribute.expression, module.scope(source, item)))
        for name, (attribute, source) in view.attributes.items()
        if only is None or name in only
    }


def _resource_arguments(
    module: Module, key: ResourceKey, view: MergedBlock, item: ExpandedInstance
) -> dict[str, Argument]:
    out: dict[str, Argument] = {}
    for name, (attribute, source) in view.attributes.items():
        if name in _META_ARGUMENTS:
            continue
        span = Span(source, attribute.expression.start, attribute.expression.end)
        try:
            value = module.argument(key, view, item, name)
        except EvaluationError as error:
            module.root.report(error, span)
            value = unknown(span=span)
        out[name] = _argument(name, attribute, source, value if value.span is not None else value._replace(span=span))
    return out


def nested_of(module: Module, view: MergedBlock, item: ExpandedInstance | None) -> tuple[tuple[NestedBlock, ...], bool]:
    """Nested blocks with ``dynamic`` expanded, and whether these are all."""
    out: list[NestedBlock] = []
    complete = True
    for inner in view.blocks:
        if inner.block.type in _META_BLOCKS:
            continue
        if inner.block.type == "dynamic" and inner.block.labels:
            made, sure = _dynamic(module, inner, item)
            out += made
            complete = complete and sure
        else:
            out.append(_nested(module, inner.block.type, inner, item, inner))
    return tuple(out), complete


def _nested(
    module: Module,
    kind: str,
    view: MergedBlock,
    item: ExpandedInstance | None,
    header: MergedBlock,
    certain: bool = True,
) -> NestedBlock:
    module.budget.consume(BLOCK_STEPS)
    blocks, complete = nested_of(module, view, item)
    labels = tuple(label.value for label in view.block.labels)
    arguments = arguments_of(module, view, item)
    return NestedBlock(kind, labels, arguments, blocks, header.span, certain, complete)


def _dynamic(module: Module, view: MergedBlock, item: ExpandedInstance | None) -> tuple[list[NestedBlock], bool]:
    kind = view.block.labels[0].value
    found, contents = view.attributes.get("for_each"), view.nested("content")
    if found is None or not contents:
        return [], False
    given = view.attributes.get("iterator")
    iterator = given[0].expression.name if given and isinstance(given[0].expression, tree.Variable) else kind
    names = item.names if item is not None else {}

    def inside(key: Value, value: Value) -> ExpandedInstance:
        return ExpandedInstance(None, {**names, iterator: object_of({"key": key, "value": value})})

    collection = _value(module, found[0].expression, module.scope(found[1], item))
    try:
        pairs = iterate(collection)
    except EvaluationError as error:
        module.root.report(error, Span(found[1], found[0].expression.start, found[0].expression.end))
        pairs = None
    if pairs is not None and len(pairs) > _MAX_BLOCKS:
        message = f"not judged: {len(pairs):,} blocks of a dynamic one, and at most {_MAX_BLOCKS:,} are"
        module.root.report(NotJudgedError(message), view.span)
        pairs = None
    if pairs is None:
        return [_nested(module, kind, contents[0], inside(unknown(), unknown()), view, False)], False
    return [_nested(module, kind, contents[0], inside(key, value), view) for key, value in pairs], True


def instances_of(
    module: Module, key: ResourceKey, view: MergedBlock, provider_of: Callable[[ExpandedInstance], Provider]
) -> Iterator[ResourceInstance]:
    """The instances of one resource or data block. ``provider_of``: what each uses.

    Raises:
        BudgetExceededError: there would be too many, or too many blocks in them.
    """
    block = view.block
    mode: Mode = "data" if key[0] == "data" else "managed"
    for item in module.expansion(key, view).items:
        configuration, sure, name = provider_of(item)
        module.budget.consume(BLOCK_STEPS + len(view.attributes))
        blocks, complete = nested_of(module, view, item)
        yield ResourceInstance(
            mode=mode,
            type=key[1],
            name=key[2],
            module=module.path_steps,
            key=item.key,
            arguments=_resource_arguments(module, key, view, item),
            blocks=blocks,
            blocks_complete=complete,
            span=view.span,
            block_span=Span(view.source, block.start, block.end),
            body_span=Span(view.source, block.body.start, block.body.end),
            block=block,
            callers=module.callers,
            depends_on=depends_on(module, view),
            lifecycle=_lifecycle(module, view),
            provider=configuration,
            provider_known=sure,
            provider_name=name,
            conditions=(*module.conditions, *item.conditions),
        )


def depends_on(module: Module, view: MergedBlock) -> tuple[Reference, ...]:
    """The addresses in ``depends_on`` (mode ``module`` for a whole module)."""
    found = view.attributes.get("depends_on")
    out: list[Reference] = []
    for node in found[0].expression.items if found and isinstance(found[0].expression, tree.TupleCons) else ():
        steps: list[str] = []
        key: tree.Expression | None = None
        inner: tree.Expression = node.inner if isinstance(node, tree.TemplateWrap) else node
        while isinstance(inner, (tree.GetAttr, tree.Index)):
            if isinstance(inner, tree.GetAttr):
                steps.append(inner.name)
            elif not steps:
                key = inner.key
            inner = inner.source
        if not isinstance(inner, tree.Variable):
            continue
        names = [inner.name, *reversed(steps)]
        instance: Key = (
            key.value
            if isinstance(key, tree.Literal) and isinstance(key.value, str)
            else UNKNOWN_VALUE
            if key
            else None
        )
        if isinstance(key, tree.Number) and (index := whole_number(key.text)) is not None:
            instance = index
        if names[0] == "module" and len(names) > 1:
            out.append(Reference("module", "", names[1], module.path_steps, instance))
        elif names[0] == "data" and len(names) > 2:
            out.append(Reference("data", names[1], names[2], module.path_steps, instance))
        elif len(names) > 1:
            out.append(Reference("managed", names[0], names[1], module.path_steps, instance))
    return tuple(out)


def _lifecycle(module: Module, view: MergedBlock) -> Lifecycle:
    found = view.nested("lifecycle")
    if not found:
        return Lifecycle()
    inner = found[0]
    ignore: tuple[str, ...] | None = ()
    listed = inner.attributes.get("ignore_changes")
    if listed is not None:
        node, source = listed[0].expression, listed[1]
        if isinstance(node, tree.TupleCons):
            ignore = tuple(source.text[item.start : item.end].strip('"') for item in node.items)
        elif source.text[node.start : node.end].strip('"') == "all":
            ignore = None
    flags = {
        name: _value(module, inner.attributes[name][0].expression, module.scope(inner.attributes[name][1])).boolean()
        for name in ("create_before_destroy", "prevent_destroy")
        if name in inner.attributes
    }
    return Lifecycle(ignore, flags.get("create_before_destroy"), flags.get("prevent_destroy"), inner.span)
