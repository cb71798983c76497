"""Arguments of resources and blocks as the rulebook takes them: a value, None where not given, or UNKNOWN."""

from __future__ import annotations

from hcl_lint.common.work import consume_budget
from hcl_lint.evaluate.known_text import is_placeholder, known_text
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
    consume_budget(value.weight)
    found = None if value.any_sensitive else value.number()
    return found if isinstance(found, int) else UNKNOWN


def flag(place: ResourceInstance | NestedBlock, name: str) -> Maybe[bool]:
    """A boolean argument of a resource or block; False where it is not given."""
    value = place.get(name)
    if value is None or value.null:
        return False
    consume_budget(value.weight)
    found = None if value.any_sensitive else value.boolean()
    return UNKNOWN if found is None else found
