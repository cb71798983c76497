"""Functions on lists, maps, tuples and objects; elements keep where they come from."""

from collections.abc import Mapping
from decimal import Decimal

from hcl_lint.evaluate.convert import convert, unify
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.spec import Context, Function, listed, marked, plain, raw
from hcl_lint.evaluate.numbers import Number
from hcl_lint.evaluate.operators import arithmetic, equal
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER, STRING, Collection, ObjectType, TupleType, name_of
from hcl_lint.evaluate.value import UNKNOWN, Value, collected, list_of, null, tuple_of, unknown, weight_of

_MAX_RANGE = 1024
_ANY_LIST = listed(ANY)
_STRINGS = listed(STRING)


def items_of(value: Value, name: str) -> tuple[Value, ...] | None:
    """Elements of a list, set or tuple; None if unknown.

    Raises:
        EvaluationError: for anything else.
    """
    if value.data is UNKNOWN:
        return None
    if not isinstance(value.data, tuple):
        raise EvaluationError(
            f"{name} needs a list, set or tuple, not {'null' if value.null else 'a ' + name_of(value.type)}"
        )
    return value.data


def _length(arguments: list[Value], context: Context) -> Value:
    value = arguments[0]
    count: int | None = None
    if isinstance(value.data, (tuple, dict, str)):
        count = len(value.data)
    elif value.data is UNKNOWN:
        kind = value.type
        if isinstance(kind, (TupleType, ObjectType)):
            count = len(kind[0])
    else:
        raise EvaluationError("length needs a string, list or map")
    if count is None:
        return unknown(NUMBER, sensitive=value.sensitive)
    return Value(NUMBER, count, None, None, value.sensitive)


def _element(arguments: list[Value], context: Context) -> Value:
    items, index = items_of(arguments[0], "element"), arguments[1].data
    if items is None or index is UNKNOWN:
        return marked(unknown(), arguments)
    if not isinstance(index, int) or index < 0:
        raise EvaluationError("element: the index must be a whole number that is not negative")
    if not items:
        raise EvaluationError("element: the list is empty")
    return marked(items[index % len(items)], arguments)


def _concat(arguments: list[Value], context: Context) -> Value:
    parts = [items_of(argument, "concat") for argument in arguments]
    if any(part is None for part in parts):
        return marked(unknown(), arguments)
    items = tuple(item for part in parts if part is not None for item in part)
    if all(isinstance(argument.type, Collection) for argument in arguments):
        shared = unify(argument.type for argument in arguments)
        if isinstance(shared, Collection):
            return marked(convert(tuple_of(items), listed(shared.element)), arguments)
    return marked(tuple_of(items), arguments)


def _coalesce(arguments: list[Value], context: Context) -> Value:
    kind = unify(argument.type for argument in arguments)
    if kind is None:
        raise EvaluationError("coalesce: all arguments must have the same type")
    for argument in arguments:
        if argument.data is UNKNOWN:
            return marked(unknown(kind), arguments)
        if argument.data is not None and argument.data != "":
            return marked(convert(argument, kind), arguments)
    raise EvaluationError("coalesce: all arguments are null or empty")


def _coalescelist(arguments: list[Value], context: Context) -> Value:
    for argument in arguments:
        if argument.null:
            continue
        items = items_of(argument, "coalescelist")
        if items is None:
            return marked(unknown(), arguments)
        if items:
            return marked(argument, arguments)
    raise EvaluationError("coalescelist: all arguments are empty")


def _contains(arguments: list[Value], context: Context) -> Value:
    items = items_of(arguments[0], "contains")
    context.budget.spend(len(items or ()) * weight_of(arguments[1]))
    sensitive = any(argument.sensitive for argument in arguments)
    answers = [equal(item, arguments[1]) for item in items or ()]
    if items is None or (None in answers and True not in answers):
        return unknown(BOOL, sensitive=sensitive)
    return Value(BOOL, True in answers, None, None, sensitive)


def _index(arguments: list[Value], context: Context) -> Value:
    items = items_of(arguments[0], "index") or ()
    context.budget.spend(len(items) * weight_of(arguments[1]))
    for position, item in enumerate(items):
        answer = equal(item, arguments[1])
        if answer is None:
            return marked(unknown(NUMBER), arguments)
        if answer:
            return marked(Value(NUMBER, position), arguments)
    if arguments[0].data is UNKNOWN:
        return marked(unknown(NUMBER), arguments)
    raise EvaluationError("index: the list does not have this element")


def _distinct(arguments: list[Value], context: Context) -> Value:
    items = items_of(arguments[0], "distinct")
    if items is None or not all(item.wholly_known or item.reference for item in items):
        return marked(unknown(arguments[0].type), arguments)
    out: list[Value] = []
    for item in items:
        context.budget.spend(len(out) * weight_of(item))
        answers = [equal(item, seen) for seen in out]
        if True in answers:
            continue
        if None in answers:
            return marked(unknown(arguments[0].type), arguments)
        out.append(item)
    return arguments[0]._replace(data=tuple(out))


def _flatten(arguments: list[Value], context: Context) -> Value:
    out: list[Value] = []

    def add(items: tuple[Value, ...]) -> bool:
        for item in items:
            if isinstance(item.data, tuple):
                if not add(item.data):
                    return False
            elif item.data is UNKNOWN and item.type not in (STRING, NUMBER, BOOL) and item.reference is None:
                return False  # it could be a list
            else:
                out.append(item)
        return True

    items = items_of(arguments[0], "flatten")
    if items is None or not add(items):
        return marked(unknown(), arguments)
    return marked(tuple_of(tuple(out)), arguments)


def _one(arguments: list[Value], context: Context) -> Value:
    items = items_of(arguments[0], "one")
    if items is None:
        return marked(unknown(), arguments)
    if len(items) > 1:
        raise EvaluationError("one: the list has more than one element")
    return marked(items[0] if items else null(), arguments)


def _reverse(arguments: list[Value], context: Context) -> Value:
    value = arguments[0]
    items = items_of(value, "reverse")
    if items is None:
        return marked(unknown(), arguments)
    if isinstance(value.type, Collection):
        return value._replace(type=listed(value.type.element), data=items[::-1])
    return marked(tuple_of(items[::-1]), arguments)


def _slice(arguments: list[Value], context: Context) -> Value:
    value, (start, end) = arguments[0], (argument.data for argument in arguments[1:])
    items = items_of(value, "slice")
    if items is None or start is UNKNOWN or end is UNKNOWN:
        return marked(unknown(), arguments)
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end <= len(items):
        raise EvaluationError(f"slice: there are no elements {start} to {end} in a list of {len(items)}")
    part = items[start:end]
    return marked(collected(value.type, part) if isinstance(value.type, Collection) else tuple_of(part), arguments)


def _chunklist(arguments: list[Value], context: Context) -> Value:
    items, size = items_of(arguments[0], "chunklist"), arguments[1].data
    if items is None or not isinstance(size, int):
        return marked(unknown(), arguments)
    if size < 0:
        raise EvaluationError("chunklist: the size must not be negative")
    kind = arguments[0].type
    chunks = [items[at : at + size] for at in range(0, len(items), size)] if size else [items] if items else []
    element = kind.element if isinstance(kind, Collection) else ANY
    return marked(list_of(kind, tuple(list_of(element, chunk) for chunk in chunks)), arguments)


def _compact(arguments: list[Value], context: Context) -> Value:
    items = items_of(arguments[0], "compact")
    if items is None or not all(item.known for item in items):
        return marked(unknown(_STRINGS), arguments)
    return marked(collected(_STRINGS, tuple(item for item in items if item.data not in (None, ""))), arguments)


def _matchkeys(arguments: list[Value], context: Context) -> Value:
    values, keys, wanted = (items_of(argument, "matchkeys") for argument in arguments)
    if values is None or keys is None or wanted is None:
        return marked(unknown(), arguments)
    if len(values) != len(keys):
        raise EvaluationError("matchkeys: there must be as many keys as values")
    out: list[Value] = []
    for value, key in zip(values, keys, strict=True):
        context.budget.spend(len(wanted) * weight_of(key))
        answers = [equal(key, one) for one in wanted]
        if True in answers:
            out.append(value)
        elif None in answers:
            return marked(unknown(), arguments)
    return marked(collected(arguments[0].type, tuple(out)), arguments)


def _range(*numbers: Number) -> list[Number]:
    start: Number = numbers[0] if len(numbers) > 1 else 0
    limit = numbers[1] if len(numbers) > 1 else numbers[0]
    step: Number = numbers[2] if len(numbers) > 2 else 1 if limit >= start else -1
    if step == 0 or (step > 0) != (limit >= start):
        if limit == start:
            return []
        raise EvaluationError("the step must lead from the start to the limit")
    out: list[Number] = []
    at: Number = start
    while (at < limit) if step > 0 else (at > limit):
        if len(out) >= _MAX_RANGE:
            raise EvaluationError(f"more than {_MAX_RANGE} values")
        out.append(at)
        at = arithmetic("+", at, step)
    return out


def _sum(arguments: list[Value], context: Context) -> Value:
    items = items_of(arguments[0], "sum")
    if items is None or not all(item.known for item in items):
        return marked(unknown(NUMBER), arguments)
    if not items:
        raise EvaluationError("sum: the list is empty")
    total: Number = 0
    for item in items:
        number = convert(item, NUMBER).data
        if not isinstance(number, (int, Decimal)):
            raise EvaluationError("sum: null cannot be added")
        total = arithmetic("+", total, number)
    return marked(Value(NUMBER, total), arguments)


def _decided(decides: bool) -> "Function":
    """alltrue (decided by false) and anytrue (decided by true)."""

    def run(arguments: list[Value], context: Context) -> Value:
        items = items_of(arguments[0], "this function")
        data = [item.data if item.data is not None else False for item in items or ()]
        if decides in data:
            return marked(Value(BOOL, decides), arguments)
        if items is None or UNKNOWN in data:
            return marked(unknown(BOOL), arguments)
        return marked(Value(BOOL, not decides), arguments)

    return raw(run, listed(BOOL))


def _sort(items: list[str]) -> list[str]:
    return sorted(items)


FUNCTIONS: Mapping[str, Function] = {
    "alltrue": _decided(False),
    "anytrue": _decided(True),
    "chunklist": raw(_chunklist, _ANY_LIST, NUMBER),
    "coalesce": raw(_coalesce, variadic=ANY),
    "coalescelist": raw(_coalescelist, variadic=ANY),
    "compact": raw(_compact, _STRINGS),
    "concat": raw(_concat, variadic=ANY),
    "contains": raw(_contains, ANY, ANY),
    "distinct": raw(_distinct, _ANY_LIST),
    "element": raw(_element, ANY, NUMBER),
    "flatten": raw(_flatten, ANY),
    "index": raw(_index, ANY, ANY),
    "length": raw(_length, ANY),
    "matchkeys": raw(_matchkeys, _ANY_LIST, _ANY_LIST, _ANY_LIST),
    "one": raw(_one, ANY),
    "range": plain(_range, NUMBER, variadic=NUMBER, result=listed(NUMBER)),
    "reverse": raw(_reverse, ANY),
    "slice": raw(_slice, ANY, NUMBER, NUMBER),
    "sort": plain(_sort, _STRINGS, result=_STRINGS),
    "sum": raw(_sum, ANY),
}
