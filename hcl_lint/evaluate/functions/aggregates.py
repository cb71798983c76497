"""Functions that make one value of all elements, and range, which makes elements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hcl_lint.evaluate.arithmetic import arithmetic
from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.collections import items_of
from hcl_lint.evaluate.functions.spec import Function, FunctionContext, listed, plain, raw
from hcl_lint.evaluate.numbers import Float, Narrow, Number
from hcl_lint.evaluate.types import ANY, BOOL, NUMBER
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Value, unknown

_MAX_RANGE: Final = 1024


def _range(*numbers: Number) -> list[Number]:
    if not 1 <= len(numbers) <= 3:
        raise EvaluationError("one, two or three numbers are needed")
    start: Number = numbers[0] if len(numbers) > 1 else Narrow(0)
    limit = numbers[1] if len(numbers) > 1 else numbers[0]
    step: Number = numbers[2] if len(numbers) > 2 else Narrow(1 if limit >= start else -1)
    if (limit > start) if step < 0 else (limit < start):
        raise EvaluationError("the step must lead from the start to the limit")
    values: list[Number] = []
    at: Number = start
    while (at > limit) if step < 0 else (at < limit):
        if len(values) >= _MAX_RANGE:
            raise EvaluationError(f"more than {_MAX_RANGE} values")
        values.append(at)
        at = arithmetic("+", at, step)
    return values


def _sum(arguments: list[Value], context: FunctionContext) -> Value:
    items = items_of(arguments[0], "sum")
    if items is None or not all(item.known for item in items):
        return unknown(NUMBER)
    if not items:
        raise EvaluationError("sum: the list is empty")
    numbers = [convert(item, NUMBER).data for item in items]
    if UNKNOWN_VALUE in numbers:
        return unknown(NUMBER)
    known = [number for number in numbers if isinstance(number, (int, Float))]
    if len(known) < len(numbers):
        raise EvaluationError("sum: null cannot be added")
    total = known[0]
    for number in known[1:]:
        try:
            total = arithmetic("+", total, number)
        except OverflowError:
            return unknown(NUMBER)
        except ArithmeticError:
            raise EvaluationError("sum: infinities cannot be added") from None
    return Value(NUMBER, total)


def _decided(decides: bool) -> Function:
    """``alltrue``, which one false decides, and ``anytrue``, which one true decides."""

    def run(arguments: list[Value], context: FunctionContext) -> Value:
        items = items_of(arguments[0], "this function")
        data = [item.data if item.data is not None else False for item in items or ()]
        if decides in data:
            return Value(BOOL, decides)
        if items is None or UNKNOWN_VALUE in data:
            return unknown(BOOL)
        return Value(BOOL, not decides)

    return raw(run, listed(BOOL))


FUNCTIONS: Final[Mapping[str, Function]] = {
    "alltrue": _decided(False),
    "anytrue": _decided(True),
    "range": plain(_range, variadic=NUMBER, result=listed(NUMBER)),
    "sum": raw(_sum, ANY),
}
