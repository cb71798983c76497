"""A constraint of the rulebook that a place of the configuration breaks."""

from __future__ import annotations

from dataclasses import dataclass

from hcl_lint.common.work import consume_budget
from hcl_lint.evaluate.known_text import is_placeholder, known_text
from hcl_lint.evaluate.model import Argument, NestedBlock, ResourceInstance
from tfmock.rulebook.rule import UNKNOWN, Maybe, Violation


@dataclass(frozen=True, slots=True)
class Broken:
    """What is broken, and where.

    Attributes:
        names: the arguments at fault; the first that is written is shown.
        block: the block in the resource that has them.
        others: further resources that belong to it, each with what it is.
        used: the value is not at fault in itself, so its use is shown.
    """

    violation: Violation
    resource: ResourceInstance
    names: tuple[str, ...]
    block: NestedBlock | None = None
    others: tuple[tuple[str, ResourceInstance], ...] = ()
    used: bool = False

    @property
    def argument(self) -> Argument | None:
        """The argument that is shown."""
        found = ((self.block or self.resource).arguments.get(name) for name in self.names)
        return next((one for one in found if one is not None), None)


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
