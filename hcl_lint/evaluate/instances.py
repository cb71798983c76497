"""From evaluated modules to what rules see: arguments, nested blocks, resource instances."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import Final, NamedTuple

from hcl_lint.evaluate.directory import ResourceKey
from hcl_lint.evaluate.elements import iterate
from hcl_lint.evaluate.errors import EvaluationError, NestingTooDeepError, NotJudgedError
from hcl_lint.evaluate.expansion import ExpandedInstance
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.merged_block import MergedAttribute, MergedBlock
from hcl_lint.evaluate.model import Argument, Lifecycle, Mode, NestedBlock, ProviderConfiguration, ResourceInstance
from hcl_lint.evaluate.module import Module
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Key, Reference, Value, object_of, unknown
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression
from tfmock.rulebook.values import whole_number

_META_ARGUMENTS: Final = frozenset(["count", "for_each", "provider", "depends_on"])
_META_BLOCKS: Final = frozenset(["lifecycle", "provisioner", "connection"])
#: Of one ``dynamic`` block.
_MAX_BLOCKS: Final = 1_000
#: What one resource instance or nested block takes besides its arguments.
BLOCK_STEPS: Final = 4


class UsedProvider(NamedTuple):
    """What a resource uses: the configuration (None: from the environment), whether that is certain, the local name."""

    configuration: ProviderConfiguration | None
    certain: bool
    name: str


def _value(module: Module, node: Expression, scope: Scope) -> Value:
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


def _argument(name: str, written: MergedAttribute, value: Value) -> Argument:
    return Argument(name, value, written.name_span, written.expression_span)


def arguments_of(
    module: Module, block: MergedBlock, instance: ExpandedInstance | None, only: Container[str] | None = None
) -> dict[str, Argument]:
    """The arguments of a block (``only`` those), evaluated in an instance of it."""
    return {
        name: _argument(name, written, _value(module, written.expression, module.scope(written.source, instance)))
        for name, written in block.attributes.items()
        if only is None or name in only
    }


def _resource_arguments(
    module: Module, key: ResourceKey, block: MergedBlock, instance: ExpandedInstance
) -> dict[str, Argument]:
    arguments: dict[str, Argument] = {}
    for name, written in block.attributes.items():
        if name in _META_ARGUMENTS:
            continue
        span = written.expression_span
        try:
            value = module.argument(key, block, instance, name)
        except EvaluationError as error:
            module.root.report(error, span)
            value = unknown(span=span)
        arguments[name] = _argument(name, written, value if value.span is not None else value._replace(span=span))
    return arguments


def nested_of(
    module: Module, block: MergedBlock, instance: ExpandedInstance | None
) -> tuple[tuple[NestedBlock, ...], bool]:
    """Nested blocks with ``dynamic`` expanded, and whether these are all."""
    blocks: list[NestedBlock] = []
    complete = True
    for inner in block.blocks:
        if inner.type in _META_BLOCKS:
            continue
        if inner.type == "dynamic" and inner.labels:
            produced, certain = _dynamic(module, inner, instance)
            blocks += produced
            complete = complete and certain
        else:
            blocks.append(_nested(module, inner, instance, inner))
    return tuple(blocks), complete


def _nested(
    module: Module, block: MergedBlock, instance: ExpandedInstance | None, header: MergedBlock, certain: bool = True
) -> NestedBlock:
    """The nested block with the content of ``block``; ``header`` is that block, or the ``dynamic`` one around it."""
    module.budget.consume(BLOCK_STEPS)
    blocks, complete = nested_of(module, block, instance)
    return NestedBlock(
        type=header.produced_type,
        labels=block.labels,
        arguments=arguments_of(module, block, instance),
        blocks=blocks,
        span=header.span,
        certain=certain,
        complete=complete,
    )


def _dynamic(module: Module, block: MergedBlock, instance: ExpandedInstance | None) -> tuple[list[NestedBlock], bool]:
    """The blocks that a ``dynamic`` block makes, and whether these are all."""
    for_each, contents = block.attributes.get("for_each"), block.nested("content")
    if for_each is None or not contents:
        return [], False
    written = block.attributes.get("iterator")
    iterator = written.expression.name if written and isinstance(written.expression, tree.Variable) else block.labels[0]
    names = instance.names if instance is not None else {}

    def inside(key: Value, value: Value) -> ExpandedInstance:
        return ExpandedInstance(None, {**names, iterator: object_of({"key": key, "value": value})})

    collection = _value(module, for_each.expression, module.scope(for_each.source, instance))
    try:
        pairs = iterate(collection)
    except EvaluationError as error:
        module.root.report(error, for_each.expression_span)
        pairs = None
    if pairs is not None and len(pairs) > _MAX_BLOCKS:
        message = f"not judged: {len(pairs):,} blocks of a dynamic one, and at most {_MAX_BLOCKS:,} are"
        module.root.report(NotJudgedError(message), block.span)
        pairs = None
    if pairs is None:
        return [_nested(module, contents[0], inside(unknown(), unknown()), block, certain=False)], False
    return [_nested(module, contents[0], inside(key, value), block) for key, value in pairs], True


def instances_of(
    module: Module, key: ResourceKey, block: MergedBlock, provider_of: Callable[[ExpandedInstance], UsedProvider]
) -> Iterator[ResourceInstance]:
    """The instances of one resource or data block. ``provider_of``: what each uses.

    Raises:
        BudgetExceededError: there would be too many, or too many blocks in them.
    """
    syntax = block.syntax
    mode: Mode = "data" if key[0] == "data" else "managed"
    for instance in module.expansion(key, block).instances:
        provider = provider_of(instance)
        module.budget.consume(BLOCK_STEPS + len(block.attributes))
        blocks, complete = nested_of(module, block, instance)
        yield ResourceInstance(
            mode=mode,
            type=key[1],
            name=key[2],
            module=module.path,
            key=instance.key,
            arguments=_resource_arguments(module, key, block, instance),
            blocks=blocks,
            blocks_complete=complete,
            span=block.span,
            block_span=Span(block.source, syntax.start, syntax.end),
            body_span=Span(block.source, syntax.body.start, syntax.body.end),
            block=syntax,
            callers=module.callers,
            depends_on=tuple(_depends_on(module, block)),
            lifecycle=_lifecycle(module, block),
            provider=provider.configuration,
            provider_known=provider.certain,
            provider_name=provider.name,
            conditions=(*module.conditions, *instance.conditions),
        )


def _depends_on(module: Module, block: MergedBlock) -> Iterator[Reference]:
    """The addresses in ``depends_on`` (mode ``module`` for a whole module)."""
    argument = block.attributes.get("depends_on")
    if argument is None or not isinstance(argument.expression, tree.TupleCons):
        return
    for node in argument.expression.items:
        names, key = _address(node.inner if isinstance(node, tree.TemplateWrap) else node)
        if len(names) < 2:
            continue
        if names[0] == "module":
            yield Reference("module", "", names[1], module.path, key)
        elif names[0] != "data":
            yield Reference("managed", names[0], names[1], module.path, key)
        elif len(names) > 2:
            yield Reference("data", names[1], names[2], module.path, key)


def _address(node: Expression) -> tuple[list[str], Key]:
    """The names of an address and the key at its end; no names for other expressions."""
    names: list[str] = []
    key: Key = None
    while isinstance(node, (tree.GetAttr, tree.Index)):
        if isinstance(node, tree.GetAttr):
            names.append(node.name)
        elif not names:
            key = _constant_key(node.key)
        node = node.source
    return ([node.name, *reversed(names)], key) if isinstance(node, tree.Variable) else ([], None)


def _constant_key(node: Expression) -> Key:
    if isinstance(node, tree.Literal) and isinstance(node.value, str):
        return node.value
    index = whole_number(node.text) if isinstance(node, tree.Number) else None
    return UNKNOWN_VALUE if index is None else index


def _lifecycle(module: Module, block: MergedBlock) -> Lifecycle:
    lifecycle = next(iter(block.nested("lifecycle")), None)
    if lifecycle is None:
        return Lifecycle()
    ignore_changes: tuple[str, ...] | None = ()
    ignored = lifecycle.attributes.get("ignore_changes")
    if ignored is not None:
        node, text = ignored.expression, ignored.source.text
        if isinstance(node, tree.TupleCons):
            ignore_changes = tuple(text[item.start : item.end].strip('"') for item in node.items)
        elif text[node.start : node.end].strip('"') == "all":
            ignore_changes = None
    flags = {
        name: _value(module, flag.expression, module.scope(flag.source)).boolean()
        for name in ("create_before_destroy", "prevent_destroy")
        if (flag := lifecycle.attributes.get(name)) is not None
    }
    return Lifecycle(ignore_changes, flags.get("create_before_destroy"), flags.get("prevent_destroy"), lifecycle.span)
