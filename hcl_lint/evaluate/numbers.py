"""Numbers as Terraform has them: whole ones are int, so that equal numbers are equal however they were made."""

from decimal import Decimal
from typing import TypeAlias

Number: TypeAlias = int | Decimal


def number_text(number: Number) -> str:
    """A number as Terraform turns it into a string: no exponent, no needless zeros."""
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(number: Decimal) -> Number:
    """A whole number as int, so that equal numbers are equal however they were made."""
    if not number.is_finite():
        raise ValueError(str(number))
    return int(number) if number == number.to_integral_value() and number.adjusted() < 1000 else number
