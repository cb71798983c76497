"""Terraform's types, as far as they decide what an expression gives."""

from __future__ import annotations

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
    return "tuple" if isinstance(kind, TupleType) else "object" if isinstance(kind, ObjectType) else "primitive"


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
    """How many types a type is made of, through all levels; it is not counted on beyond ``limit``."""
    weight, todo = 0, [kind]
    while todo and weight <= limit:
        here = todo.pop()
        weight += 1
        if isinstance(here, Collection):
            todo.append(here.element)
        elif isinstance(here, TupleType):
            todo += here.items
        elif isinstance(here, ObjectType):
            todo += [inner for _, inner in here.attributes]
    return weight


def name_of(kind: Type) -> str:
    """The type as Terraform's messages spell it."""
    if isinstance(kind, str):
        return kind
    if isinstance(kind, Collection):
        return f"{kind.kind} of {name_of(kind.element)}"
    return "tuple" if isinstance(kind, TupleType) else "object"
