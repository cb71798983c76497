"""Functions on numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from hcl_lint.evaluate.arithmetic import MAX_DIGITS, from_float, negated, rounded
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.spec import Function, FunctionContext, plain, raw
from hcl_lint.evaluate.numbers import Float, Narrow, Number, is_infinite, is_negative, precision_of
from hcl_lint.evaluate.types import ANY, NUMBER, STRING
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Value, unknown

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INT: Final = 1 << 63


def small_whole(number: Number, what: str) -> int:
    """A number that Terraform needs as a whole one of 64 bits.

    Raises:
        EvaluationError: it is none.
    """
    if not isinstance(number, int) or not -_INT <= number < _INT:
        raise EvaluationError(f"the {what} must be a whole number of at most 64 bits")
    return int(number)


def _abs(number: Number) -> Number:
    return negated(number) if is_negative(number) else number


def _ceil(number: Number) -> Number:
    return _nearest_whole(number, 1)


def _floor(number: Number) -> Number:
    return _nearest_whole(number, -1)


def _nearest_whole(number: Number, direction: int) -> Number:
    """The nearest whole number above (``direction`` 1) or below (-1)."""
    if not isinstance(number, Float) or is_infinite(number):
        return number or Narrow(0, precision_of(number))  # -0 becomes 0
    whole = int(number)
    return rounded(whole + direction if (number.mantissa > 0) == (direction > 0) else whole, 0, precision_of(number))


def _double(number: Number) -> float:
    """A number as Go's math takes it."""
    try:
        return float(number)
    except OverflowError:
        raise EvaluationError("the number is too large") from None


def _from_double(number: float) -> Number:
    try:
        return from_float(number)
    except ArithmeticError:
        raise EvaluationError("the result is not a number") from None


def _log(number: Number, base: Number) -> Number:
    top, bottom = _natural_log(_double(number)), _natural_log(_double(base))
    if not bottom:
        return _from_double(math.nan if not top or math.isnan(top) else math.copysign(math.inf, top))
    return _from_double(top / bottom)


def _natural_log(x: float) -> float:
    """Go's ``math.Log`` (FreeBSD's algorithm), which C's differs from in the last digit."""
    if x < 0:
        return math.nan
    if x == 0:
        return -math.inf
    if x == math.inf or math.isnan(x):
        return x
    fraction, power = math.frexp(x)
    if fraction < math.sqrt(2) / 2:
        fraction, power = fraction * 2, power - 1
    f = fraction - 1
    s = f / (2 + f)
    s2 = s * s
    s4 = s2 * s2
    odd = s2 * (6.666666666666735130e-01 + s4 * (2.857142874366239149e-01 + s4 * (
        1.818357216161805012e-01 + s4 * 1.479819860511658591e-01)))  # fmt: skip
    even = s4 * (3.999999999940941908e-01 + s4 * (2.222219843214978396e-01 + s4 * 1.531383769920937332e-01))
    half = 0.5 * f * f
    low = power * 1.90821492927058770002e-10
    return power * 6.93147180369123816490e-01 - ((half - (s * (half + odd + even) + low)) - f)


def _pow(number: Number, power: Number) -> Number:
    return _from_double(_power(_double(number), _double(power)))


def _power(x: float, y: float) -> float:
    """Go's ``math.Pow``, except that ``exp`` of a fractional power is C's, which can differ in the last digit."""
    if abs(y) in (0, 0.5, 1) or x in (0, 1) or math.isinf(x) or math.isinf(y):
        return _special_power(x, y)
    fraction, whole = math.modf(abs(y))
    if fraction and x < 0:
        return math.nan
    if whole >= 1 << 63:
        return math.inf if (abs(x) > 1) == (y > 0) else 0.0
    if fraction > 0.5:
        fraction, whole = fraction - 1, whole + 1
    result, exponent = _whole_power(x, int(whole), math.exp(fraction * _natural_log(x)) if fraction else 1.0)
    if y < 0:
        result, exponent = 1 / result, -exponent
    try:
        return math.ldexp(result, exponent)
    except OverflowError:
        return math.copysign(math.inf, result)


def _special_power(x: float, y: float) -> float:
    """Powers of 0, 1 and infinity, and powers 0, 1, 1/2 and infinity."""
    if y == 0.5:
        return math.sqrt(x) if x >= 0 else math.nan
    if x == 0 and y < 0:
        is_odd = y == int(y) and int(y) & 1
        return math.copysign(math.inf, x) if is_odd else math.inf
    return 1 / math.sqrt(x) if y == -0.5 and x > 0 else math.pow(x, y)


def _whole_power(x: float, times: int, result: float) -> tuple[float, int]:
    """``result * x ** times`` as a fraction and an exponent of 2, by repeated squaring in the order of Go's."""
    exponent = 0
    factor, factor_exponent = math.frexp(x)
    while times:
        if abs(factor_exponent) > 1 << 12:
            return result, exponent + factor_exponent
        if times & 1:
            result *= factor
            exponent += factor_exponent
        factor *= factor
        factor_exponent <<= 1
        if factor < 0.5:
            factor, factor_exponent = factor + factor, factor_exponent - 1
        times >>= 1
    return result, exponent


def _parseint(arguments: list[Value], context: FunctionContext) -> Value:
    text, base = arguments[0].data, arguments[1].data
    sensitive = any(argument.sensitive for argument in arguments)
    if arguments[0].type not in (STRING, ANY):
        raise EvaluationError("parseint: the first argument must be a string")
    if base is UNKNOWN_VALUE or text is UNKNOWN_VALUE:
        return unknown(NUMBER, sensitive=sensitive)
    if not isinstance(base, int) or not 2 <= base <= 62:
        raise EvaluationError("parseint: the base must be a whole number between 2 and 62")
    return Value(NUMBER, _parsed(str(text), int(base)), None, None, sensitive)


def _parsed(text: str, base: int) -> Number:
    digits = text[1:] if text[:1] in ("+", "-") else text
    allowed = _DIGITS[:base]
    if base <= 36:
        digits = digits.lower()
    if not digits or any(digit not in allowed for digit in digits):
        raise EvaluationError(f'parseint: "{text}" is not a number in base {base}')
    if len(digits) > MAX_DIGITS:
        raise ArithmeticError("too many digits")
    number = int(digits, base) if base <= 36 else 0
    if base > 36:
        for digit in digits:
            number = number * base + allowed.index(digit)
    return rounded(-number if text[0] == "-" else number, 0, max(number.bit_length(), 64))


def _extreme(numbers: tuple[Number, ...], sign: int) -> Number:
    if not numbers:
        raise EvaluationError("at least one number is needed")
    extreme = numbers[0]
    for number in numbers[1:]:
        if (number > extreme) if sign > 0 else (number < extreme):
            extreme = number
    return extreme


def _max(*numbers: Number) -> Number:
    return _extreme(numbers, 1)


def _min(*numbers: Number) -> Number:
    return _extreme(numbers, -1)


def _signum(number: Number) -> int:
    whole = small_whole(number, "number")
    return Narrow((whole > 0) - (whole < 0))


FUNCTIONS: Final[Mapping[str, Function]] = {
    "abs": plain(_abs, NUMBER, result=NUMBER),
    "ceil": plain(_ceil, NUMBER, result=NUMBER),
    "floor": plain(_floor, NUMBER, result=NUMBER),
    "log": plain(_log, NUMBER, NUMBER, result=NUMBER),
    "max": plain(_max, variadic=NUMBER, result=NUMBER),
    "min": plain(_min, variadic=NUMBER, result=NUMBER),
    "parseint": raw(_parseint, ANY, NUMBER, keeps_marks=True),
    "pow": plain(_pow, NUMBER, NUMBER, result=NUMBER),
    "signum": plain(_signum, NUMBER, result=NUMBER),
}
