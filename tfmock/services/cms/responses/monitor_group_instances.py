"""What is in an application group. Instances are named, not looked up: any product may have them (guess)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, CommaList, OptionalInt, Request, Required, operation, wrapped
from tfmock.services.cms.limits import MOST_INSTANCES_OF_A_GROUP, check_length
from tfmock.services.cms.models import GroupInstance, MonitorGroupRow
from tfmock.services.cms.responses import PRODUCT, VERSION
from tfmock.services.cms.responses.monitor_groups import NumberReply, group_of
from tfmock.services.common.pages import page


class WantedInstance(ApiObject):
    instance_id: Required
    instance_name: str = ""
    category: Required
    region_id: str = ""


class GroupInstances(Request):
    group_id: Required
    instances: list[WantedInstance] = Field(min_length=1, max_length=2000)


def _read(wanted: Sequence[WantedInstance]) -> dict[tuple[str, str], GroupInstance]:
    """By category and id, the later of two."""
    return {
        (each.category.lower(), each.instance_id): GroupInstance(
            each.instance_id, each.instance_name, each.category, each.region_id
        )
        for each in wanted
    }


def _put(call: Call, row: MonitorGroupRow, instances: Sequence[GroupInstance]) -> None:
    check_length(len(instances), MOST_INSTANCES_OF_A_GROUP, "An application group has instances,")
    call.transaction.put(replace(row, instances=tuple(instances), modified=call.now))


@operation(PRODUCT, VERSION, "CreateMonitorGroupInstances")
def create_monitor_group_instances(call: Call, request: GroupInstances) -> NumberReply:
    """Add instances; one that is there already gets the new name."""
    row = group_of(call, request.group_id)
    present = {(each.category.lower(), each.id): each for each in row.instances}
    _put(call, row, list((present | _read(request.instances)).values()))
    return NumberReply()


@operation(PRODUCT, VERSION, "ModifyMonitorGroupInstances")
def modify_monitor_group_instances(call: Call, request: GroupInstances) -> NumberReply:
    """From now on these instances, and no others."""
    _put(call, group_of(call, request.group_id), list(_read(request.instances).values()))
    return NumberReply()


class DeleteMonitorGroupInstances(Request):
    group_id: Required
    category: str = ""
    instance_id_list: CommaList = Field(min_length=1)


@operation(PRODUCT, VERSION, "DeleteMonitorGroupInstances")
def delete_monitor_group_instances(call: Call, request: DeleteMonitorGroupInstances) -> NumberReply:
    """Take instances away; ids that are not there are passed over. provider: sends one that is no id."""
    row = group_of(call, request.group_id)
    category = request.category.lower()
    left = [
        each
        for each in row.instances
        if each.id not in request.instance_id_list or category not in ("", each.category.lower())
    ]
    _put(call, row, left)
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
            id=number, instance_id=each.id, instance_name=each.name, category=each.category, region_id=each.region
        )
        for number, each in enumerate(group_of(call, request.group_id).instances, 1)
        if request.category.lower() in ("", each.category.lower())
        and (not request.instance_ids or each.id in request.instance_ids)
        and request.keyword in each.name
    ]
    part = page(items, request.page_number, request.page_size, default=10, limit=100)
    return DescribeMonitorGroupInstancesReply(
        page_number=part.number, page_size=part.size, total=part.total, resources=list(part.items)
    )
