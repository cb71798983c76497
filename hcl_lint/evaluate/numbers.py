"""Numbers as Terraform has them: binary, with 512 bits, rounded half to even (docs/decisions/0005-numbers.md).

A whole number is an ``int``, so that rules need not know of this; anything else is a ``Float``. Some functions
give numbers of fewer bits (``length`` 64, ``pow`` 53), which shows where they are divided: ``Narrow`` is an ``int``
that remembers it.
"""

from __future__ import annotations

from functools import total_ordering
from typing import Final, TypeAlias

PRECISION: Final = 512
#: Numbers beyond 2 ** MAX_EXPONENT (1,023 digits) are unknown: nobody writes one, except to make us hang.
MAX_EXPONENT: Final = 3_400
_INFINITE: Final = 1 << 31


class Narrow(int):
    """A whole number that has another precision than what is written in a configuration, or is minus zero."""

    precision: int
    #: Of zero: it is -0, which only shows as text.
    negative: bool

    def __new__(cls, value: int, precision: int = 64, negative: bool = False) -> Narrow:
        made = super().__new__(cls, value)
        made.precision, made.negative = precision, negative
        return made


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
        """What is before the point."""
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
        from hcl_lint.evaluate.numerals import number_text

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


def whole(value: int, precision: int) -> int:
    """A whole number that fits into ``precision`` bits."""
    return value if precision == PRECISION else Narrow(value, precision)


def zero(negative: bool, precision: int) -> int:
    return Narrow(0, precision, True) if negative else whole(0, precision)


def rounded(mantissa: int, exponent: int, precision: int = PRECISION, more: bool = False) -> Number:
    """``mantissa * 2 ** exponent`` (and, where ``more``, a little more) with ``precision`` bits, half to even.

    Raises:
        OverflowError: it is too large, or too small, to be meant.
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


def negated(number: Number) -> Number:
    if isinstance(number, Float):
        return -number
    if not number:
        return zero(not is_negative(number), precision_of(number))
    return whole(-number, precision_of(number))


def arithmetic(operator: str, a: Number, b: Number) -> Number:
    """The result of ``+ - * / %`` as Terraform computes it.

    Raises:
        OverflowError: it is too large, or too small, to be meant.
        ArithmeticError: there is none (zero divided by zero, infinity less infinity).
    """
    if operator == "+":
        return _sum(a, b)
    if operator == "-":
        return _sum(a, negated(b))
    if operator == "*":
        return _product(a, b)
    return _quotient(a, b) if operator == "/" else _rest(a, b)


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
    made = rounded(p * q, i + j)
    if precision < PRECISION:  # cty: as many bits as the product needs
        size = abs(parts(made)[0])
        needed = (size // (size & -size)).bit_length()
        return rounded(*parts(made), max(precision, needed))
    return made


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


def _rest(a: Number, b: Number) -> Number:
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
