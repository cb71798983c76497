"""Objects that several Ecs actions share.

Tags are written TagKey and TagValue in answers, Key and Value in requests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalInt, Request, Required, wrapped
from tfmock.core.store import Row
from tfmock.protocol.errors import ApiError
from tfmock.services.common.messages import PageReply
from tfmock.services.common.pages import Page, chunk, page
from tfmock.services.common.tags import tags_of

AnyRow = TypeVar("AnyRow", bound=Row)


class EcsTag(ApiObject):
    tag_key: str
    tag_value: str


EcsTags = Annotated[list[EcsTag], wrapped("Tag")]


def ecs_tags(call: Call, resource: str) -> list[EcsTag]:
    """The caller's tags on a resource."""
    return [EcsTag(tag_key=key, tag_value=value) for key, value in tags_of(call.transaction, call.account, resource)]


class NamedInstance(Request):
    instance_id: Required


class ListRequest(Request):
    """Both ways to read a long list: numbered pages, and tokens."""

    page_number: OptionalInt = None
    page_size: OptionalInt = None
    max_results: OptionalInt = None
    next_token: str = ""


class ListReply(PageReply):
    """The frame of a list that is read in either way. ``next_token`` is empty at the end, and with numbered pages."""

    next_token: str


def cut(
    rows: Sequence[AnyRow], request: ListRequest, *, least: int, most: int, error: ApiError
) -> tuple[Page[AnyRow], str]:
    """The requested part of a list, and the token of what follows.

    Numbers count only where no token and no MaxResults is given (metadata of DescribeSecurityGroups). A list that is
    requested without any of them is read by tokens, so that no client takes its first page for all of it.

    Args:
        rows: in the order of creation.
        least: the smallest part; a smaller MaxResults counts as this.
        most: the largest part.
        error: raised for a token that tfmock did not issue.
    """
    numbered = request.page_number is not None or request.page_size is not None
    if numbered and request.max_results is None and not request.next_token:
        return page(rows, request.page_number, request.page_size, limit=most), ""
    size = max(least, request.max_results or request.page_size or 10)
    piece = chunk(rows, request.next_token, size, default=10, limit=most, error=error)
    return Page(piece.items, 1, piece.size, piece.total), piece.next_token
