"""Resource groups: create, read, rename, delete, tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call, enforce
from tfmock.core.clock import timestamp
from tfmock.core.lifecycle import GONE, enter
from tfmock.core.operation import (
    Done,
    ManyStrings,
    OptionalBool,
    OptionalInt,
    Part,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.core.paging import chunk, page
from tfmock.core.tags import drop_tags, has_tags, put_tags, tagged, tags_of
from tfmock.rulebook import names, regions
from tfmock.services.resourcemanager import errors
from tfmock.services.resourcemanager.models import LIFECYCLE, ResourceGroupRow, default_group, find_group
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.responses.parts import PageReply, Tag, TagFilter, matches_tags
from tfmock.services.vpcpeer.models import PeeringRow

PRODUCT: Final = "ResourceManager"
VERSION: Final = "2020-03-31"
KIND: Final = "ResourceGroup"

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,49}")
#: Resource groups belong to no region; their tags are kept under this one.
_NO_REGION: Final = ""


class RegionStatus(Part):
    region_id: str
    status: str


class GroupTag(Part):
    """A tag of a group; the names are not those of Vpc."""

    tag_key: str
    tag_value: str


class GroupItem(Part):
    id: str
    name: str
    display_name: str
    account_id: str
    status: str
    create_date: str
    region_statuses: Annotated[list[RegionStatus], wrapped("RegionStatus")]
    tags: Annotated[list[GroupTag], wrapped("Tag")] | None = None


def group_fields(row: ResourceGroupRow) -> GroupItem:
    """A group for readers; it is in the same status everywhere."""
    open_regions = (region.id for region in regions.REGIONS.values() if region.life != "closed")
    return GroupItem(
        id=row.id, name=row.name, display_name=row.display_name, account_id=row.account, status=row.state,
        create_date=timestamp(row.created),
        region_statuses=[RegionStatus(region_id=region, status=row.state) for region in open_regions],
    )  # fmt: skip


def tagged_group_fields(call: Call, row: ResourceGroupRow) -> GroupItem:
    """A group with its tags, for those who ask for them."""
    tags = [GroupTag(tag_key=key, tag_value=value) for key, value in tags_of(call.tx, row.account, row.id)]
    return group_fields(row).model_copy(update={"tags": tags})


class CreateResourceGroup(Request):
    name: Required
    display_name: Required
    tag: list[Tag] = []


class GroupReply(Reply):
    resource_group: GroupItem


@operation(PRODUCT, VERSION, "CreateResourceGroup")
def create_resource_group(call: Call, request: CreateResourceGroup) -> GroupReply:
    """A group of the caller's account."""
    if len(request.name) > 50:
        raise errors.NAME_LENGTH()
    if not _NAME.fullmatch(request.name):
        raise errors.NAME_CHARACTERS()
    if len(request.display_name) > 50:
        raise errors.DISPLAY_NAME_LENGTH()
    enforce(names.check_tags([(tag.key, tag.value) for tag in request.tag]))
    if any(row.name == request.name for row in _groups(call)):
        raise errors.EXISTS()
    id, serial = call.new_id("rg", length=15)
    row = call.tx.put(
        ResourceGroupRow(
            id=id, serial=serial, account=call.caller.account, name=request.name, display_name=request.display_name,
            status=enter(LIFECYCLE, "Creating", call.now, "OK"), created=call.now,
        )
    )  # fmt: skip
    put_tags(call.tx, row.account, _NO_REGION, KIND, row.id, ((tag.key, tag.value) for tag in request.tag))
    return GroupReply(resource_group=group_fields(row))


def _groups(call: Call) -> list[ResourceGroupRow]:
    account = call.caller.account
    return [default_group(account), *call.tx.find(ResourceGroupRow, "account", account)]


def _find(call: Call, id: str) -> ResourceGroupRow:
    row = find_group(call.tx, call.caller.account, id)
    if row is None:
        raise errors.NOT_FOUND()
    return row


class GetResourceGroup(Request):
    resource_group_id: Required
    include_tags: OptionalBool = None


@operation(PRODUCT, VERSION, "GetResourceGroup")
def get_resource_group(call: Call, request: GetResourceGroup) -> GroupReply:
    """One group; its tags only on request."""
    row = _find(call, request.resource_group_id)
    return GroupReply(resource_group=tagged_group_fields(call, row) if request.include_tags else group_fields(row))


class ListResourceGroups(Request):
    page_number: OptionalInt = None
    page_size: OptionalInt = None
    status: str = ""
    name: str = ""
    display_name: str = ""
    resource_group_id: str = ""
    resource_group_ids: ManyStrings = []
    tag: list[TagFilter] = []
    include_tags: OptionalBool = None


class ListResourceGroupsReply(PageReply):
    resource_groups: Annotated[list[GroupItem], wrapped("ResourceGroup")]


@operation(PRODUCT, VERSION, "ListResourceGroups")
def list_resource_groups(call: Call, request: ListResourceGroups) -> ListResourceGroupsReply:
    """The caller's groups, the default one first. Their tags on request, and whenever tags are asked for."""
    wanted = {*request.resource_group_ids, request.resource_group_id} - {""}
    rows = [
        row
        for row in _groups(call)
        if (not wanted or row.id in wanted)
        and (not request.status or row.state == request.status)
        and (not request.name or row.name == request.name)
        and (not request.display_name or row.display_name == request.display_name)
        and matches_tags(call, row.id, request.tag)
    ]
    with_tags = request.include_tags or request.tag
    cut = page(rows, request.page_number, request.page_size, limit=100)
    return ListResourceGroupsReply(
        page_number=cut.number, page_size=cut.size, total_count=cut.total,
        resource_groups=[tagged_group_fields(call, row) if with_tags else group_fields(row) for row in cut.items],
    )  # fmt: skip


class UpdateResourceGroup(Request):
    resource_group_id: Required
    new_display_name: str = ""


@operation(PRODUCT, VERSION, "UpdateResourceGroup")
def update_resource_group(call: Call, request: UpdateResourceGroup) -> GroupReply:
    """A new display name."""
    row = _find(call, request.resource_group_id)
    if not request.new_display_name:
        raise errors.DISPLAY_NAME_MISSING()
    if len(request.new_display_name) > 50:
        raise errors.DISPLAY_NAME_LENGTH()
    return GroupReply(resource_group=group_fields(call.tx.put(replace(row, display_name=request.new_display_name))))


class DeleteResourceGroup(Request):
    resource_group_id: Required


@operation(PRODUCT, VERSION, "DeleteResourceGroup")
def delete_resource_group(call: Call, request: DeleteResourceGroup) -> GroupReply:
    """An empty group goes; provider: status PendingDelete counts as gone (contract 8)."""
    row = _find(call, request.resource_group_id)
    if row.serial == 0:
        raise errors.DEFAULT_GROUP()
    if any(True for _ in _members(call, row.id)):
        raise errors.NOT_EMPTY()
    drop_tags(call.tx, row.account, row.id)
    row = call.tx.put(replace(row, status=enter(LIFECYCLE, "PendingDelete", call.now, GONE)))
    return GroupReply(resource_group=group_fields(row))


def _members(call: Call, group: str) -> Iterator[str]:
    """Ids of resources kept in a group."""
    yield from (vpc.id for vpc in call.tx.rows(VpcRow) if vpc.resource_group == group)
    for peering in call.tx.rows(PeeringRow):
        if group in (peering.requester.resource_group, peering.accepter.resource_group):
            yield peering.id


class TagCall(Request):
    resource_type: Required
    resource_id: ManyStrings = Field(min_length=1)


class TagResources(TagCall):
    tag: list[Tag] = Field(min_length=1)


@operation(PRODUCT, VERSION, "TagResources")
def tag_resources(call: Call, request: TagResources) -> Done:
    """Put tags on groups."""
    wanted = [(tag.key, tag.value) for tag in request.tag]
    enforce(names.check_tags(list(wanted)))
    for id in _own_groups(call, request):
        put_tags(call.tx, call.caller.account, _NO_REGION, KIND, id, wanted)
    return Done()


class UnTagResources(TagCall):
    tag_key: ManyStrings = []
    all: bool = False


@operation(PRODUCT, VERSION, "UntagResources")
def untag_resources(call: Call, request: UnTagResources) -> Done:
    """Take tags off groups, by key, or all of them."""
    return _untag(call, request)


@operation(PRODUCT, VERSION, "UnTagResources")
def un_tag_resources(call: Call, request: UnTagResources) -> Done:
    """The provider's spelling of UntagResources (contract 0.1)."""
    return _untag(call, request)


def _untag(call: Call, request: UnTagResources) -> Done:
    for id in _own_groups(call, request):
        drop_tags(call.tx, call.caller.account, id, request.tag_key or None)
    return Done()


def _own_groups(call: Call, request: TagCall) -> list[str]:
    if request.resource_type.lower() != KIND.lower():
        raise errors.RESOURCE_TYPE()
    return [_find(call, id).id for id in request.resource_id]


class TagResource(Part):
    resource_type: str
    resource_id: str
    tag_key: str
    tag_value: str


class ListTagResources(Request):
    resource_type: Required
    resource_id: ManyStrings = []
    tag: list[TagFilter] = []
    next_token: str = ""
    max_results: OptionalInt = None


class ListTagResourcesReply(Reply):
    """``next_token`` is absent on the last page: "" makes the provider loop for ever (contract 8)."""

    next_token: str | None
    tag_resources: list[TagResource]


@operation(PRODUCT, VERSION, "ListTagResources")
def list_tag_resources(call: Call, request: ListTagResources) -> ListTagResourcesReply:
    """Groups with their tags; a bare list, unlike in Vpc and Ecs (prototype notes 1)."""
    if request.resource_type.lower() != KIND.lower():
        raise errors.RESOURCE_TYPE()
    rows = [
        row
        for row in tagged(call.tx, call.caller.account, _NO_REGION, KIND)
        if (not request.resource_id or row.resource in request.resource_id)
        and has_tags(row.tags, [(tag.key, tag.value) for tag in request.tag])
    ]
    limit = 100
    piece = chunk(rows, request.next_token, request.max_results, default=50, limit=limit, error=errors.NEXT_TOKEN())
    items = [
        TagResource(resource_type=KIND, resource_id=row.resource, tag_key=key, tag_value=value)
        for row in piece.items
        for key, value in row.tags
    ]
    return ListTagResourcesReply(next_token=piece.next_token or None, tag_resources=items)
