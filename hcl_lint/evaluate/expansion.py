"""count, for_each and enabled: how many instances a block stands for, and under which conditions each exists.

An unknown condition is described (``Condition``), so that resources which exclude each other are not compared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError, NotJudgedError
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.merged_block import MergedBlock
from hcl_lint.evaluate.model import Condition
from hcl_lint.evaluate.numbers import Narrow
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, Collection, kind_of, name_of
from hcl_lint.evaluate.value import (
    UNKNOWN_VALUE,
    Key,
    Reference,
    Value,
    null,
    number,
    object_of,
    string,
    tuple_of,
    unknown,
)
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression

#: A block with more instances is treated as one with an unknown number of them.
MAX_INSTANCES: Final = 1_000


class ExpandedInstance(NamedTuple):
    """One instance: its key, the names that exist for it (``each``, ``count``), and when it exists."""

    key: Key
    names: dict[str, Value]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """The instances of a block.

    ``repetition``: ``count`` or ``for_each``, or empty. ``certain``: the instances are all there are, for sure.
    ``disabled``: a ``lifecycle`` block says so.
    """

    instances: tuple[ExpandedInstance, ...]
    repetition: str = ""
    certain: bool = True
    disabled: bool = False
    #: What the block's name alone means, once an expression refers to it: each instance may refer to all of another.
    named_values: dict[Reference, Value] = field(default_factory=dict, repr=False, compare=False)


SINGLE: Final = Expansion(instances=(ExpandedInstance(None, {}),))


def uncertain_expansion(block: MergedBlock) -> Expansion:
    """Any number of instances, in which ``each`` or ``count`` is unknown."""
    name = next((name for name in ("count", "for_each") if name in block.attributes), "for_each")
    return _any_number(name, unknown())


def expand(block: MergedBlock, scope_of: Callable[[Source], Scope]) -> Expansion:
    """Instances of a resource, data source or module call.

    Raises:
        EvaluationError: if Terraform would refuse count or for_each.
    """
    for name in ("count", "for_each"):
        argument = block.attributes.get(name)
        if argument is not None:
            attribute, source = argument
            scope = scope_of(source)
            try:
                return _expand(name, attribute.expression, scope)
            except EvaluationError as error:
                raise error.at(scope.span(attribute.expression)) from None
    return _expand_enabled(block, scope_of)


def _expand_enabled(block: MergedBlock, scope_of: Callable[[Source], Scope]) -> Expansion:
    """OpenTofu's ``lifecycle { enabled = ... }``: one instance, or none."""
    arguments = (lifecycle.attributes.get("enabled") for lifecycle in block.nested("lifecycle"))
    argument = next(filter(None, arguments), None)
    if argument is None:
        return SINGLE
    scope, node = scope_of(argument[1]), argument[0].expression
    try:
        value = convert(evaluate(node, scope), BOOL)
    except EvaluationError as error:
        raise error.at(scope.span(node)) from None
    if value.data is UNKNOWN_VALUE:
        instance = ExpandedInstance(None, {}, tuple(conditions_of(node, scope)))
        return Expansion(instances=(instance,), certain=False)
    return SINGLE if value.data else Expansion(instances=(), disabled=True)


def _expand(name: str, node: Expression, scope: Scope) -> Expansion:
    value = evaluate(node, scope)
    instances = _instances(name, value)
    if instances is not None:
        return Expansion(instances=instances, repetition=name)
    inner = node
    while isinstance(inner, (tree.Parentheses, tree.TemplateWrap)):
        inner = inner.inner
    if isinstance(inner, tree.Conditional):
        return _expand_conditional(name, inner, scope)
    return _any_number(name, value)


def _expand_conditional(name: str, node: tree.Conditional, scope: Scope) -> Expansion:
    """``condition ? a : b`` with an unknown condition: instances of both, each under its condition."""
    then, otherwise = _branch(name, node.then, scope), _branch(name, node.otherwise, scope)
    if then is None or otherwise is None:
        return _any_number(name, unknown())
    if_true = conditions_of(node.condition, scope)
    if_false = [if_true[0].negated()] if len(if_true) == 1 else []
    instances: dict[Key, ExpandedInstance] = {}
    for branch, other, conditions in ((then, otherwise, if_true), (otherwise, then, if_false)):
        in_both = {instance.key for instance in other}
        for instance in branch:
            if instance.key not in in_both:
                instance = instance._replace(conditions=tuple(conditions))
            instances.setdefault(instance.key, instance)
    return Expansion(instances=tuple(instances.values()), repetition=name, certain=False)


def _branch(name: str, node: Expression, scope: Scope) -> tuple[ExpandedInstance, ...] | None:
    try:
        value = evaluate(node, scope)
        if isinstance(value.data, tuple) and not value.data:
            return ()
        return _instances(name, value)
    except NotJudgedError:
        raise
    except EvaluationError:
        return None


def _any_number(name: str, value: Value) -> Expansion:
    """One instance with an unknown key, which stands for any number. ``value`` is that of count or for_each."""
    if name == "count":
        names = {"count": object_of({"index": unknown(NUMBER)})}
    else:
        element = value.type.element if isinstance(value.type, Collection) else ANY
        key = unknown(STRING)
        is_set = kind_of(value.type) == "set"
        names = {"each": object_of({"key": key, "value": key if is_set else unknown(element)})}
    return Expansion(instances=(ExpandedInstance(UNKNOWN_VALUE, names),), repetition=name, certain=False)


def _instances(name: str, value: Value) -> tuple[ExpandedInstance, ...] | None:
    """The instances by a value of count or for_each; None if it is unknown."""
    if value.data is UNKNOWN_VALUE:
        return None
    if value.data is None:
        raise EvaluationError(f"{name} must not be null")
    return _counted_instances(value) if name == "count" else _keyed_instances(value)


def _counted_instances(value: Value) -> tuple[ExpandedInstance, ...]:
    count = convert(value, NUMBER).data
    if not isinstance(count, int) or count < 0:
        raise EvaluationError("count must be a whole number that is not negative")
    _check_number(count)
    return tuple(
        ExpandedInstance(index, {"count": object_of({"index": number(Narrow(index), value.span)})})
        for index in range(count)
    )


def _keyed_instances(value: Value) -> tuple[ExpandedInstance, ...]:
    if isinstance(value.data, dict):
        elements = [(key, string(key, item.span), item) for key, item in value.data.items()]
    elif isinstance(value.data, tuple) and kind_of(value.type) == "set":
        elements = [(str(item.data), item, item) for item in value.data]
        if not all(isinstance(item.data, str) for item in value.data):
            raise EvaluationError("for_each needs a set of strings")
    else:
        raise EvaluationError(
            f"for_each needs a map or a set of strings, not a {name_of(value.type)}: write toset(...)"
        )
    _check_number(len(elements))
    return tuple(
        ExpandedInstance(key, {"each": object_of({"key": key_value, "value": item})})
        for key, key_value, item in elements
    )


def _check_number(count: int) -> None:
    if count > MAX_INSTANCES:
        raise NotJudgedError(f"not judged: {count:,} instances, and at most {MAX_INSTANCES:,} of a block are")


def value_of_name(expansion: Expansion, base: Reference, span: Span) -> Value:
    """What a resource or module name alone means: one object, a tuple by count, an object by for_each."""
    if expansion.disabled:
        return null(ANY, span)
    if not expansion.repetition:
        return unknown(ANY, span, base)
    if not expansion.certain:
        return unknown(ANY, span, base._replace(key=UNKNOWN_VALUE))
    value = expansion.named_values.get(base)
    if value is None:
        items = {item.key: unknown(ANY, span, base._replace(key=item.key)) for item in expansion.instances}
        if expansion.repetition == "count":
            value = tuple_of(tuple(items.values()), span)
        else:
            value = object_of({str(key): item for key, item in items.items()}, span)
        expansion.named_values[base] = value
    return value


# --- what an unknown condition says


def conditions_of(node: Expression, scope: Scope) -> list[Condition]:
    """The facts that hold if the unknown condition ``node`` is true; an empty list where they cannot be expressed."""
    if isinstance(node, (tree.Parentheses, tree.TemplateWrap)):
        return conditions_of(node.inner, scope)
    if isinstance(node, tree.Unary) and node.operator == "!":
        inner = conditions_of(node.operand, scope)
        return [inner[0].negated()] if len(inner) == 1 else []
    if isinstance(node, tree.Binary):
        if node.operator == "&&":
            return conditions_of(node.left, scope) + conditions_of(node.right, scope)
        if node.operator in ("==", "!="):
            return _comparison(node, scope)
    return [Condition(_subject(node, scope), "true", True)]


def _comparison(node: tree.Binary, scope: Scope) -> list[Condition]:
    for side, other in ((node.left, node.right), (node.right, node.left)):
        try:
            value = evaluate(other, scope)
        except EvaluationError:
            continue
        if value.wholly_known:
            subject, equal = _subject(side, scope), value.text() if not value.null else "null"
            return [Condition(subject, equal if equal is not None else repr(value.plain()), node.operator == "==")]
    return [Condition(_subject(node, scope), "true", True)]


def _subject(node: Expression, scope: Scope) -> str:
    """A name for an unknown value: what it refers to, else its text and its module."""
    try:
        value = evaluate(node, scope)
    except EvaluationError:
        value = unknown()
    reference = value.reference
    if reference is not None and UNKNOWN_VALUE not in reference.path and reference.key is not UNKNOWN_VALUE:
        return str(reference)
    if value.span is not None and value.span.source is not scope.source:
        return f"{value.span}"
    text = " ".join(scope.source.text[node.start : node.end].split())
    names = ",".join(f"{name}={scope.names[name].plain()}" for name in sorted(scope.names))
    return f"{id(scope.data)}/{names}/{text}"
