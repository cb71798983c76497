"""Numbers as Terraform has them: binary, with 512 bits, rounded half to even (docs/decisions/0005-numbers.md).

A whole number is an ``int``, so that rules need not know of this; anything else is a ``Float``. Some functions
give numbers of fewer bits (``length`` 64, ``pow`` 53), which shows where they are divided: ``Narrow`` is an ``int``
that remembers it. As text, they have digit for digit what Go's ``big.Float`` writes.
"""

from __future__ import annotations

from functools import total_ordering
from typing import Final, TypeAlias

PRECISION: Final = 512
_INFINITE: Final = 1 << 31


class Narrow(int):
    """A whole number of another precision than numbers in a configuration have, or minus zero."""

    precision: int
    #: Of zero: it is -0, which differs only as text.
    negative: bool

    def __new__(cls, value: int, precision: int = 64, negative: bool = False) -> Narrow:
        number = super().__new__(cls, value)
        number.precision, number.negative = precision, negative
        return number


@total_ordering
class Float:
    """``mantissa * 2 ** exponent``: not a whole number (the mantissa is odd, the exponent negative), or infinite."""

    __slots__ = ("exponent", "mantissa", "precision")

    def __init__(self, mantissa: int, exponent: int, precision: int = PRECISION) -> None:
        self.mantissa, self.exponent, self.precision = mantissa, exponent, precision

    @property
    def infinite(self) -> bool:
        return self.exponent == _INFINITE

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Float) and (self.mantissa, self.exponent) == (other.mantissa, other.exponent)

    def __lt__(self, other: Number) -> bool:
        return compare(self, other) < 0

    def __hash__(self) -> int:
        return hash((self.mantissa, self.exponent))

    def __neg__(self) -> Float:
        return Float(-self.mantissa, self.exponent, self.precision)

    def __int__(self) -> int:
        """The part before the decimal point."""
        if self.infinite:
            raise OverflowError("infinite")
        whole = abs(self.mantissa) >> -self.exponent
        return -whole if self.mantissa < 0 else whole

    def __float__(self) -> float:
        """The nearest double.

        Raises:
            OverflowError: it is too large for one.
        """
        if self.infinite:
            return float("inf") if self.mantissa > 0 else float("-inf")
        return self.mantissa / (1 << -self.exponent)

    def __repr__(self) -> str:
        return number_text(self)


Number: TypeAlias = int | Float

INFINITY: Final = Float(1, _INFINITE)


def precision_of(number: Number) -> int:
    """How many bits the mantissa has."""
    return number.precision if isinstance(number, (Float, Narrow)) else PRECISION


def is_negative(number: Number) -> bool:
    """Whether it has a minus sign, as -0 has."""
    if isinstance(number, Float):
        return number.mantissa < 0
    return number < 0 or (isinstance(number, Narrow) and number.negative)


def is_infinite(number: Number) -> bool:
    return isinstance(number, Float) and number.infinite


def parts(number: Number) -> tuple[int, int]:
    """Mantissa and exponent of a finite number."""
    return (number.mantissa, number.exponent) if isinstance(number, Float) else (int(number), 0)


def compare(a: Number, b: Number) -> int:
    """Negative where ``a`` is less than ``b``, 0 where they are equal, else positive."""
    if isinstance(a, int) and isinstance(b, int):
        return (a > b) - (a < b)
    if is_infinite(a) or is_infinite(b):
        x, y = (parts(number)[0] if is_infinite(number) else 0 for number in (a, b))
        return (x > y) - (x < y)
    (p, i), (q, j) = parts(a), parts(b)
    least = min(i, j)
    p, q = p << (i - least), q << (j - least)
    return (p > q) - (p < q)


# --- as text


def number_text(number: Number) -> str:
    """A number as Terraform turns it into a string: the fewest digits that identify it, and no exponent."""
    if not number:
        return "-0" if is_negative(number) else "0"
    if isinstance(number, int) and number.bit_length() <= precision_of(number):
        return str(int(number))
    return fixed(number, None)


def fixed(number: Number, places: int | None) -> str:
    """``%f`` with that many decimal places; with None, as many as identify the number."""
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
    """Without an exponent, with that many decimal places."""
    whole = digits[:point].ljust(point, "0") if point > 0 else "0"
    fraction = ("0" * -point + digits if point < 0 else digits[point:])[:places].ljust(places, "0")
    return whole + ("." + fraction if places else "")


def scientific(number: Number, places: int | None, letter: str = "e") -> str:
    """``%e`` with that many decimal places; with None, as many as identify the number."""
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
    """``%g`` with that many digits (None: as many as identify the number), with an exponent where that is large."""
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
    rest = digits[:count].rstrip("0")
    return rest, point if rest else 0


def _up(digits: str, point: int, count: int) -> tuple[str, int]:
    rest = digits[:count].rstrip("9")
    if not rest:
        return "1", point + 1
    return rest[:-1] + chr(ord(rest[-1]) + 1), point


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
