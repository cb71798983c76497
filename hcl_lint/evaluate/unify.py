"""The one type that several values can share, as go-cty finds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, Collection, ObjectType, TupleType, Type, kind_of


def unify(types: Iterable[Type]) -> Type | None:
    """The type that all of ``types`` convert to; None if there is none. Types that are not known do not matter."""
    wanted = [kind for kind in dict.fromkeys(types) if kind != ANY]
    if len(wanted) < 2:
        return wanted[0] if wanted else ANY
    kinds = {kind_of(kind) for kind in wanted}
    if len(kinds) == 1 and kinds <= {"list", "set", "map"}:
        return _collection(kinds.pop(), [kind.element for kind in wanted if isinstance(kind, Collection)])
    if kinds == {"object"}:
        return _objects([kind for kind in wanted if isinstance(kind, ObjectType)])
    if kinds == {"tuple"}:
        return _tuples([kind for kind in wanted if isinstance(kind, TupleType)])
    if kinds == {"object", "map"} or kinds == {"tuple", "list"}:
        elements = [inner for kind in wanted for inner in _elements(kind)]
        found = _collection("map" if "map" in kinds else "list", elements)
        if found is not None:
            return found
    for candidate in sorted(wanted, key=_rank):
        if all(convertible(kind, candidate) for kind in wanted):
            return candidate
    return None


def _rank(kind: Type) -> int:
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


def _objects(wanted: Sequence[ObjectType]) -> Type | None:
    names = [tuple(name for name, _ in kind.attributes) for kind in wanted]
    if any(one != names[0] for one in names):
        return _collection("map", (inner for kind in wanted for _, inner in kind.attributes))
    columns = [unify(kind.attributes[index][1] for kind in wanted) for index in range(len(names[0]))]
    known = [column for column in columns if column is not None]
    return ObjectType(tuple(zip(names[0], known, strict=True))) if len(known) == len(columns) else None


def _tuples(wanted: Sequence[TupleType]) -> Type | None:
    if len({len(kind.items) for kind in wanted}) > 1:
        return _collection("list", (inner for kind in wanted for inner in kind.items))
    columns = [unify(column) for column in zip(*(kind.items for kind in wanted), strict=True)]
    known = tuple(column for column in columns if column is not None)
    return TupleType(known) if len(known) == len(columns) else None


def convertible(kind: Type, wanted: Type) -> bool:
    """Whether values of type ``kind`` can be of type ``wanted``, as far as types tell."""
    if kind == wanted or ANY in (kind, wanted):
        return True
    if isinstance(kind, str) or isinstance(wanted, str):
        return isinstance(kind, str) and isinstance(wanted, str) and {kind, wanted} != {NUMBER, BOOL}
    if isinstance(wanted, Collection):
        fits = {"list": ("list", "set", "tuple"), "set": ("list", "set", "tuple"), "map": ("map", "object")}
        return kind_of(kind) in fits[wanted.kind] and all(convertible(one, wanted.element) for one in _elements(kind))
    if isinstance(wanted, TupleType):
        return isinstance(kind, TupleType) and len(kind.items) == len(wanted.items) and (
            all(convertible(one, other) for one, other in zip(kind.items, wanted.items, strict=True))
        )  # fmt: skip
    if isinstance(kind, Collection):
        return kind.kind == "map" and all(convertible(kind.element, one) for _, one in wanted.attributes)
    if not isinstance(kind, ObjectType):
        return False
    here = dict(kind.attributes)
    return all(
        convertible(here[name], inner) if name in here else name in wanted.optional for name, inner in wanted.attributes
    )
