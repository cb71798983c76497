"""What a value is, where that is known and may be judged and printed: a sensitive one may not.

Reading a value costs steps of the rule that reads it (:mod:`hcl_lint.common.work`).
"""

from __future__ import annotations

from hcl_lint.common.work import LINE, consume_budget
from hcl_lint.evaluate.value import Value


def is_placeholder(text: str) -> bool:
    """Documentation masks ids as ``vpc-2ze0******`` or ``<vpc id>``: text that is no fact."""
    return "*" in text or text.startswith("<")


def known_text(value: Value | None) -> str | None:
    """The string that a value is; None where it is unknown, sensitive or no string."""
    if value is None:
        return None
    consume_budget(value.weight + (len(value.data) >> LINE if type(value.data) is str else 0))
    return None if value.any_sensitive else value.text()


def known_number(value: Value) -> int | None:
    """The whole number that a value is; None where it is unknown, sensitive or no whole number."""
    consume_budget(value.weight)
    number = None if value.any_sensitive else value.number()
    return number if isinstance(number, int) else None


def known_boolean(value: Value) -> bool | None:
    """The boolean that a value is; None where it is unknown, sensitive or no boolean."""
    consume_budget(value.weight)
    return None if value.any_sensitive else value.boolean()


def known_elements(value: Value | None) -> tuple[Value, ...] | None:
    """The elements of a list, set or tuple; None where it is not given, unknown, sensitive or none of these."""
    return None if value is None or value.null or value.any_sensitive else value.sequence()
