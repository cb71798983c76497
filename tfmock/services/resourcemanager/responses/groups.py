"""Resource groups: create, read, rename, delete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call, enforce
from tfmock.core.clock import timestamp
from tfmock.core.lifecycle import GONE
from tfmock.core.operation import (
    ApiObject,
    ManyStrings,
    OptionalBool,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.rulebook import names, regions
from tfmock.services.common.messages import PageReply, Tag, TagFilters, matches_tags
from tfmock.services.common.pages import page
from tfmock.services.common.resource_groups import LIFECYCLE, ResourceGroupRow, default_group, find_group
from tfmock.services.common.tags import drop_tags, put_tags, tags_of
from tfmock.services.resourcemanager import errors
from tfmock.services.resourcemanager.responses import KIND, NO_REGION, PRODUCT, VERSION
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpcpeer.models import PeeringRow

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,49}")


class RegionStatus(ApiObject):
    region_id: str
    status: str


class GroupTag(ApiObject):
    """A tag of a group; the names are not those of Vpc."""

    tag_key: str
    tag_value: str


class GroupItem(ApiObject):
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
    return GroupItem(
        id=row.id, name=row.name, display_name=row.display_name, account_id=row.account, status=row.state,
        create_date=timestamp(row.create_date),
        region_statuses=[RegionStatus(region_id=region.id, status=row.state) for region in regions.open_regions()],
    )  # fmt: skip


def tagged_group_fields(call: Call, row: ResourceGroupRow) -> GroupItem:
    """A group with its tags, for those who ask for them."""
    tags = [GroupTag(tag_key=key, tag_value=value) for key, value in tags_of(call.transaction, row.account, row.id)]
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
    row = call.transaction.put(
        ResourceGroupRow(
            id=id, serial=serial, account=call.account, name=request.name, display_name=request.display_name,
            status=LIFECYCLE.start("Creating", at=call.now, then="OK"), create_date=call.now,
        )
    )  # fmt: skip
    put_tags(call.transaction, row.account, NO_REGION, KIND, row.id, ((tag.key, tag.value) for tag in request.tag))
    return GroupReply(resource_group=group_fields(row))


def _groups(call: Call) -> list[ResourceGroupRow]:
    account = call.account
    return [default_group(account), *call.transaction.find(ResourceGroupRow, "account", account)]


def _find(call: Call, id: str) -> ResourceGroupRow:
    row = find_group(call.transaction, call.account, id)
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
    resource_group_ids: ManyStrings = Field(default_factory=list, max_length=100)  # metadata
    tag: TagFilters
    include_tags: OptionalBool = None


class ListResourceGroupsReply(PageReply):
    resource_groups: Annotated[list[GroupItem], wrapped("ResourceGroup")]


@operation(PRODUCT, VERSION, "ListResourceGroups")
def list_resource_groups(call: Call, request: ListResourceGroups) -> ListResourceGroupsReply:
    """The caller's groups, the default one first. Their tags on request, and whenever tags are asked for."""
    # ListResourceGroups metadata: ResourceGroupIds wins over ResourceGroupId; names are looked for in part
    wanted = set(request.resource_group_ids) or {request.resource_group_id} - {""}
    rows = [
        row
        for row in _groups(call)
        if (not wanted or row.id in wanted)
        and (not request.status or row.state == request.status)
        and request.name in row.name
        and request.display_name in row.display_name
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
    return GroupReply(
        resource_group=group_fields(call.transaction.put(replace(row, display_name=request.new_display_name)))
    )


class DeleteResourceGroup(Request):
    resource_group_id: Required


@operation(PRODUCT, VERSION, "DeleteResourceGroup")
def delete_resource_group(call: Call, request: DeleteResourceGroup) -> GroupReply:
    """Delete an empty group.

    provider: status PendingDelete counts as gone (provider-contract: alicloud_resource_manager_resource_group).
    """
    row = _find(call, request.resource_group_id)
    if row.serial == 0:
        raise errors.DEFAULT_GROUP()
    if any(True for _ in _members(call, row.id)):
        raise errors.NOT_EMPTY()
    drop_tags(call.transaction, row.account, row.id)
    row = call.transaction.put(replace(row, status=LIFECYCLE.start("PendingDelete", at=call.now, then=GONE)))
    return GroupReply(resource_group=group_fields(row))


def _members(call: Call, group: str) -> Iterator[str]:
    """Ids of resources kept in a group."""
    yield from (vpc.id for vpc in call.transaction.rows(VpcRow) if vpc.resource_group_id == group)
    for peering in call.transaction.rows(PeeringRow):
        if group in (peering.requester.resource_group_id, peering.accepter.resource_group_id):
            yield peering.id
