"""Application groups (the API calls them monitor groups), and the instances in them.

They are stored and shown: no alarm rule names one. Instances are named, not looked up: they may be of any product
(guess).
"""

from __future__ import annotations

from collections.abc import Sequence
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
from tfmock.services.cms.limits import MOST_INSTANCES_OF_A_GROUP, check_length, check_room
from tfmock.services.cms.models import GroupInstance, MonitorGroupRow
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.common.messages import Tag, TagFilters, Tags, matches_tags, tag_pairs, tags
from tfmock.services.common.pages import page
from tfmock.services.common.resource_groups import find_group
from tfmock.services.common.rows import matches, patched, reply_of
from tfmock.services.common.tags import drop_tags, put_tags

#: Resource type of their tags; a name of our own, since no tag action takes one.
_KIND: Final = "MONITORGROUP"
#: Ids are numbers above this one.
_ID_OFFSET: Final = 3_600_000


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
    """A group without instances. guess: contact groups need not exist, and names need not differ."""
    return CreateMonitorGroupReply(group_id=int(_create(call, request.group_name, request.contact_groups, "").id))


def _create(call: Call, name: str, contact_groups: list[str], resource_group_id: str) -> MonitorGroupRow:
    check_room(call, MonitorGroupRow, "application groups")
    serial = call.transaction.next_serial()
    return call.transaction.put(
        MonitorGroupRow(
            id=str(_ID_OFFSET + serial),
            serial=serial,
            account=call.account,
            group_name=name,
            contact_groups=tuple(contact_groups),
            gmt_create=call.now,
            gmt_modified=call.now,
            resource_group_id=resource_group_id,
        )
    )


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
    group = _create(call, request.resource_group_name, request.contact_group_list, request.resource_group_id)
    return CreateByResourceGroupReply(id=int(group.id))


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
        and request.group_name in row.group_name
        and request.keyword in row.group_name
        and request.type in ("", "custom")
        and matches_tags(call, row.id, request.tag)
    ]
    part = page(rows, request.page_number, request.page_size, default=10, limit=100)
    return DescribeMonitorGroupsReply(
        page_number=part.number,
        page_size=part.size,
        total=part.total,
        resources=[_item(call, row) for row in part.items],
    )


def _item(call: Call, row: MonitorGroupRow) -> MonitorGroupItem:
    return reply_of(
        MonitorGroupItem,
        row,
        group_id=int(row.id),
        gmt_create=int(row.gmt_create * 1000),
        gmt_modified=int(row.gmt_modified * 1000),
        contact_groups=[ContactGroupName(name=name) for name in row.contact_groups],
        tags=tags(call, row.id),
    )


def get_monitor_group(call: Call, id: str) -> MonitorGroupRow:
    """The caller's group of this id.

    Raises:
        ApiError: there is none.
    """
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
    """Change name and contact groups. What is not sent stays."""
    row = get_monitor_group(call, request.group_id)
    contact_groups = None if request.contact_groups is None else tuple(request.contact_groups)
    call.transaction.put(
        patched(row, group_name=request.group_name or None, contact_groups=contact_groups, gmt_modified=call.now)
    )
    return NumberReply()


class NamedMonitorGroup(Request):
    group_id: Required


class DeletedGroup(ApiObject):
    group_name: str
    contact_groups: Annotated[list[ContactGroupName], wrapped("ContactGroup")]


class DeleteMonitorGroupReply(NumberReply):
    group: DeletedGroup


@operation(PRODUCT, VERSION, "DeleteMonitorGroup")
def delete_monitor_group(call: Call, request: NamedMonitorGroup) -> DeleteMonitorGroupReply:
    """Delete a group, and answer what it was."""
    row = get_monitor_group(call, request.group_id)
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.delete(row)
    names = [ContactGroupName(name=name) for name in row.contact_groups]
    return DeleteMonitorGroupReply(group=DeletedGroup(group_name=row.group_name, contact_groups=names))


class TaggedGroups(Request):
    group_ids: ManyStrings = Field(min_length=1)
    tag: list[Tag] = Field(min_length=1, max_length=20)


@operation(PRODUCT, VERSION, "AddTags")
def add_tags(call: Call, request: TaggedGroups) -> CmsReply:
    """Add tags to groups: all of them or none."""
    for row in [get_monitor_group(call, id) for id in request.group_ids]:
        put_tags(call.transaction, row.account, "", _KIND, row.id, tag_pairs(request.tag))
    return CmsReply()


class RemovedTags(ApiObject):
    tags: list[str]


class RemoveTagsReply(CmsReply):
    tag: RemovedTags


@operation(PRODUCT, VERSION, "RemoveTags")
def remove_tags(call: Call, request: TaggedGroups) -> RemoveTagsReply:
    """Remove tags from groups: all of them or none."""
    keys = [tag.key for tag in request.tag]
    for row in [get_monitor_group(call, id) for id in request.group_ids]:
        drop_tags(call.transaction, row.account, row.id, keys)
    return RemoveTagsReply(tag=RemovedTags(tags=keys))


class RequestedInstance(ApiObject):
    instance_id: Required
    instance_name: str = ""
    category: Required
    region_id: str = ""


class GroupInstances(Request):
    group_id: Required
    instances: list[RequestedInstance] = Field(min_length=1, max_length=2000)


def _by_category_and_id(requested: Sequence[RequestedInstance]) -> dict[tuple[str, str], GroupInstance]:
    """The requested instances. If one is requested twice, the later of the two."""
    return {
        (instance.category.lower(), instance.instance_id): GroupInstance(
            instance_id=instance.instance_id,
            instance_name=instance.instance_name,
            category=instance.category,
            region_id=instance.region_id,
        )
        for instance in requested
    }


def _put_instances(call: Call, row: MonitorGroupRow, instances: Sequence[GroupInstance]) -> None:
    check_length(len(instances), MOST_INSTANCES_OF_A_GROUP, "An application group has instances,")
    call.transaction.put(replace(row, instances=tuple(instances), gmt_modified=call.now))


@operation(PRODUCT, VERSION, "CreateMonitorGroupInstances")
def create_monitor_group_instances(call: Call, request: GroupInstances) -> NumberReply:
    """Add instances. One that the group has already gets the new name."""
    row = get_monitor_group(call, request.group_id)
    existing = {(instance.category.lower(), instance.instance_id): instance for instance in row.instances}
    _put_instances(call, row, list((existing | _by_category_and_id(request.instances)).values()))
    return NumberReply()


@operation(PRODUCT, VERSION, "ModifyMonitorGroupInstances")
def modify_monitor_group_instances(call: Call, request: GroupInstances) -> NumberReply:
    """Replace all instances of a group."""
    _put_instances(
        call, get_monitor_group(call, request.group_id), list(_by_category_and_id(request.instances).values())
    )
    return NumberReply()


class DeleteMonitorGroupInstances(Request):
    group_id: Required
    category: str = ""
    instance_id_list: CommaList = Field(min_length=1)


@operation(PRODUCT, VERSION, "DeleteMonitorGroupInstances")
def delete_monitor_group_instances(call: Call, request: DeleteMonitorGroupInstances) -> NumberReply:
    """Remove instances. Unknown ids are ignored. provider: sends one that is no id."""
    row = get_monitor_group(call, request.group_id)
    category = request.category.lower()
    remaining = [
        instance
        for instance in row.instances
        if instance.instance_id not in request.instance_id_list or category not in ("", instance.category.lower())
    ]
    _put_instances(call, row, remaining)
    return NumberReply()


class GroupInstanceItem(ApiObject):
    id: int
    instance_id: str
    instance_name: str
    category: str
    region_id: str


class DescribeMonitorGroupInstances(Request):
    group_id: Required
    category: str = ""
    instance_ids: CommaList = []
    keyword: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class DescribeMonitorGroupInstancesReply(NumberReply):
    page_number: int
    page_size: int
    total: int
    resources: Annotated[list[GroupInstanceItem], wrapped("Resource")]


@operation(PRODUCT, VERSION, "DescribeMonitorGroupInstances")
def describe_monitor_group_instances(
    call: Call, request: DescribeMonitorGroupInstances
) -> DescribeMonitorGroupInstancesReply:
    """The instances of a group, by any of the filters."""
    items = [
        GroupInstanceItem(
            id=number,
            instance_id=instance.instance_id,
            instance_name=instance.instance_name,
            category=instance.category,
            region_id=instance.region_id,
        )
        for number, instance in enumerate(get_monitor_group(call, request.group_id).instances, 1)
        if matches((request.category.lower(), instance.category.lower()), (request.instance_ids, instance.instance_id))
        and request.keyword in instance.instance_name
    ]
    part = page(items, request.page_number, request.page_size, default=10, limit=100)
    return DescribeMonitorGroupInstancesReply(
        page_number=part.number, page_size=part.size, total=part.total, resources=list(part.items)
    )
