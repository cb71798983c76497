"""Application groups (the API calls them monitor groups). They are kept to be shown: no alarm rule asks for one."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import (
    ApiObject,
    CommaList,
    ManyStrings,
    OptionalBool,
    OptionalInt,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.services.cms import errors
from tfmock.services.cms.limits import check_room
from tfmock.services.cms.models import MonitorGroupRow
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.common.messages import Tag, TagFilters, Tags, matches_tags, tags
from tfmock.services.common.pages import page
from tfmock.services.common.resource_groups import find_group
from tfmock.services.common.tags import drop_tags, put_tags

#: Resource type of their tags; a name of our own, since no tag action takes one.
_KIND: Final = "MONITORGROUP"
#: Groups have numbers for ids; this is before the first.
_BEFORE_FIRST: Final = 3_600_000


class NumberReply(CmsReply):
    """Code is a number in these actions (SDK); the provider compares its text."""

    code: int = 200  # type: ignore[assignment]


class CreateMonitorGroup(Request):
    group_name: Required
    contact_groups: CommaList = []


class CreateMonitorGroupReply(NumberReply):
    group_id: int


@operation(PRODUCT, VERSION, "CreateMonitorGroup")
def create_monitor_group(call: Call, request: CreateMonitorGroup) -> CreateMonitorGroupReply:
    """A group without instances. guess: contact groups are not looked up, and names need not differ."""
    return CreateMonitorGroupReply(group_id=int(_create(call, request.group_name, request.contact_groups, "").id))


def _create(call: Call, name: str, contact_groups: list[str], resource_group: str) -> MonitorGroupRow:
    check_room(call, MonitorGroupRow, "application groups")
    serial = call.transaction.next_serial()
    return call.transaction.put(
        MonitorGroupRow(
            id=str(_BEFORE_FIRST + serial), serial=serial, account=call.account, name=name,
            contact_groups=tuple(contact_groups), created=call.now, modified=call.now, resource_group=resource_group,
        )
    )  # fmt: skip


class CreateMonitorGroupByResourceGroupId(Request):
    resource_group_id: Required
    resource_group_name: Required
    contact_group_list: ManyStrings = []
    enable_install_agent: OptionalBool = None
    enable_subscribe_event: OptionalBool = None


class CreateByResourceGroupReply(CmsReply):
    id: int


@operation(PRODUCT, VERSION, "CreateMonitorGroupByResourceGroupId")
def create_monitor_group_by_resource_group_id(
    call: Call, request: CreateMonitorGroupByResourceGroupId
) -> CreateByResourceGroupReply:
    """A group that stands for a resource group."""
    if find_group(call.transaction, call.account, request.resource_group_id) is None:
        raise errors.RESOURCE_GROUP()
    made = _create(call, request.resource_group_name, request.contact_group_list, request.resource_group_id)
    return CreateByResourceGroupReply(id=int(made.id))


class ContactGroupName(ApiObject):
    name: str


class MonitorGroupItem(ApiObject):
    """provider: GroupId must be a number, ContactGroups and Tags objects."""

    group_id: int
    group_name: str
    type: str = "custom"
    resource_group_id: str
    gmt_create: int
    gmt_modified: int
    contact_groups: Annotated[list[ContactGroupName], wrapped("ContactGroup")]
    tags: Tags


class DescribeMonitorGroups(Request):
    group_id: str = ""
    group_name: str = ""
    keyword: str = ""
    type: str = ""
    tag: TagFilters
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class DescribeMonitorGroupsReply(NumberReply):
    page_number: int
    page_size: int
    total: int
    resources: Annotated[list[MonitorGroupItem], wrapped("Resource")]


@operation(PRODUCT, VERSION, "DescribeMonitorGroups")
def describe_monitor_groups(call: Call, request: DescribeMonitorGroups) -> DescribeMonitorGroupsReply:
    """The caller's groups, by any of the filters."""
    rows = [
        row
        for row in call.transaction.find(MonitorGroupRow, "account", call.account)
        if request.group_id in ("", row.id)
        and request.group_name in row.name
        and request.keyword in row.name
        and request.type in ("", "custom")
        and matches_tags(call, row.id, request.tag)
    ]
    part = page(rows, request.page_number, request.page_size, default=10, limit=100)
    return DescribeMonitorGroupsReply(
        page_number=part.number, page_size=part.size, total=part.total,
        resources=[
            MonitorGroupItem(
                group_id=int(row.id), group_name=row.name, resource_group_id=row.resource_group,
                gmt_create=int(row.created * 1000), gmt_modified=int(row.modified * 1000),
                contact_groups=[ContactGroupName(name=name) for name in row.contact_groups], tags=tags(call, row.id),
            )
            for row in part.items
        ],
    )  # fmt: skip


def group_of(call: Call, id: str) -> MonitorGroupRow:
    """The caller's group of this id."""
    row = call.transaction.get(MonitorGroupRow, id)
    if row is None or row.account != call.account:
        raise errors.MONITOR_GROUP_NOT_FOUND()
    return row


class ModifyMonitorGroup(Request):
    group_id: Required
    group_name: str = ""
    contact_groups: CommaList | None = None


@operation(PRODUCT, VERSION, "ModifyMonitorGroup")
def modify_monitor_group(call: Call, request: ModifyMonitorGroup) -> NumberReply:
    """Name and contact groups; what is not sent stays."""
    row = group_of(call, request.group_id)
    contacts = row.contact_groups if request.contact_groups is None else tuple(request.contact_groups)
    call.transaction.put(replace(row, name=request.group_name or row.name, contact_groups=contacts, modified=call.now))
    return NumberReply()


class NamedMonitorGroup(Request):
    group_id: Required


class GoneGroup(ApiObject):
    group_name: str
    contact_groups: Annotated[list[ContactGroupName], wrapped("ContactGroup")]


class DeleteMonitorGroupReply(NumberReply):
    group: GoneGroup


@operation(PRODUCT, VERSION, "DeleteMonitorGroup")
def delete_monitor_group(call: Call, request: NamedMonitorGroup) -> DeleteMonitorGroupReply:
    """Delete a group, and tell what it was."""
    row = group_of(call, request.group_id)
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.delete(row)
    names = [ContactGroupName(name=name) for name in row.contact_groups]
    return DeleteMonitorGroupReply(group=GoneGroup(group_name=row.name, contact_groups=names))


class TaggedGroups(Request):
    group_ids: ManyStrings = Field(min_length=1)
    tag: list[Tag] = Field(min_length=1, max_length=20)


@operation(PRODUCT, VERSION, "AddTags")
def add_tags(call: Call, request: TaggedGroups) -> CmsReply:
    """Tags for groups; all or none."""
    wanted = [(tag.key, tag.value) for tag in request.tag]
    for row in [group_of(call, id) for id in request.group_ids]:
        put_tags(call.transaction, row.account, "", _KIND, row.id, wanted)
    return CmsReply()


class RemovedTags(ApiObject):
    tags: list[str]


class RemoveTagsReply(CmsReply):
    tag: RemovedTags


@operation(PRODUCT, VERSION, "RemoveTags")
def remove_tags(call: Call, request: TaggedGroups) -> RemoveTagsReply:
    """Take tags from groups; all or none."""
    keys = [tag.key for tag in request.tag]
    for row in [group_of(call, id) for id in request.group_ids]:
        drop_tags(call.transaction, row.account, row.id, keys)
    return RemoveTagsReply(tag=RemovedTags(tags=keys))
