"""count, for_each and dynamic: how many instances a block stands for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from hcl_lint.evaluate.conditions import Condition
from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.directory import MergedBlock
from hcl_lint.evaluate.errors import EvaluationError, NotJudgedError
from hcl_lint.evaluate.existence import describe
from hcl_lint.evaluate.expressions import evaluate
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
MAX_INSTANCES = 1_000


class ExpandedInstance(NamedTuple):
    """One instance: its key, the names that exist for it (``each``, ``count``), and when it exists."""

    key: Key
    names: dict[str, Value]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """``repeated``: the block has count or for_each; ``certain``: the items are all there are, for sure; ``disabled``:
    a ``lifecycle`` block says so."""

    items: tuple[ExpandedInstance, ...]
    repeated: str = ""
    certain: bool = True
    disabled: bool = False
    #: What the block's name alone means, once somebody refers to it: each instance may refer to all of another.
    whole: dict[Reference, Value] = field(default_factory=dict, repr=False, compare=False)


SINGLE = Expansion((ExpandedInstance(None, {}),))


def unsure(view: MergedBlock) -> Expansion:
    """Any number of instances, in which ``each`` or ``count`` is unknown."""
    name = next((name for name in ("count", "for_each") if name in view.attributes), "for_each")
    return Expansion((_any(name, unknown()),), name, False)


def expand(view: MergedBlock, scope_of: Callable[[Source], Scope]) -> Expansion:
    """Instances of a resource, data source or module call.

    Raises:
        EvaluationError: if Terraform would refuse count or for_each.
    """
    for name in ("count", "for_each"):
        found = view.attributes.get(name)
        if found is not None:
            scope = scope_of(found[1])
            node = found[0].expression
            try:
                return _expand(name, node, scope)
            except EvaluationError as error:
                raise error.at(scope.span(node)) from None
    return _enabled(view, scope_of)


def _enabled(view: MergedBlock, scope_of: Callable[[Source], Scope]) -> Expansion:
    """OpenTofu's ``lifecycle { enabled = ... }``: one instance, or none."""
    found = next((one.attributes["enabled"] for one in view.nested("lifecycle") if "enabled" in one.attributes), None)
    if found is None:
        return SINGLE
    scope, node = scope_of(found[1]), found[0].expression
    try:
        value = convert(evaluate(node, scope), BOOL)
    except EvaluationError as error:
        raise error.at(scope.span(node)) from None
    if value.data is UNKNOWN_VALUE:
        return Expansion((ExpandedInstance(None, {}, tuple(describe(node, scope))),), certain=False)
    return SINGLE if value.data else Expansion((), disabled=True)


def _expand(name: str, node: Expression, scope: Scope) -> Expansion:
    value = evaluate(node, scope)
    items = _items(name, value)
    if items is not None:
        return Expansion(items, name)
    inner = node
    while isinstance(inner, (tree.Parentheses, tree.TemplateWrap)):
        inner = inner.inner
    if isinstance(inner, tree.Conditional):
        return _either(name, inner, scope)
    return Expansion((_any(name, value),), name, False)


def _either(name: str, node: tree.Conditional, scope: Scope) -> Expansion:
    """``condition ? a : b`` with an unknown condition: instances of both, each under its condition."""
    then, otherwise = _branch(name, node.then, scope), _branch(name, node.otherwise, scope)
    if then is None or otherwise is None:
        return Expansion((_any(name, unknown()),), name, False)
    true = describe(node.condition, scope)
    false = [true[0]._replace(holds=not true[0].holds)] if len(true) == 1 else []
    items: dict[Key, ExpandedInstance] = {}
    for these, others, conditions in ((then, otherwise, true), (otherwise, then, false)):
        keys = {other.key for other in others}
        for item in these:
            items.setdefault(item.key, item if item.key in keys else item._replace(conditions=tuple(conditions)))
    return Expansion(tuple(items.values()), name, False)


def _branch(name: str, node: Expression, scope: Scope) -> tuple[ExpandedInstance, ...] | None:
    try:
        value = evaluate(node, scope)
        if isinstance(value.data, tuple) and not value.data:
            return ()
        return _items(name, value)
    except NotJudgedError:
        raise
    except EvaluationError:
        return None


def _any(name: str, value: Value) -> ExpandedInstance:
    """The one item that stands for an unknown number."""
    if name == "count":
        return ExpandedInstance(UNKNOWN_VALUE, {"count": object_of({"index": unknown(NUMBER)})})
    element = value.type.element if isinstance(value.type, Collection) else unknown().type
    key = unknown(STRING)
    is_set = kind_of(value.type) == "set"
    return ExpandedInstance(
        UNKNOWN_VALUE, {"each": object_of({"key": key, "value": key if is_set else unknown(element)})}
    )


def _items(name: str, value: Value) -> tuple[ExpandedInstance, ...] | None:
    if value.data is UNKNOWN_VALUE:
        return None
    if value.data is None:
        raise EvaluationError(f"{name} must not be null")
    if name == "count":
        count = convert(value, NUMBER).data
        if not isinstance(count, int) or count < 0:
            raise EvaluationError("count must be a whole number that is not negative")
        _check(count)
        indexes = [number(Narrow(index), value.span) for index in range(count)]
        return tuple(
            ExpandedInstance(index, {"count": object_of({"index": each})}) for index, each in enumerate(indexes)
        )
    if isinstance(value.data, dict):
        pairs = [(key, string(key, item.span), item) for key, item in value.data.items()]
    elif isinstance(value.data, tuple) and kind_of(value.type) == "set":
        pairs = [(str(item.data), item, item) for item in value.data]
        if not all(isinstance(item.data, str) for item in value.data):
            raise EvaluationError("for_each needs a set of strings")
    else:
        raise EvaluationError(
            f"for_each needs a map or a set of strings, not a {name_of(value.type)}: write toset(...)"
        )
    _check(len(pairs))
    return tuple(
        ExpandedInstance(key, {"each": object_of({"key": shown, "value": item})}) for key, shown, item in pairs
    )


def _check(count: int) -> None:
    if count > MAX_INSTANCES:
        raise NotJudgedError(f"not judged: {count:,} instances, and at most {MAX_INSTANCES:,} of a block are")


def each(expansion: Expansion, base: Reference, span: Span) -> Value:
    """What a resource or module name alone means: one, a tuple by count, an object by for_each."""
    if expansion.disabled:
        return null(ANY, span)
    if not expansion.repeated:
        return unknown(ANY, span, base)
    if not expansion.certain:
        return unknown(ANY, span, base._replace(key=UNKNOWN_VALUE))
    made = expansion.whole.get(base)
    if made is None:
        items = {item.key: unknown(ANY, span, base._replace(key=item.key)) for item in expansion.items}
        if expansion.repeated == "count":
            made = tuple_of(tuple(items.values()), span)
        else:
            made = object_of({str(key): value for key, value in items.items()}, span)
        expansion.whole[base] = made
    return made
