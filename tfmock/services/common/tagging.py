"""Tag actions, alike in Vpc, Ecs, VpcPeer and ResourceManager but for names and codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, ManyStrings, OptionalBool, OptionalInt, Reply, Request, Required, wrapped
from tfmock.protocol.errors import ErrorTemplate, enforce
from tfmock.rulebook import names
from tfmock.services.common.messages import Tag, TagFilter
from tfmock.services.common.pages import chunk, size_within
from tfmock.services.common.tags import drop_tags, has_tags, put_tags, tagged, tags_of

#: Resources in one call (metadata of all four; its schemas say 51 in places, VpcPeer's text says 20).
MAX_RESOURCES: Final = 50


class TagResources(Request):
    resource_type: Required
    resource_id: ManyStrings = Field(min_length=1)
    tag: list[Tag] = Field(min_length=1)


class UntagResources(Request):
    resource_type: Required
    resource_id: ManyStrings = Field(min_length=1)
    tag_key: ManyStrings = []
    all: OptionalBool = None


class ListTagResources(Request):
    resource_type: Required
    resource_id: ManyStrings = []
    tag: list[TagFilter] = []
    next_token: str = ""
    max_results: OptionalInt = None
    category: str = ""


class TagResource(ApiObject):
    resource_type: str
    resource_id: str
    tag_key: str
    tag_value: str


class TagList(Reply):
    """Tags as ResourceManager and VpcPeer list them.

    ``next_token`` is absent on the last page: with an empty one the provider never ends (provider-contract: Paging).
    """

    next_token: str | None
    tag_resources: list[TagResource]


class WrappedTagList(Reply):
    """Tags as Vpc and Ecs list them (provider-contract: Tags)."""

    next_token: str | None
    tag_resources: Annotated[list[TagResource], wrapped("TagResource")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging:
    """How one product tags.

    Attributes:
        kind: a resource type in the product's own spelling; raises what the product answers to another.
        region_of: the region that lists the tags of a resource (kind, id); raises if the caller has no such resource.
        too_many_resources, too_many_tags: more in one call than it takes.
        full: more tags than a resource holds.
        reserved: a key begins with what is the cloud's own; None: as any key that is not valid.
        nothing_asked: a list is asked for neither resources nor tags; None: then it has all.
        default, limit: resources on a page of the list.
    """

    kind: Callable[[str], str]
    region_of: Callable[[Call, str, str], str]
    too_many_resources: ErrorTemplate
    too_many_tags: ErrorTemplate
    full: ErrorTemplate
    next_token: ErrorTemplate
    reserved: ErrorTemplate | None = None
    nothing_asked: ErrorTemplate | None = None
    default: int = 50
    limit: int = 50

    def put(self, call: Call, request: TagResources) -> None:
        """Put tags on resources of one type.

        Raises:
            ApiError: the product's own.
        """
        kind = self.kind(request.resource_type)
        pairs = [(tag.key, tag.value) for tag in request.tag]
        self._check_counts(request.resource_id, pairs)
        regions = [(id, self.region_of(call, kind, id)) for id in request.resource_id]
        self._check_reserved([tag.key for tag in request.tag])
        enforce(names.check_tags(list(pairs)))
        for id, region in regions:
            if len(dict([*tags_of(call.transaction, call.account, id), *pairs])) > names.TAG_LIMIT:
                raise self.full()
            put_tags(call.transaction, call.account, region, kind, id, pairs)

    def drop(self, call: Call, request: UntagResources, *, no_keys: ErrorTemplate | None = None) -> None:
        """Take tags off resources by key, or all of them.

        Raises:
            ApiError: the product's own; ``no_keys`` when the request says neither keys nor all.
        """
        kind = self.kind(request.resource_type)
        self._check_counts(request.resource_id, request.tag_key)
        for id in request.resource_id:
            self.region_of(call, kind, id)
        self._check_reserved(request.tag_key)
        if no_keys and not request.tag_key and not request.all:
            raise no_keys()
        keys = request.tag_key or (None if request.all else [])
        for id in request.resource_id:
            drop_tags(call.transaction, call.account, id, keys)

    def listed(self, call: Call, region: str, request: ListTagResources) -> tuple[list[TagResource], str | None]:
        """Tags of resources of one type, by resource, and the token of the next page; there are custom tags alone.

        Raises:
            ApiError: the product's own.
        """
        kind = self.kind(request.resource_type)
        if self.nothing_asked and not request.resource_id and not request.tag:
            raise self.nothing_asked()
        self._check_counts(request.resource_id, request.tag)
        rows = [
            row
            for row in tagged(call.transaction, call.account, region, kind)
            if (not request.resource_id or row.resource_id in request.resource_id)
            and has_tags(row.tags, [(tag.key, tag.value) for tag in request.tag])
        ]
        if request.category.lower() not in ("", "custom"):  # guess: the word; as in the tag actions of Tag
            rows = []
        piece = chunk(
            rows, request.next_token, request.max_results, default=self.default, limit=self.limit,
            error=self.next_token(),
        )  # fmt: skip
        items = [
            TagResource(resource_type=kind, resource_id=row.resource_id, tag_key=key, tag_value=value)
            for row in piece.items
            for key, value in row.tags
        ]
        return items, piece.next_token or None

    def page_size(self, request: ListTagResources) -> int:
        """How many resources a page of the list has."""
        return size_within(request.max_results, self.default, self.limit)

    def _check_reserved(self, keys: Sequence[str]) -> None:
        if self.reserved and any(key.startswith(names.RESERVED_KEYS) for key in keys):
            raise self.reserved()

    def _check_counts(self, ids: Sequence[object], tags: Sequence[object]) -> None:
        if len(ids) > MAX_RESOURCES:
            raise self.too_many_resources()
        if len(tags) > names.TAG_LIMIT:
            raise self.too_many_tags()
