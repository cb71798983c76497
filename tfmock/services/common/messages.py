"""Objects that requests and replies of several products share: tags, and the frame of a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import Field
from typing_extensions import Self

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, wrapped
from tfmock.services.common.pages import Page
from tfmock.services.common.tags import has_tags, tags_of

Item = TypeVar("Item")


class Tag(ApiObject):
    """A tag in a request or a reply."""

    key: str = ""
    value: str = ""


Tags = Annotated[list[Tag], wrapped("Tag")]


class TagFilter(ApiObject):
    """``Tag.N.Key`` and, if given, its value."""

    key: str = ""
    value: str | None = None


#: What a list is filtered by: at most 20 (metadata; guess: the code of more).
TagFilters = Annotated[list[TagFilter], Field(default_factory=list, max_length=20)]


def tag_pairs(tags: Iterable[Tag]) -> list[tuple[str, str]]:
    """Tags of a request as rows keep them: keys and values."""
    return [(tag.key, tag.value) for tag in tags]


def tags(call: Call, resource: str) -> list[Tag]:
    """The caller's tags on a resource."""
    return [Tag(key=key, value=value) for key, value in tags_of(call.transaction, call.account, resource)]


def matches_tags(call: Call, resource: str, filters: list[TagFilter]) -> bool:
    """Whether the resource carries every tag of a filter."""
    requested = [(tag.key, tag.value) for tag in filters]
    return not requested or has_tags(tags_of(call.transaction, call.account, resource), requested)


class PageReply(ApiObject):
    """The frame of a numbered page."""

    page_number: int
    page_size: int
    total_count: int

    @classmethod
    def of(cls, page: Page[Item], **fields: object) -> Self:
        """The frame of a page, with the field that holds its items, and others if there are any."""
        frame = {"page_number": page.number, "page_size": page.size, "total_count": page.total}
        return cls.model_validate({**frame, **fields})
