"""What DescribeInstances does not say of an instance: user data, role, jumbo frames."""

from __future__ import annotations

from typing import Annotated

from tfmock.core.call import Call
from tfmock.core.operation import Part, Reply, Request, Required, operation, wrapped
from tfmock.services.ecs import find
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION


class NamedInstance(Request):
    instance_id: Required


class InstanceAttribute(Reply):
    instance_id: str
    instance_name: str
    status: str
    enable_jumbo_frame: bool


@operation(PRODUCT, VERSION, "DescribeInstanceAttribute")
def describe_instance_attribute(call: Call, request: NamedInstance) -> InstanceAttribute:
    """One instance, in short."""
    row = find.instance(call, request.instance_id)
    return InstanceAttribute(instance_id=row.id, instance_name=row.name, status=row.state, enable_jumbo_frame=row.jumbo)


class UserDataReply(Reply):
    region_id: str
    instance_id: str
    user_data: str


@operation(PRODUCT, VERSION, "DescribeUserData")
def describe_user_data(call: Call, request: NamedInstance) -> UserDataReply:
    """User data as given, base64."""
    row = find.instance(call, request.instance_id)
    return UserDataReply(region_id=row.region, instance_id=row.id, user_data=row.user_data)


class RoleSet(Part):
    instance_id: str
    ram_role_name: str


class DescribeInstanceRamRole(Request):
    instance_ids: str = ""


class RamRoleReply(Reply):
    total_count: int
    region_id: str
    instance_ram_role_sets: Annotated[list[RoleSet], wrapped("InstanceRamRoleSet")]


@operation(PRODUCT, VERSION, "DescribeInstanceRamRole")
def describe_instance_ram_role(call: Call, request: DescribeInstanceRamRole) -> RamRoleReply:
    """The role that each instance was given; tfmock knows no roles of its own."""
    ids = find.id_list(request.instance_ids, "InstanceIds")
    rows = [row for id in ids if (row := find.visible(call, InstanceRow, id)) is not None]
    sets = [RoleSet(instance_id=row.id, ram_role_name=row.role) for row in rows]
    return RamRoleReply(total_count=len(sets), region_id=call.region, instance_ram_role_sets=sets)
