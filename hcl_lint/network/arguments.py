"""Arguments of resources and blocks as the rulebook takes them: a value, None where not given, or UNKNOWN."""

from __future__ import annotations

from hcl_lint.evaluate.known_values import is_placeholder, known_boolean, known_number, known_text
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance
from tfmock.rulebook.rule import UNKNOWN, Maybe


def fact(place: ResourceInstance | NestedBlock, name: str) -> Maybe[str | None]:
    """A string argument of a resource or block; None where it is not given."""
    value = place.get(name)
    if value is None or value.null:
        return None
    text = known_text(value)
    return UNKNOWN if text is None or is_placeholder(text) else text


def number(place: ResourceInstance | NestedBlock, name: str, default: int | None = None) -> Maybe[int | None]:
    """A whole-number argument of a resource or block; ``default`` where it is not given."""
    value = place.get(name)
    if value is None or value.null:
        return default
    known = known_number(value)
    return UNKNOWN if known is None else known


def flag(place: ResourceInstance | NestedBlock, name: str) -> Maybe[bool]:
    """A boolean argument of a resource or block; False where it is not given."""
    value = place.get(name)
    if value is None or value.null:
        return False
    known = known_boolean(value)
    return UNKNOWN if known is None else known
