"""The text of a value, where it is a fact that may be judged and printed."""

from __future__ import annotations

from hcl_lint.common.work import LINE, consume_budget
from hcl_lint.evaluate.value import Value


def is_placeholder(text: str) -> bool:
    """Documentation masks ids as ``vpc-2ze0******`` or ``<vpc id>``: text that is no fact."""
    return "*" in text or text.startswith("<")


def known_text(value: Value | None) -> str | None:
    """The string that a value is; None where it is unknown, or sensitive and so not to be judged or printed."""
    if value is None:
        return None
    consume_budget(value.weight + (len(value.data) >> LINE if type(value.data) is str else 0))
    return None if value.any_sensitive else value.text()
