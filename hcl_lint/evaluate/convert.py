"""Conversion between Terraform's types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

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

_BOOLS: Final = {"true": True, "1": True, "false": False, "0": False}


def convert(value: Value, target: Type) -> Value:
    """``value`` as a value of type ``target``; place, reference and marks stay.

    Raises:
        EvaluationError: if there is no such conversion.
    """
    if target == ANY or value.type == target:
        return value
    data = value.data
    if data is UNKNOWN_VALUE:
        _check_unknown(value.type, target)
        return _retyped(value, target)
    if data is None:
        return _retyped(value, target)
    if isinstance(target, str):
        return value._replace(type=target, data=_primitive(value, target))
    if isinstance(target, Collection):
        return _map(value, target) if target.kind == "map" else _list_or_set(value, target)
    if isinstance(target, TupleType):
        return _tuple(value, target)
    return _object(value, target)


def _check_unknown(kind: Type, target: Type) -> None:
    """Check that unknown values of a type can be of another one.

    Raises:
        EvaluationError: none of them can.
    """
    if isinstance(target, str) and not isinstance(kind, str):
        raise EvaluationError(f"{target} required, but this is a {name_of(kind)}")
    if (target == BOOL and kind == NUMBER) or (target == NUMBER and kind == BOOL):
        raise EvaluationError(f"{target} required, but this is a {kind}")


def _tuple(value: Value, target: TupleType) -> Value:
    data = value.data
    if not isinstance(data, tuple) or len(data) != len(target.items):
        raise EvaluationError(f"tuple of {len(target.items)} elements required, but this is a {name_of(value.type)}")
    items = tuple(map(convert, data, target.items))
    return value._replace(type=TupleType(tuple(item.type for item in items)), data=items)


def _object(value: Value, target: ObjectType) -> Value:
    data = value.data
    if not isinstance(data, dict):
        raise EvaluationError(f"object required, but this is a {name_of(value.type)}")
    attributes: dict[str, Value] = {}
    for name, kind in target.attributes:
        if name in data:
            attributes[name] = convert(data[name], kind)
        elif name in target.optional:
            attributes[name] = _retyped(Value(ANY, None, value.span), kind)
        else:
            raise EvaluationError(f'attribute "{name}" is required')
    kind = ObjectType(tuple((name, attribute.type) for name, attribute in attributes.items()))
    return value._replace(type=kind, data=attributes)


def _retyped(value: Value, target: Type) -> Value:
    """An unknown or null value, or one without elements, as one of type ``target``; it gets the weight of the type."""
    kind = _without_options(target)
    if isinstance(kind, str):
        return value._replace(type=kind)
    weight = type_weight(kind, MAX_WEIGHT)
    return value._replace(type=ANY if weight > MAX_WEIGHT else kind, weight=max(value.weight, weight))


def _emptied(value: Value, target: Collection) -> Value:
    """An empty collection as one of type ``target``; where that leaves the element type open, it stays what it was."""
    if target.element == ANY and isinstance(value.type, Collection):
        target = Collection(target.kind, value.type.element)
    return _retyped(value, target)


def _without_options(kind: Type) -> Type:
    if isinstance(kind, Collection):
        return Collection(kind.kind, _without_options(kind.element))
    if isinstance(kind, TupleType):
        return TupleType(tuple(_without_options(item) for item in kind.items))
    if isinstance(kind, ObjectType):
        return ObjectType(tuple((name, _without_options(inner)) for name, inner in kind.attributes))
    return kind


def _primitive(value: Value, target: str) -> Data:
    converted = _PRIMITIVES[target](value.data)
    if converted is None:
        raise EvaluationError(f"{target} required, but this is a {name_of(value.type)}")
    return converted


def _to_string(data: Data) -> Data:
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, (int, Float)):
        return number_text(data)
    return data if isinstance(data, str) else None


def _to_number(data: Data) -> Data:
    if isinstance(data, str):
        parsed = parse_number(data)  # or UNKNOWN_VALUE
        if parsed is None:
            raise EvaluationError("a number is required")
        return parsed
    return data if isinstance(data, (int, Float)) and not isinstance(data, bool) else None


def _to_bool(data: Data) -> Data:
    if isinstance(data, str):
        if data not in _BOOLS:
            raise EvaluationError("a bool is required")
        return _BOOLS[data]
    return data if isinstance(data, bool) else None


_PRIMITIVES: Final[Mapping[str, Callable[[Data], Data]]] = {STRING: _to_string, NUMBER: _to_number, BOOL: _to_bool}


def _map(value: Value, target: Collection) -> Value:
    data = value.data
    if not isinstance(data, dict):
        raise EvaluationError(f"map required, but this is a {name_of(value.type)}")
    if not data:
        return _emptied(value, target)
    keys = sorted(data)
    items = _with_one_type([data[key] for key in keys], target.element)
    return value._replace(type=Collection("map", items[0].type), data=dict(zip(keys, items, strict=True)))


def _list_or_set(value: Value, target: Collection) -> Value:
    data = value.data
    if not isinstance(data, tuple):
        raise EvaluationError(f"{target.kind} required, but this is a {name_of(value.type)}")
    if not data:
        return _emptied(value, target)
    items = _with_one_type(list(data), target.element)
    kind = items[0].type
    if target.kind == "set":
        if any(item.any_sensitive for item in items):  # the elements of a set have no marks of their own
            items = [unmarked(item) for item in items]
            value = value._replace(sensitive=True)
        if not all(item.wholly_known for item in items):
            return value._replace(type=Collection("set", kind), data=UNKNOWN_VALUE, reference=None)
        items = in_set_order(items)
    return value._replace(type=Collection(target.kind, kind), data=tuple(items))


def _with_one_type(items: list[Value], element: Type) -> list[Value]:
    """The items converted to the type ``element``, or to one that they can share where that is open."""
    if element == ANY:
        shared = unify(item.type for item in items)
        if shared is None:
            raise EvaluationError("all elements must have the same type")
        element = shared
    return [convert(item, element) for item in items]


def in_set_order(items: Iterable[Value]) -> list[Value]:
    """The items without duplicates, in the order in which Terraform walks over a set."""
    unique: dict[object, Value] = {}
    for item in items:
        unique.setdefault(element_key(item), item)
    return sorted(unique.values(), key=_set_key)


def element_key(item: Value) -> object:
    """A key that is the same for equal elements of one set, and for no others."""
    return repr(item.plain())


def _set_key(item: Value) -> tuple[int, str | int | Float | bool]:
    data = item.data
    if isinstance(data, bool):
        return (1, data)
    if isinstance(data, (int, Float)):
        return (2, data)
    return (4, "") if data is None else (3, data if isinstance(data, str) else _hashed(item))


def _hashed(item: Value) -> str:
    """The text by which go-cty sorts elements that have no order of their own."""
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
    inner = "".join(_hashed(element) + ";" for element in data) if isinstance(data, tuple) else "?"
    return f"[{inner}]" if listed else f"<{inner}>"


def either(first: Value, second: Value, span: Span) -> Value | None:
    """What is known of a value that is one of two: the value, if both are the same, else its type; None without one.

    Raises:
        EvaluationError: if one cannot be of the type that both have.
    """
    kind = unify((first.type, second.type))
    if kind is None:
        return None
    first, second = convert(first, kind), convert(second, kind)
    sensitive = first.sensitive or second.sensitive
    same = first.wholly_known and first.plain() == second.plain() and first.type == second.type
    if same or (first.reference is not None and first.reference == second.reference):
        return first._replace(sensitive=sensitive)
    return unknown(kind, span, sensitive=sensitive)
