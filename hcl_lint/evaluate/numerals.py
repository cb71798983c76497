"""Numbers as text and back, digit for digit as Go's ``big.Float`` has them."""

from __future__ import annotations

import re
from typing import Final

from hcl_lint.evaluate.numbers import (
    INFINITY,
    PRECISION,
    Number,
    is_infinite,
    is_negative,
    parts,
    precision_of,
    rounded,
    zero,
)

_NUMBER = re.compile(r"([+-]?)(\d+\.?\d*|\.\d+)(?:([eEpP])([+-]?\d+))?", re.ASCII)
_INFINITIES = {
    "Inf": INFINITY, "inf": INFINITY, "+Inf": INFINITY, "+inf": INFINITY, "-Inf": -INFINITY, "-inf": -INFINITY
}  # fmt: skip
#: Longer numbers are not read. Python itself refuses to convert more than 4,300 digits.
MAX_DIGITS: Final = 1_000
_MAX_EXPONENT_DIGITS: Final = 6


def parse(text: str) -> Number | None:
    """The number that Terraform reads in a string; None where it would refuse.

    Raises:
        OverflowError: for a number that nobody writes: it is too long, too large or too small.
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        return _INFINITIES.get(text)
    sign, written, letter, power = found.groups()
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
    """``5 ** power`` as a mantissa and an exponent; Go has no more than 576 bits of it."""
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


def number_text(number: Number) -> str:
    """A number as Terraform turns it into a string: the fewest digits that name it, and no exponent."""
    if not number:
        return "-0" if is_negative(number) else "0"
    if isinstance(number, int) and number.bit_length() <= precision_of(number):
        return str(int(number))
    return fixed(number, None)


def fixed(number: Number, places: int | None) -> str:
    """``%f`` with so many places, or as many as name the number."""
    if is_infinite(number):
        return _infinite(number)
    digits, point = _digits(number)
    if places is None:
        digits, point = _shortest(number, digits, point)
        places = max(len(digits) - point, 0)
    else:
        digits, point = _cut(digits, point, point + places)
    return ("-" if is_negative(number) else "") + _positional(digits, point, places)


def _positional(digits: str, point: int, places: int) -> str:
    """Without an exponent, and with so many places."""
    whole = digits[:point].ljust(point, "0") if point > 0 else "0"
    fraction = ("0" * -point + digits if point < 0 else digits[point:])[:places].ljust(places, "0")
    return whole + ("." + fraction if places else "")


def scientific(number: Number, places: int | None, letter: str = "e") -> str:
    """``%e`` with so many places, or as many as name the number."""
    if is_infinite(number):
        return _infinite(number)
    digits, point = _digits(number)
    if places is None:
        digits, point = _shortest(number, digits, point)
        places = max(len(digits) - 1, 0)
    else:
        digits, point = _cut(digits, point, 1 + places)
    return ("-" if is_negative(number) else "") + _scientific(digits, point, places, letter)


def _scientific(digits: str, point: int, places: int, letter: str) -> str:
    exponent = point - 1 if digits else 0
    fraction = digits[1 : places + 1].ljust(places, "0")
    return f"{digits[:1] or '0'}{'.' if places > 0 else ''}{fraction}{letter}{'-' if exponent < 0 else '+'}" + (
        f"{abs(exponent):02}"
    )


def general(number: Number, count: int | None, letter: str = "e") -> str:
    """``%g`` with so many digits, or as many as name the number: with an exponent where that is large."""
    if is_infinite(number):
        return _infinite(number)
    digits, point = _digits(number)
    if count is None:
        digits, point = _shortest(number, digits, point)
        count, limit = len(digits), 6
    else:
        count = count or 1
        digits, point = _cut(digits, point, count)
        limit = len(digits) if count > len(digits) >= point else count
    sign = "-" if is_negative(number) else ""
    if digits and not -4 <= point - 1 < limit:
        return sign + _scientific(digits, point, min(count, len(digits)) - 1, letter)
    return sign + _positional(digits, point, max((len(digits) if count > point else count) - point, 0))


def _infinite(number: Number) -> str:
    return "-Inf" if is_negative(number) else "+Inf"


def _digits(number: Number) -> tuple[str, int]:
    """The exact value as ``0.digits * 10 ** point``, without zeros at either end; zero has no digits."""
    mantissa, exponent = parts(number)
    return _decimal(abs(mantissa), exponent)


def _decimal(size: int, exponent: int) -> tuple[str, int]:
    if not size:
        return "", 0
    if exponent >= 0:
        text = str(size << exponent)
        return text.rstrip("0"), len(text)
    text = str(size * 5**-exponent)
    return text.rstrip("0"), len(text) + exponent


def _cut(digits: str, point: int, count: int) -> tuple[str, int]:
    """``count`` digits, rounded half to even."""
    if not 0 <= count < len(digits):
        return digits, point
    if digits[count:] == "5":
        up = count > 0 and digits[count - 1] in "13579"
    else:
        up = digits[count] >= "5"
    return _up(digits, point, count) if up else _down(digits, point, count)


def _down(digits: str, point: int, count: int) -> tuple[str, int]:
    kept = digits[:count].rstrip("0")
    return kept, point if kept else 0


def _up(digits: str, point: int, count: int) -> tuple[str, int]:
    kept = digits[:count].rstrip("9")
    if not kept:
        return "1", point + 1
    return kept[:-1] + chr(ord(kept[-1]) + 1), point


def _equal_digits(lower: str, digits: str, upper: str) -> int:
    """How many digits all three begin with, but less than ``lower`` has."""
    least, most = 0, max(min(len(lower) - 1, len(digits), len(upper)), 0)
    while least < most:
        middle = (least + most + 1) // 2
        if lower[:middle] == upper[:middle] == digits[:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _shortest(number: Number, digits: str, point: int) -> tuple[str, int]:
    """The first digits that no other number of this precision is nearer to (Go's ``roundShortest``)."""
    if not digits:
        return digits, point
    mantissa, exponent = parts(number)
    size = abs(mantissa)
    shift = precision_of(number) + 1 - size.bit_length()
    size = size << shift if shift >= 0 else size >> -shift
    lower, upper = _decimal(size - 1, exponent - shift)[0], _decimal(size + 1, exponent - shift)[0]
    inclusive = not size & 2
    for place in range(_equal_digits(lower, digits, upper), len(digits)):
        digit = digits[place]
        low = lower[place] if place < len(lower) else "0"
        high = upper[place] if place < len(upper) else "0"
        down = low != digit or (inclusive and place + 1 == len(lower))
        up = digit != high and (inclusive or chr(ord(digit) + 1) < high or place + 1 < len(upper))
        if down and up:
            return _cut(digits, point, place + 1)
        if down:
            return _down(digits, point, place + 1)
        if up:
            return _up(digits, point, place + 1)
    return digits, point
