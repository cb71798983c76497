"""Conversion between Terraform's types, and the one type that several values can share."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.numbers import number_text
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
)
from hcl_lint.evaluate.value import MAX_WEIGHT, UNKNOWN, Data, Value, parse_number, unknown
from hcl_lint.source.text import Span

_BOOLS = {"true": True, "1": True, "false": False, "0": False}


def unify(types: Iterable[Type]) -> Type | None:
    """The type that all of ``types`` convert to; None if there is none."""
    wanted = [kind for kind in dict.fromkeys(types) if kind != ANY]
    if not wanted:
        return ANY
    if len(wanted) == 1:
        return wanted[0]
    if all(isinstance(kind, str) for kind in wanted):
        return STRING if STRING in wanted else None
    if all(isinstance(kind, ObjectType) for kind in wanted):
        return _unify_objects([kind for kind in wanted if isinstance(kind, ObjectType)])
    if all(isinstance(kind, TupleType) for kind in wanted):
        return _unify_tuples([kind for kind in wanted if isinstance(kind, TupleType)])
    kinds = {kind.kind for kind in wanted if isinstance(kind, Collection)}
    sequences = any(isinstance(kind, TupleType) for kind in wanted)
    objects = any(isinstance(kind, ObjectType) for kind in wanted)
    if len(kinds) != 1 or any(isinstance(kind, str) for kind in wanted):
        if kinds == {"list", "set"} and not objects and not any(isinstance(kind, str) for kind in wanted):
            kinds = {"list"}
        else:
            return None
    kind = kinds.pop()
    if (kind == "map" and sequences) or (kind != "map" and objects):
        return None
    elements: list[Type] = []
    for one in wanted:
        if isinstance(one, Collection):
            elements.append(one.element)
        elif isinstance(one, TupleType):
            elements += one.items
        elif isinstance(one, ObjectType):
            elements += [inner for _, inner in one.attributes]
    element = unify(elements)
    return None if element is None else Collection(kind, element)


def _unify_objects(wanted: Sequence[ObjectType]) -> Type | None:
    names = [tuple(name for name, _ in kind.attributes) for kind in wanted]
    if all(one == names[0] for one in names):
        columns = [unify(kind.attributes[index][1] for kind in wanted) for index in range(len(names[0]))]
        if all(column is not None for column in columns):
            return ObjectType(tuple(zip(names[0], [c for c in columns if c is not None], strict=True)))
        return None
    element = unify(inner for kind in wanted for _, inner in kind.attributes)
    return None if element is None else Collection("map", element)


def _unify_tuples(wanted: Sequence[TupleType]) -> Type | None:
    if len({len(kind.items) for kind in wanted}) == 1:
        columns = [unify(column) for column in zip(*(kind.items for kind in wanted), strict=True)]
        if all(column is not None for column in columns):
            return TupleType(tuple(c for c in columns if c is not None))
        return None
    element = unify(inner for kind in wanted for inner in kind.items)
    return None if element is None else Collection("list", element)


def convert(value: Value, wanted: Type) -> Value:
    """``value`` as a value of type ``wanted``; place, reference and marks stay.

    Raises:
        EvaluationError: if there is no such conversion.
    """
    if wanted == ANY or value.type == wanted:
        return value
    data = value.data
    if data is UNKNOWN:
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
        if isinstance(data, (int, Decimal)):
            return number_text(data)
        if isinstance(data, str):
            return data
    elif wanted == NUMBER:
        if isinstance(data, str):
            parsed = parse_number(data)  # or UNKNOWN
            if parsed is not None:
                return parsed
            raise EvaluationError("a number is required")
        if isinstance(data, (int, Decimal)) and not isinstance(data, bool):
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
            return _retyped(value, wanted)
        items = _alike(list(data.values()), element)
        kind = items[0].type if items else _without_options(element)
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
        return _retyped(value, wanted)
    items = _alike(list(data), element)
    kind = items[0].type if items else _without_options(element)
    if wanted.kind == "set":
        if not all(item.wholly_known for item in items):
            return value._replace(type=Collection("set", kind), data=UNKNOWN, reference=None)
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
    """Without repetition and in the order in which Terraform walks a set of strings or numbers."""
    unique: dict[str, Value] = {}
    for item in items:
        unique.setdefault(repr(item.plain()), item)
    return sorted(unique.values(), key=_set_key)


def _set_key(item: Value) -> tuple[int, str | int | Decimal | bool]:
    data = item.data
    if isinstance(data, bool):
        return (1, data)
    if isinstance(data, (int, Decimal)):
        return (2, data)
    return (3, data) if isinstance(data, str) else (4, repr(item.plain()))


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
