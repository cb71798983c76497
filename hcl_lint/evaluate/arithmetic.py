"""Arithmetic on Terraform's numbers, and reading them from text, as Go's ``big.Float`` and go-cty do it."""

from __future__ import annotations

import re
from typing import Final

from hcl_lint.evaluate.numbers import (
    INFINITY,
    PRECISION,
    Float,
    Narrow,
    Number,
    is_infinite,
    is_negative,
    parts,
    precision_of,
)

#: Larger numbers than 2 ** MAX_EXPONENT (1,023 digits) are unknown. Bounds evaluation cost; real configurations stay
#: below. Departs from Terraform, which computes them.
MAX_EXPONENT: Final = 3_400
#: Longer numbers are not read. Python itself refuses to convert more than 4,300 digits.
MAX_DIGITS: Final = 1_000
_MAX_EXPONENT_DIGITS: Final = 6
_NUMBER: Final = re.compile(r"([+-]?)(\d+\.?\d*|\.\d+)(?:([eEpP])([+-]?\d+))?", re.ASCII)
_INFINITIES: Final = {
    "Inf": INFINITY, "inf": INFINITY, "+Inf": INFINITY, "+inf": INFINITY, "-Inf": -INFINITY, "-inf": -INFINITY
}  # fmt: skip


def whole(value: int, precision: int) -> int:
    """A whole number that needs no more than ``precision`` bits, with that precision."""
    return value if precision == PRECISION else Narrow(value, precision)


def zero(negative: bool, precision: int) -> int:
    return Narrow(0, precision, True) if negative else whole(0, precision)


def rounded(mantissa: int, exponent: int, precision: int = PRECISION, more: bool = False) -> Number:
    """``mantissa * 2 ** exponent`` rounded to ``precision`` bits, half to even.

    ``more``: the exact value is a little larger.

    Raises:
        OverflowError: it is too large, or too small, to be computed with here.
    """
    size = abs(mantissa)
    if exponent == 0 and size.bit_length() <= precision:
        return whole(mantissa, precision)
    if not mantissa:
        return zero(False, precision)
    excess = size.bit_length() - precision
    if excess > 0:
        rest = size & ((1 << excess) - 1)
        half = 1 << (excess - 1)
        size >>= excess
        exponent += excess
        if rest > half or (rest == half and (more or size & 1)):
            size += 1
    lowest = (size & -size).bit_length() - 1
    size >>= lowest
    exponent += lowest
    if exponent + size.bit_length() > MAX_EXPONENT or exponent < -MAX_EXPONENT - precision:
        raise OverflowError("too large or too small")
    signed = -size if mantissa < 0 else size
    return whole(signed << exponent, precision) if exponent >= 0 else Float(signed, exponent, precision)


def from_float(number: float) -> Number:
    """A double, which has 53 bits.

    Raises:
        ArithmeticError: it is not a number.
    """
    if number != number:
        raise ArithmeticError("not a number")
    if number in (float("inf"), float("-inf")):
        return INFINITY if number > 0 else -INFINITY
    top, bottom = number.as_integer_ratio()
    if not top:
        return zero(str(number)[0] == "-", 53)
    return rounded(top, 1 - bottom.bit_length(), 53)


# --- reading


def number_from_text(text: str) -> Number | None:
    """The number that Terraform reads in a string; None where it would refuse.

    Raises:
        OverflowError: it is too long, too large or too small to be computed with here.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return _INFINITIES.get(text)
    sign, written, letter, power = match.groups()
    if len(text) > MAX_DIGITS:
        raise OverflowError("too long")
    whole, _, fraction = written.partition(".")
    mantissa = int(whole + fraction)
    if not mantissa:
        return zero(sign == "-", PRECISION)
    if len(power or "") > _MAX_EXPONENT_DIGITS:
        raise OverflowError("too large or too small")
    exponent = int(power or 0)
    fives = (exponent if letter in ("e", "E") else 0) - len(fraction)
    twos = exponent - len(fraction)
    if sign == "-":
        mantissa = -mantissa
    if not fives:
        return rounded(mantissa, twos)
    if abs(fives) > 2 * MAX_DIGITS:
        raise OverflowError("too large or too small")
    size, shift = _power_of_five(abs(fives))
    if fives > 0:
        return rounded(mantissa * size, twos + shift)
    widen = PRECISION + 2 + size.bit_length()
    quotient, rest = divmod(abs(mantissa) << widen, size)
    return rounded(-quotient if sign == "-" else quotient, twos - shift - widen, more=bool(rest))


def _power_of_five(power: int) -> tuple[int, int]:
    """``5 ** power`` as a mantissa and an exponent; beyond 576 bits rounded, as in Go."""
    if power <= 248:
        return 5**power, 0
    result, factor = (5**27, 0), (5, 0)
    power -= 27
    while power:
        if power & 1:
            result = parts(rounded(result[0] * factor[0], result[1] + factor[1], PRECISION + 64))
        power >>= 1
        if power:
            factor = parts(rounded(factor[0] ** 2, 2 * factor[1], PRECISION + 128))
    return result


# --- operators


def negated(number: Number) -> Number:
    if isinstance(number, Float):
        return -number
    if not number:
        return zero(not is_negative(number), precision_of(number))
    return whole(-number, precision_of(number))


def arithmetic(operator: str, a: Number, b: Number) -> Number:
    """The result of ``+ - * / %`` as Terraform computes it.

    Raises:
        OverflowError: it is too large, or too small, to be computed with here.
        ArithmeticError: there is none (zero divided by zero, infinity less infinity).
    """
    if operator == "+":
        return _sum(a, b)
    if operator == "-":
        return _sum(a, negated(b))
    if operator == "*":
        return _product(a, b)
    return _quotient(a, b) if operator == "/" else _remainder(a, b)


def _sum(a: Number, b: Number) -> Number:
    precision = max(precision_of(a), precision_of(b))
    if is_infinite(a) or is_infinite(b):
        if is_infinite(a) and is_infinite(b) and a != b:
            raise ArithmeticError("opposing infinities")
        return a if is_infinite(a) else b
    if type(a) is int and type(b) is int:
        return rounded(a + b, 0, precision)
    (p, i), (q, j) = parts(a), parts(b)
    least = min(i, j)
    total = (p << (i - least)) + (q << (j - least))
    if not total:
        return zero(not a and not b and is_negative(a) and is_negative(b), precision)
    return rounded(total, least, precision)


def _product(a: Number, b: Number) -> Number:
    if is_infinite(a) or is_infinite(b):
        if not a or not b:
            raise ArithmeticError("zero times infinity")
        return -INFINITY if is_negative(a) != is_negative(b) else INFINITY
    (p, i), (q, j) = parts(a), parts(b)
    precision = max(precision_of(a), precision_of(b))
    if not p or not q:
        return zero(is_negative(a) != is_negative(b), precision)
    product = rounded(p * q, i + j)
    if precision < PRECISION:  # cty: as many bits as the product needs
        size = abs(parts(product)[0])
        needed = (size // (size & -size)).bit_length()
        return rounded(*parts(product), max(precision, needed))
    return product


def _quotient(a: Number, b: Number) -> Number:
    precision = max(precision_of(a), precision_of(b))
    negative = is_negative(a) != is_negative(b)
    if not b or is_infinite(a):
        if (not a and not b) or (is_infinite(a) and is_infinite(b)):
            raise ArithmeticError("zero divided by zero")
        return -INFINITY if negative else INFINITY
    if not a or is_infinite(b):
        return zero(negative, precision)
    (p, i), (q, j) = parts(a), parts(b)
    shift = max(precision + 2 + abs(q).bit_length() - abs(p).bit_length(), 0)
    size, rest = divmod(abs(p) << shift, abs(q))
    return rounded(-size if negative else size, i - j - shift, precision, more=bool(rest))


def _remainder(a: Number, b: Number) -> Number:
    if is_infinite(a) or is_infinite(b):
        raise OverflowError("Terraform refuses it, or not, by where the infinity comes from")
    if not b:
        return a
    if not a:
        return zero(is_negative(a) and not is_negative(b), precision_of(a))
    precision = precision_of(a)
    times = int(rounded(int(_quotient(a, b)), 0, precision))
    (p, i), (q, j) = parts(a), parts(b)
    used, k = parts(rounded(q * times, j, precision))
    least = min(i, k)
    return rounded((p << (i - least)) - (used << (k - least)), least, precision)
