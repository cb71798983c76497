"""What DescribeInstances does not say of an instance: user data, jumbo frames."""

from __future__ import annotations

from tfmock.core.call import Call
from tfmock.core.operation import Reply, Request, Required, operation
from tfmock.services.ecs import find
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
