"""Objects that several Vpc replies share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, wrapped
from tfmock.services.common.tags import has_tags, tags_of


class Tag(ApiObject):
    """A tag, asked for or answered."""

    key: str = ""
    value: str = ""


Tags = Annotated[list[Tag], wrapped("Tag")]


class TagFilter(ApiObject):
    """``Tag.N.Key`` and, if given, its value."""

    key: str = ""
    value: str | None = None


#: What a list is filtered by: at most 20 (metadata; guess: the code of more).
TagFilters = Annotated[list[TagFilter], Field(default_factory=list, max_length=20)]


def tags(call: Call, resource: str) -> list[Tag]:
    """The caller's tags on a resource."""
    return [Tag(key=key, value=value) for key, value in tags_of(call.tx, call.caller.account, resource)]


def matches_tags(call: Call, resource: str, filters: list[TagFilter]) -> bool:
    """Whether the resource carries every tag asked for."""
    wanted = [(tag.key, tag.value) for tag in filters]
    return not wanted or has_tags(tags_of(call.tx, call.caller.account, resource), wanted)


class PageReply(ApiObject):
    """The frame of a numbered page."""

    page_number: int
    page_size: int
    total_count: int
