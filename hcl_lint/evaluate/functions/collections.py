"""Functions on lists, maps, tuples and objects; elements keep where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.numbers import small_whole
from hcl_lint.evaluate.functions.spec import Function, FunctionContext, listed, marked_like, plain, raw
from hcl_lint.evaluate.graphemes import length
from hcl_lint.evaluate.numbers import Float, Narrow
from hcl_lint.evaluate.operators import equal
from hcl_lint.evaluate.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Collection,
    ObjectType,
    TupleType,
    kind_of,
    name_of,
    unify,
)
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Value, collected, list_of, null, tuple_of, unknown, weight_of

_ANY_LIST: Final = listed(ANY)
_STRINGS: Final = listed(STRING)


def items_of(value: Value, name: str, sets: bool = True) -> tuple[Value, ...] | None:
    """Elements of a list, tuple or (unless not ``sets``) set; None if unknown.

    Raises:
        EvaluationError: for anything else.
    """
    kind = value.type
    fitting = ("list", "tuple", "set") if sets else ("list", "tuple")
    if value.data is None or (kind != ANY and kind_of(kind) not in fitting):
        raise EvaluationError(
            f"{name} needs a list{', set' if sets else ''} or tuple, not "
            + ("null" if value.data is None else f"a {name_of(kind)}")
        )
    return value.data if isinstance(value.data, tuple) else None


def _length(arguments: list[Value], context: FunctionContext) -> Value:
    value = arguments[0]
    kind = value.type
    if kind in (NUMBER, BOOL):
        raise EvaluationError("length needs a string, list or map")
    count: int | None = None
    if isinstance(value.data, str):
        count = length(value.data)
    elif isinstance(value.data, (tuple, dict)):
        count = len(value.data)
    elif isinstance(kind, (TupleType, ObjectType)):
        count = len(kind[0])
    # the length of a set shows which of its elements are equal, so it is as sensitive as they are
    if count is None:
        return unknown(NUMBER, sensitive=value.sensitive)
    return Value(NUMBER, Narrow(count), None, None, value.sensitive)


def _element(arguments: list[Value], context: FunctionContext) -> Value:
    items, index = items_of(arguments[0], "element", sets=False), arguments[1].data
    if items is None or index is UNKNOWN_VALUE:
        return marked_like(unknown(), arguments)
    position = small_whole(index, "index") if isinstance(index, (int, Float)) else 0
    if not items:
        raise EvaluationError("element: the list is empty")
    return marked_like(items[position % len(items)], arguments)


def _concat(arguments: list[Value], context: FunctionContext) -> Value:
    if not arguments:
        raise EvaluationError("concat needs at least one list")
    parts = [items_of(argument, "concat", sets=False) for argument in arguments]
    if any(part is None for part in parts):
        return marked_like(unknown(), arguments)
    items = tuple(item for part in parts if part is not None for item in part)
    if all(isinstance(argument.type, Collection) for argument in arguments):
        shared = unify(argument.type for argument in arguments)
        if isinstance(shared, Collection):
            return marked_like(collected(shared, tuple(convert(item, shared.element) for item in items)), arguments)
    return marked_like(tuple_of(items), arguments)


def _coalesce(arguments: list[Value], context: FunctionContext) -> Value:
    kind = unify(argument.type for argument in arguments) if arguments else None
    if kind is None:
        raise EvaluationError("coalesce: all arguments must have the same type")
    for argument in arguments:
        if argument.data is UNKNOWN_VALUE:
            return unknown(kind)
        if argument.data is not None and not (argument.data == "" and kind == STRING):
            return convert(argument, kind)
    raise EvaluationError("coalesce: all arguments are null or empty")


def _coalescelist(arguments: list[Value], context: FunctionContext) -> Value:
    if not arguments:
        raise EvaluationError("coalescelist needs at least one list")
    for argument in arguments:
        if argument.data is UNKNOWN_VALUE:
            break
        if kind_of(argument.type) not in ("list", "tuple"):
            raise EvaluationError("coalescelist: all arguments must be lists or tuples")
    for argument in arguments:
        if argument.data is UNKNOWN_VALUE:
            return unknown()
        if argument.data:
            return argument
    raise EvaluationError("coalescelist: all arguments are empty")


def _contains(arguments: list[Value], context: FunctionContext) -> Value:
    items = items_of(arguments[0], "contains")
    context.budget.consume(len(items or ()) * weight_of(arguments[1]))
    answers = [equal(item, arguments[1]) for item in items or ()]
    if items is None or (None in answers and True not in answers):
        return unknown(BOOL)
    return Value(BOOL, True in answers)


def _index(arguments: list[Value], context: FunctionContext) -> Value:
    items = items_of(arguments[0], "index", sets=False)
    if items is None:
        return unknown(NUMBER)
    context.budget.consume(len(items) * weight_of(arguments[1]))
    for position, item in enumerate(items):
        answer = equal(item, arguments[1])
        if answer is None:
            return unknown(NUMBER)
        if answer:
            return Value(NUMBER, Narrow(position))
    raise EvaluationError("index: the list does not have this element")


def _distinct(arguments: list[Value], context: FunctionContext) -> Value:
    items = items_of(arguments[0], "distinct")
    if items is None or not all(item.wholly_known or item.reference for item in items):
        return marked_like(unknown(arguments[0].type), arguments)
    distinct: list[Value] = []
    for item in items:
        context.budget.consume(len(distinct) * weight_of(item))
        answers = [equal(item, seen) for seen in distinct]
        if True in answers:
            continue
        if None in answers:
            return marked_like(unknown(arguments[0].type), arguments)
        distinct.append(item)
    return arguments[0]._replace(data=tuple(distinct))


def _flatten(arguments: list[Value], context: FunctionContext) -> Value:
    elements: list[Value] = []
    sensitive: list[bool] = []

    def add(items: tuple[Value, ...]) -> bool:
        for item in items:
            if isinstance(item.data, tuple):
                sensitive.append(item.sensitive)
                if not add(item.data):
                    return False
            elif item.data is UNKNOWN_VALUE and item.type not in (STRING, NUMBER, BOOL) and item.reference is None:
                return False  # it could be a list
            else:
                elements.append(item)
        return True

    items = items_of(arguments[0], "flatten")
    if items is None or not add(items):
        return marked_like(unknown(), arguments)
    flat = marked_like(tuple_of(tuple(elements)), arguments)
    return flat._replace(sensitive=True) if any(sensitive) else flat


def _one(arguments: list[Value], context: FunctionContext) -> Value:
    items = items_of(arguments[0], "one")
    if items is None:
        return unknown()
    if len(items) > 1:
        raise EvaluationError("one: the list has more than one element")
    kind = arguments[0].type
    return items[0] if items else null(kind.element if isinstance(kind, Collection) else ANY)


def _reverse(arguments: list[Value], context: FunctionContext) -> Value:
    value = arguments[0]
    items = items_of(value, "reverse")
    if items is None:
        return marked_like(unknown(), arguments)
    if isinstance(value.type, Collection):
        return value._replace(type=listed(value.type.element), data=items[::-1])
    return marked_like(tuple_of(items[::-1]), arguments)


def _slice(arguments: list[Value], context: FunctionContext) -> Value:
    value = arguments[0]
    items = items_of(value, "slice", sets=False)
    start, end = (
        small_whole(argument.data, "index") if isinstance(argument.data, (int, Float)) else None
        for argument in arguments[1:]
    )
    if items is None or start is None or end is None:
        return marked_like(unknown(), arguments)
    if not 0 <= start <= end <= len(items):
        raise EvaluationError(f"slice: there are no elements {start} to {end} in a list of {len(items)}")
    part = items[start:end]
    return marked_like(collected(value.type, part) if isinstance(value.type, Collection) else tuple_of(part), arguments)


def _chunklist(arguments: list[Value], context: FunctionContext) -> Value:
    items, size = items_of(arguments[0], "chunklist"), arguments[1].data
    if items is None or not isinstance(size, (int, Float)):
        return marked_like(unknown(), arguments)
    size = small_whole(size, "size")
    if size < 0:
        raise EvaluationError("chunklist: the size must not be negative")
    kind = arguments[0].type
    step = size or max(len(items), 1)  # 0: all in one chunk
    chunks = [items[at : at + step] for at in range(0, len(items), step)]
    element = kind.element if isinstance(kind, Collection) else ANY
    return marked_like(list_of(kind, tuple(list_of(element, chunk) for chunk in chunks)), arguments)


def _compact(arguments: list[Value], context: FunctionContext) -> Value:
    items = items_of(arguments[0], "compact")
    if items is None or not all(item.known for item in items):
        return unknown(_STRINGS)
    return collected(_STRINGS, tuple(item for item in items if item.data not in (None, "")))


def _matchkeys(arguments: list[Value], context: FunctionContext) -> Value:
    shared = unify((arguments[1].type, arguments[2].type))
    if shared is None:
        raise EvaluationError("matchkeys: the keys and those to look for must be of the same type")
    context.budget.consume(arguments[1].weight + arguments[2].weight)
    values, keys, searched = (
        items_of(argument, "matchkeys")
        for argument in (arguments[0], convert(arguments[1], shared), convert(arguments[2], shared))
    )
    if values is None or keys is None or searched is None:
        return unknown()
    if len(values) != len(keys):
        raise EvaluationError("matchkeys: there must be as many keys as values")
    matching: list[Value] = []
    for value, key in zip(values, keys, strict=True):
        context.budget.consume(len(searched) * weight_of(key))
        answers = [equal(key, candidate) for candidate in searched]
        if True in answers:
            matching.append(value)
        elif None in answers:
            return unknown()
    return collected(arguments[0].type, tuple(matching))


def _sort(items: list[str]) -> list[str]:
    return sorted(items)


FUNCTIONS: Final[Mapping[str, Function]] = {
    "chunklist": raw(_chunklist, _ANY_LIST, NUMBER, keeps_marks=True),
    "coalesce": raw(_coalesce, variadic=ANY, nulls=True),
    "coalescelist": raw(_coalescelist, variadic=ANY, nulls=True),
    "compact": raw(_compact, _STRINGS),
    "concat": raw(_concat, variadic=ANY, keeps_marks=True),
    "contains": raw(_contains, ANY, ANY),
    "distinct": raw(_distinct, _ANY_LIST),
    "element": raw(_element, ANY, NUMBER, keeps_marks=True),
    "flatten": raw(_flatten, ANY, keeps_marks=True),
    "index": raw(_index, ANY, ANY),
    "length": raw(_length, ANY, keeps_marks=True),
    "matchkeys": raw(_matchkeys, _ANY_LIST, _ANY_LIST, _ANY_LIST),
    "one": raw(_one, ANY),
    "reverse": raw(_reverse, ANY, keeps_marks=True),
    "slice": raw(_slice, ANY, NUMBER, NUMBER, keeps_marks=True),
    "sort": plain(_sort, _STRINGS, result=_STRINGS),
}
