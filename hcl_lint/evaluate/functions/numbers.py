"""Functions on numbers."""

import math
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.spec import Function, plain
from hcl_lint.evaluate.numbers import Number, exact
from hcl_lint.evaluate.types import ANY, NUMBER
from hcl_lint.evaluate.value import MAX_DIGITS


def _ceil(number: Number) -> Number:
    return exact(Decimal(number).to_integral_value(ROUND_CEILING))


def _floor(number: Number) -> Number:
    return exact(Decimal(number).to_integral_value(ROUND_FLOOR))


def _from_float(number: float) -> Number:
    if not math.isfinite(number):
        raise EvaluationError("the result is not a number")
    return exact(Decimal(repr(number)))


def _log(number: Number, base: Number) -> Number:
    try:
        return _from_float(math.log(number) / math.log(base))
    except (ValueError, ZeroDivisionError, OverflowError):
        raise EvaluationError("the logarithm does not exist") from None


def _pow(number: Number, power: Number) -> Number:
    try:
        return _from_float(math.pow(number, power))
    except (ValueError, OverflowError):
        raise EvaluationError("the power does not exist") from None


def _parseint(text: object, base: Number) -> int:
    if not isinstance(base, int) or not 2 <= base <= 62:
        raise EvaluationError("the base must be a whole number between 2 and 62")
    if base > 36:
        raise EvaluationError("bases above 36 are not read here")
    try:
        if len(str(text)) > MAX_DIGITS:
            raise ArithmeticError("nobody writes such a number")
        if "_" in str(text) or str(text) != str(text).strip():
            raise ValueError
        return int(str(text), base)
    except ValueError:
        raise EvaluationError(f'"{text}" is not a number in base {base}') from None


def _most(*numbers: Number) -> Number:
    return max(numbers)


def _least(*numbers: Number) -> Number:
    return min(numbers)


def _signum(number: Number) -> int:
    return (number > 0) - (number < 0)


FUNCTIONS: Mapping[str, Function] = {
    "abs": plain(abs, NUMBER, result=NUMBER),
    "ceil": plain(_ceil, NUMBER, result=NUMBER),
    "floor": plain(_floor, NUMBER, result=NUMBER),
    "log": plain(_log, NUMBER, NUMBER, result=NUMBER),
    "max": plain(_most, NUMBER, variadic=NUMBER, result=NUMBER),
    "min": plain(_least, NUMBER, variadic=NUMBER, result=NUMBER),
    "parseint": plain(_parseint, ANY, NUMBER, result=NUMBER),
    "pow": plain(_pow, NUMBER, NUMBER, result=NUMBER),
    "signum": plain(_signum, NUMBER, result=NUMBER),
}
