"""What loops of expressions and of templates share: what is walked over, the names inside, the results."""

from __future__ import annotations

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.numbers import Narrow
from hcl_lint.evaluate.types import NUMBER, kind_of, name_of
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Value, object_of, string, tuple_of
from hcl_lint.source.text import Span


def iterate(collection: Value) -> list[tuple[Value, Value]] | None:
    """Keys and elements in Terraform's order; None if they are unknown.

    Raises:
        EvaluationError: if the value cannot be walked over.
    """
    data = collection.data
    if data is UNKNOWN_VALUE:
        return None
    if isinstance(data, dict):
        return [(string(key, data[key].span), data[key]) for key in sorted(data)]
    if isinstance(data, tuple):
        if kind_of(collection.type) == "set":
            return [(item, item) for item in data]
        return [(Value(NUMBER, Narrow(index), item.span), item) for index, item in enumerate(data)]
    raise EvaluationError("null has no elements" if data is None else f"a {name_of(collection.type)} has no elements")


def bound(key_name: str | None, value_name: str, key: Value, value: Value) -> dict[str, Value]:
    """The names that stand for one element."""
    return {key_name: key, value_name: value} if key_name else {value_name: value}


def keyed(items: list[tuple[str, Value]], grouped: bool, span: Span) -> Value:
    """The object of ``{for ... : key => value}``, or of ``value...`` where it groups.

    Raises:
        EvaluationError: if a key comes twice and nothing groups.
    """
    groups: dict[str, list[Value]] = {}
    for name, value in items:
        groups.setdefault(name, []).append(value)
        if not grouped and len(groups[name]) > 1:
            raise EvaluationError(f'two elements have the key "{name}": write ... after the value to group them')
    if grouped:
        return object_of({name: tuple_of(tuple(group), span) for name, group in groups.items()}, span)
    return object_of({name: group[0] for name, group in groups.items()}, span)
