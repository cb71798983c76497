"""Resource groups: create, read, rename, delete."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call
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
from tfmock.protocol.errors import enforce
from tfmock.rulebook import names, regions
from tfmock.services.common.messages import PageReply, Tag, TagFilters, matches_tags, tag_pairs
from tfmock.services.common.pages import page
from tfmock.services.common.resource_groups import LIFECYCLE, ResourceGroupRow, default_group, find_group
from tfmock.services.common.rows import Timestamp, matches, reply_of
from tfmock.services.common.tags import drop_tags, put_tags, tags_of
from tfmock.services.resourcemanager import errors
from tfmock.services.resourcemanager.responses import KIND, NO_REGION, PRODUCT, VERSION
from tfmock.simulation.resources import resources_in_group

_MAX_NAME: Final = 50
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
    create_date: Timestamp
    region_statuses: Annotated[list[RegionStatus], wrapped("RegionStatus")]
    tags: Annotated[list[GroupTag], wrapped("Tag")] | None = None


def _item(row: ResourceGroupRow) -> GroupItem:
    """A group. Its status is the same in all regions."""
    return reply_of(
        GroupItem,
        row,
        account_id=row.account,
        region_statuses=[RegionStatus(region_id=region.id, status=row.state) for region in regions.open_regions()],
    )


def _item_with_tags(call: Call, row: ResourceGroupRow) -> GroupItem:
    tags = [GroupTag(tag_key=key, tag_value=value) for key, value in tags_of(call.transaction, row.account, row.id)]
    return _item(row).model_copy(update={"tags": tags})


class CreateResourceGroup(Request):
    name: Required
    display_name: Required
    tag: list[Tag] = []


class GroupReply(Reply):
    resource_group: GroupItem


@operation(PRODUCT, VERSION, "CreateResourceGroup")
def create_resource_group(call: Call, request: CreateResourceGroup) -> GroupReply:
    """A group of the caller's account."""
    _check_new(call, request)
    id, serial = call.new_id_of(ResourceGroupRow)
    row = call.transaction.put(
        ResourceGroupRow(
            id=id,
            serial=serial,
            account=call.account,
            name=request.name,
            display_name=request.display_name,
            status=LIFECYCLE.start("Creating", at=call.now, then="OK"),
            create_date=call.now,
        )
    )
    put_tags(call.transaction, row.account, NO_REGION, KIND, row.id, tag_pairs(request.tag))
    return GroupReply(resource_group=_item(row))


def _check_new(call: Call, request: CreateResourceGroup) -> None:
    if len(request.name) > _MAX_NAME:
        raise errors.NAME_LENGTH()
    if not _NAME.fullmatch(request.name):
        raise errors.NAME_CHARACTERS()
    if len(request.display_name) > _MAX_NAME:
        raise errors.DISPLAY_NAME_LENGTH()
    enforce(names.check_tags(tag_pairs(request.tag)))
    if any(row.name == request.name for row in _groups(call)):
        raise errors.EXISTS()


def _groups(call: Call) -> list[ResourceGroupRow]:
    account = call.account
    return [default_group(account), *call.transaction.find(ResourceGroupRow, "account", account)]


def _get(call: Call, id: str) -> ResourceGroupRow:
    row = find_group(call.transaction, call.account, id)
    if row is None:
        raise errors.NOT_FOUND()
    return row


class GetResourceGroup(Request):
    resource_group_id: Required
    include_tags: OptionalBool = None


@operation(PRODUCT, VERSION, "GetResourceGroup")
def get_resource_group(call: Call, request: GetResourceGroup) -> GroupReply:
    """One group. Its tags only if they are requested."""
    row = _get(call, request.resource_group_id)
    return GroupReply(resource_group=_item_with_tags(call, row) if request.include_tags else _item(row))


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
    """The caller's groups, the default one first. With tags if they are requested, or filtered by."""
    # ListResourceGroups metadata: ResourceGroupIds wins over ResourceGroupId; names are looked for in part
    ids = request.resource_group_ids or request.resource_group_id
    rows = [
        row
        for row in _groups(call)
        if matches((ids, row.id), (request.status, row.state))
        and request.name in row.name
        and request.display_name in row.display_name
        and matches_tags(call, row.id, request.tag)
    ]
    with_tags = request.include_tags or request.tag
    part = page(rows, request.page_number, request.page_size, limit=100)
    items = [_item_with_tags(call, row) if with_tags else _item(row) for row in part.items]
    return ListResourceGroupsReply.of(part, resource_groups=items)


class UpdateResourceGroup(Request):
    resource_group_id: Required
    new_display_name: str = ""


@operation(PRODUCT, VERSION, "UpdateResourceGroup")
def update_resource_group(call: Call, request: UpdateResourceGroup) -> GroupReply:
    """Change the display name."""
    row = _get(call, request.resource_group_id)
    if not request.new_display_name:
        raise errors.DISPLAY_NAME_MISSING()
    if len(request.new_display_name) > _MAX_NAME:
        raise errors.DISPLAY_NAME_LENGTH()
    row = call.transaction.put(replace(row, display_name=request.new_display_name))
    return GroupReply(resource_group=_item(row))


class DeleteResourceGroup(Request):
    resource_group_id: Required


@operation(PRODUCT, VERSION, "DeleteResourceGroup")
def delete_resource_group(call: Call, request: DeleteResourceGroup) -> GroupReply:
    """Delete an empty group.

    provider: status PendingDelete counts as gone (provider-contract: alicloud_resource_manager_resource_group).
    """
    row = _get(call, request.resource_group_id)
    if row.serial == 0:
        raise errors.DEFAULT_GROUP()
    if any(resources_in_group(call.transaction, row.id)):
        raise errors.NOT_EMPTY()
    drop_tags(call.transaction, row.account, row.id)
    row = call.transaction.put(replace(row, status=LIFECYCLE.start("PendingDelete", at=call.now, then=GONE)))
    return GroupReply(resource_group=_item(row))
