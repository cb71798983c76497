"""Terraform's types, as far as they decide what an expression gives, and the one type that several can share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

Primitive: TypeAlias = str
STRING: Final = "string"
NUMBER: Final = "number"
BOOL: Final = "bool"
#: Not known yet: the type of ``null`` and of most unknown values.
ANY: Final = "dynamic"


class Collection(NamedTuple):
    """``list(element)``, ``set(element)`` or ``map(element)``."""

    kind: str
    element: Type


class TupleType(NamedTuple):
    """``tuple([items...])``: the type of ``[a, b]``."""

    items: tuple[Type, ...]


class ObjectType(NamedTuple):
    """``object({...})``: sorted (name, type) pairs; ``optional`` names may be missing from what is converted."""

    attributes: tuple[tuple[str, Type], ...]
    optional: tuple[str, ...] = ()


Type: TypeAlias = Primitive | Collection | TupleType | ObjectType


def kind_of(kind: Type) -> str:
    """``list``, ``set``, ``map``, ``tuple`` or ``object``; ``primitive`` for all others, also those not known."""
    if isinstance(kind, Collection):
        return kind.kind
    if isinstance(kind, TupleType):
        return "tuple"
    return "object" if isinstance(kind, ObjectType) else "primitive"


def optional_names(kind: Type) -> int:
    """How many optional attributes a type names, through all levels."""
    if isinstance(kind, Collection):
        return optional_names(kind.element)
    if isinstance(kind, TupleType):
        return sum(map(optional_names, kind.items))
    if isinstance(kind, ObjectType):
        return len(kind.optional) + sum(optional_names(inner) for _, inner in kind.attributes)
    return 0


def type_weight(kind: Type, limit: int) -> int:
    """How many types a type is made of, through all levels; counting stops beyond ``limit``."""
    weight, remaining = 0, [kind]
    while remaining and weight <= limit:
        weight += 1
        remaining += _elements(remaining.pop())
    return weight


def name_of(kind: Type) -> str:
    """The type as Terraform's messages spell it."""
    if isinstance(kind, str):
        return kind
    if isinstance(kind, Collection):
        return f"{kind.kind} of {name_of(kind.element)}"
    return "tuple" if isinstance(kind, TupleType) else "object"


def unify(types: Iterable[Type]) -> Type | None:
    """The type that all of ``types`` convert to, as go-cty finds it; None if there is none.

    Types that are not known do not matter.
    """
    known = [kind for kind in dict.fromkeys(types) if kind != ANY]
    if len(known) < 2:
        return known[0] if known else ANY
    kinds = {kind_of(kind) for kind in known}
    if len(kinds) == 1 and kinds <= {"list", "set", "map"}:
        return _collection(kinds.pop(), [kind.element for kind in known if isinstance(kind, Collection)])
    if kinds == {"object"}:
        return _unified_objects([kind for kind in known if isinstance(kind, ObjectType)])
    if kinds == {"tuple"}:
        return _unified_tuples([kind for kind in known if isinstance(kind, TupleType)])
    if kinds == {"object", "map"} or kinds == {"tuple", "list"}:
        elements = [element for kind in known for element in _elements(kind)]
        collection = _collection("map" if "map" in kinds else "list", elements)
        if collection is not None:
            return collection
    for candidate in sorted(known, key=_generality):
        if all(convertible(kind, candidate) for kind in known):
            return candidate
    return None


def _generality(kind: Type) -> int:
    """More general types come first."""
    return {"list": 0, "map": 0, "tuple": 1, "object": 1, "set": 2}.get(kind_of(kind), 0 if kind == STRING else 1)


def _elements(kind: Type) -> Sequence[Type]:
    if isinstance(kind, Collection):
        return (kind.element,)
    if isinstance(kind, TupleType):
        return kind.items
    return [inner for _, inner in kind.attributes] if isinstance(kind, ObjectType) else ()


def _collection(kind: str, elements: Iterable[Type]) -> Type | None:
    element = unify(elements)
    return None if element is None else Collection(kind, element)


def _unified_objects(objects: Sequence[ObjectType]) -> Type | None:
    names = [tuple(name for name, _ in kind.attributes) for kind in objects]
    if len(set(names)) > 1:
        return _collection("map", (inner for kind in objects for _, inner in kind.attributes))
    columns = [unify(kind.attributes[index][1] for kind in objects) for index in range(len(names[0]))]
    unified = [column for column in columns if column is not None]
    return ObjectType(tuple(zip(names[0], unified, strict=True))) if len(unified) == len(columns) else None


def _unified_tuples(tuples: Sequence[TupleType]) -> Type | None:
    if len({len(kind.items) for kind in tuples}) > 1:
        return _collection("list", (inner for kind in tuples for inner in kind.items))
    columns = [unify(column) for column in zip(*(kind.items for kind in tuples), strict=True)]
    unified = tuple(column for column in columns if column is not None)
    return TupleType(unified) if len(unified) == len(columns) else None


def convertible(kind: Type, target: Type) -> bool:
    """Whether values of type ``kind`` can be of type ``target``, as far as types tell."""
    if kind == target or ANY in (kind, target):
        return True
    if isinstance(kind, str) or isinstance(target, str):
        return isinstance(kind, str) and isinstance(target, str) and {kind, target} != {NUMBER, BOOL}
    if isinstance(target, Collection):
        sources = ("map", "object") if target.kind == "map" else ("list", "set", "tuple")
        return kind_of(kind) in sources and all(convertible(element, target.element) for element in _elements(kind))
    if isinstance(target, TupleType):
        return (
            isinstance(kind, TupleType)
            and len(kind.items) == len(target.items)
            and all(map(convertible, kind.items, target.items))
        )
    if isinstance(kind, Collection):
        return kind.kind == "map" and all(convertible(kind.element, inner) for _, inner in target.attributes)
    return isinstance(kind, ObjectType) and _object_convertible(dict(kind.attributes), target)


def _object_convertible(attributes: Mapping[str, Type], target: ObjectType) -> bool:
    return all(
        convertible(attributes[name], inner) if name in attributes else name in target.optional
        for name, inner in target.attributes
    )
