"""Conversion between Terraform's types."""

from __future__ import annotations

from collections.abc import Iterable

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.numbers import Float, general, number_text
from hcl_lint.evaluate.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Collection,
    ObjectType,
    TupleType,
    Type,
    name_of,
    type_weight,
    unify,
)
from hcl_lint.evaluate.value import MAX_WEIGHT, UNKNOWN_VALUE, Data, Value, parse_number, unknown, unmarked
from hcl_lint.source.text import Span

_BOOLS = {"true": True, "1": True, "false": False, "0": False}


def convert(value: Value, wanted: Type) -> Value:
    """``value`` as a value of type ``wanted``; place, reference and marks stay.

    Raises:
        EvaluationError: if there is no such conversion.
    """
    if wanted == ANY or value.type == wanted:
        return value
    data = value.data
    if data is UNKNOWN_VALUE:
        if isinstance(wanted, str) and not isinstance(value.type, str):
            raise EvaluationError(f"{wanted} required, but this is a {name_of(value.type)}")
        if (wanted == BOOL and value.type == NUMBER) or (wanted == NUMBER and value.type == BOOL):
            raise EvaluationError(f"{wanted} required, but this is a {value.type}")
        return _retyped(value, wanted)
    if data is None:
        return _retyped(value, wanted)
    if isinstance(wanted, str):
        return value._replace(type=wanted, data=_primitive(value, wanted))
    if isinstance(wanted, Collection):
        return _collection(value, wanted)
    if isinstance(wanted, TupleType):
        if not isinstance(data, tuple) or len(data) != len(wanted.items):
            raise EvaluationError(
                f"tuple of {len(wanted.items)} elements required, but this is a {name_of(value.type)}"
            )
        items = tuple(convert(item, kind) for item, kind in zip(data, wanted.items, strict=True))
        return value._replace(type=TupleType(tuple(item.type for item in items)), data=items)
    if not isinstance(data, dict):
        raise EvaluationError(f"object required, but this is a {name_of(value.type)}")
    return _object(value, data, wanted)


def _object(value: Value, data: dict[str, Value], wanted: ObjectType) -> Value:
    out: dict[str, Value] = {}
    for name, kind in wanted.attributes:
        if name in data:
            out[name] = convert(data[name], kind)
        elif name in wanted.optional:
            out[name] = _retyped(Value(ANY, None, value.span), kind)
        else:
            raise EvaluationError(f'attribute "{name}" is required')
    kind = ObjectType(tuple((name, out[name].type) for name in out))
    return value._replace(type=kind, data=out)


def _retyped(value: Value, wanted: Type) -> Value:
    """An unknown or null value, or one without elements, as one of type ``wanted``: it weighs what the type does."""
    kind = _without_options(wanted)
    if isinstance(kind, str):
        return value._replace(type=kind)
    weight = type_weight(kind, MAX_WEIGHT)
    return value._replace(type=ANY if weight > MAX_WEIGHT else kind, weight=max(value.weight, weight))


def _emptied(value: Value, wanted: Collection) -> Value:
    """A collection without elements as another one: elements of any type stay of the type that they would have."""
    if wanted.element == ANY and isinstance(value.type, Collection):
        wanted = Collection(wanted.kind, value.type.element)
    return _retyped(value, wanted)


def _without_options(kind: Type) -> Type:
    if isinstance(kind, Collection):
        return Collection(kind.kind, _without_options(kind.element))
    if isinstance(kind, TupleType):
        return TupleType(tuple(_without_options(item) for item in kind.items))
    if isinstance(kind, ObjectType):
        return ObjectType(tuple((name, _without_options(inner)) for name, inner in kind.attributes))
    return kind


def _primitive(value: Value, wanted: str) -> Data:
    data = value.data
    if wanted == STRING:
        if isinstance(data, bool):
            return "true" if data else "false"
        if isinstance(data, (int, Float)):
            return number_text(data)
        if isinstance(data, str):
            return data
    elif wanted == NUMBER:
        if isinstance(data, str):
            parsed = parse_number(data)  # or UNKNOWN_VALUE
            if parsed is not None:
                return parsed
            raise EvaluationError("a number is required")
        if isinstance(data, (int, Float)) and not isinstance(data, bool):
            return data
    elif isinstance(data, bool):
        return data
    elif isinstance(data, str):
        if data in _BOOLS:
            return _BOOLS[data]
        raise EvaluationError("a bool is required")
    raise EvaluationError(f"{wanted} required, but this is a {name_of(value.type)}")


def _collection(value: Value, wanted: Collection) -> Value:
    data = value.data
    element = wanted.element
    if wanted.kind == "map":
        if not isinstance(data, dict):
            raise EvaluationError(f"map required, but this is a {name_of(value.type)}")
        if not data:
            return _emptied(value, wanted)
        items = _alike(list(data.values()), element)
        kind = items[0].type
        return (
            value._replace(
                type=Collection("map", kind), data={key: items[index] for index, key in enumerate(sorted(data))}
            )
            if list(data) == sorted(data)
            else _collection(value._replace(data={key: data[key] for key in sorted(data)}), wanted)
        )
    if not isinstance(data, tuple):
        raise EvaluationError(f"{wanted.kind} required, but this is a {name_of(value.type)}")
    if not data:
        return _emptied(value, wanted)
    items = _alike(list(data), element)
    kind = items[0].type
    if wanted.kind == "set":
        if any(item.any_sensitive for item in items):  # the elements of a set have no marks of their own
            items = [unmarked(item) for item in items]
            value = value._replace(sensitive=True)
        if not all(item.wholly_known for item in items):
            return value._replace(type=Collection("set", kind), data=UNKNOWN_VALUE, reference=None)
        items = in_set_order(items)
    return value._replace(type=Collection(wanted.kind, kind), data=tuple(items))


def _alike(items: list[Value], element: Type) -> list[Value]:
    """The items converted to one element type (the one they can share, if ``element`` leaves it open)."""
    if element == ANY:
        shared = unify(item.type for item in items)
        if shared is None:
            raise EvaluationError("all elements must have the same type")
        element = shared
    return [convert(item, element) for item in items]


def in_set_order(items: Iterable[Value]) -> list[Value]:
    """Without repetition and in the order in which Terraform walks a set."""
    unique: dict[object, Value] = {}
    for item in items:
        unique.setdefault(identity(item), item)
    return sorted(unique.values(), key=_set_key)


def identity(item: Value) -> object:
    """What only equal elements of one set share."""
    return repr(item.plain())


def _set_key(item: Value) -> tuple[int, str | int | Float | bool]:
    data = item.data
    if isinstance(data, bool):
        return (1, data)
    if isinstance(data, (int, Float)):
        return (2, data)
    return (4, "") if data is None else (3, data if isinstance(data, str) else _hashed(item))


def _hashed(item: Value) -> str:
    """The text that go-cty sorts elements by that have no order of their own."""
    data = item.data
    if data is None:
        return "~"
    if isinstance(data, bool):
        return "T" if data else "F"
    if isinstance(data, (int, Float)):
        return general(data, 10)
    if isinstance(data, str):
        return '"' + data.replace("\\", "\\\\").replace('"', '\\"') + '"'
    listed = isinstance(item.type, Collection)
    if isinstance(data, dict):
        inner = "".join(
            (f"{_hashed(Value(STRING, key))}:" if listed else "") + _hashed(data[key]) + ";" for key in data
        )
        return f"{{{inner}}}" if listed else f"<{inner}>"
    inner = "".join(_hashed(one) + ";" for one in data) if isinstance(data, tuple) else "?"
    return f"[{inner}]" if listed else f"<{inner}>"


def either(one: Value, other: Value, span: Span) -> Value | None:
    """What is sure of a value that is one of two: the value, if both are the same, else its type; None without one.

    Raises:
        EvaluationError: if one cannot be of the type that both have.
    """
    kind = unify((one.type, other.type))
    if kind is None:
        return None
    one, other = convert(one, kind), convert(other, kind)
    sensitive = one.sensitive or other.sensitive
    same = one.wholly_known and one.plain() == other.plain() and one.type == other.type
    if same or (one.reference is not None and one.reference == other.reference):
        return one._replace(sensitive=sensitive)
    return unknown(kind, span, sensitive=sensitive)
