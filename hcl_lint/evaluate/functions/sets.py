"""setintersection, setproduct, setsubtract, setunion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Final

from hcl_lint.evaluate.convert import convert, element_key
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.collections import items_of
from hcl_lint.evaluate.functions.spec import Function, FunctionContext, marked_like, raw
from hcl_lint.evaluate.types import ANY, Collection, TupleType, Type, kind_of, unify
from hcl_lint.evaluate.value import Value, tuple_of, unknown

_ANY_SET: Final = Collection("set", ANY)
#: Elements of all rows together.
_MAX_PRODUCT: Final = 40_000


def _combined(choose: Callable[..., set[object]]) -> Callable[[list[Value], FunctionContext], Value]:
    def run(arguments: list[Value], context: FunctionContext) -> Value:
        shared = unify(argument.type for argument in arguments)
        if shared is None:
            raise EvaluationError("all sets must have elements of the same type")
        if not all(argument.wholly_known for argument in arguments):
            return unknown(shared)
        context.budget.consume(sum(argument.weight for argument in arguments))
        sets = [items_of(convert(argument, shared), "this function") or () for argument in arguments]
        named = [[(element_key(item), item) for item in items] for items in sets]
        names = choose(*[{name for name, _ in pairs} for pairs in named])
        chosen = tuple(item for pairs in named for name, item in pairs if name in names)
        return convert(tuple_of(chosen), shared)

    return run


def _setproduct(arguments: list[Value], context: FunctionContext) -> Value:
    if len(arguments) < 2:
        raise EvaluationError("setproduct needs at least two sets or lists")
    parts = [items_of(argument, "setproduct") for argument in arguments]
    if any(part is None for part in parts):
        return marked_like(unknown(), arguments)
    count = 1
    for part in parts:
        count *= len(part or ())
    if count * len(parts) > _MAX_PRODUCT:
        return marked_like(unknown(), arguments)
    context.budget.consume(count * len(parts))
    kinds = [_element_type(argument.type) for argument in arguments]
    rows = tuple(
        tuple_of(tuple(convert(item, kind) for item, kind in zip(row, kinds, strict=True)))
        for row in product(*(part or () for part in parts))
    )
    is_set = any(kind_of(argument.type) == "set" for argument in arguments)
    kind = Collection("set" if is_set else "list", TupleType(tuple(kinds)))
    return marked_like(convert(tuple_of(rows), kind), arguments)


def _element_type(kind: Type) -> Type:
    if isinstance(kind, Collection):
        return kind.element
    element = unify(kind.items) if isinstance(kind, TupleType) else ANY
    if element is None:
        raise EvaluationError("setproduct: all elements of a list must be of the same type")
    return element


FUNCTIONS: Final[Mapping[str, Function]] = {
    "setintersection": raw(_combined(set.intersection), _ANY_SET, variadic=_ANY_SET),
    "setproduct": raw(_setproduct, variadic=ANY, keeps_marks=True),
    "setsubtract": raw(_combined(set.difference), _ANY_SET, _ANY_SET),
    "setunion": raw(_combined(set.union), _ANY_SET, variadic=_ANY_SET),
}
