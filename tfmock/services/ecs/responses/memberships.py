"""Which security groups an interface belongs to."""

from __future__ import annotations

from dataclasses import replace

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, Request, Required, operation
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.addresses import addresses_left, check_groups
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION


class GroupMembership(Request):
    security_group_id: Required
    instance_id: str = ""
    network_interface_id: str = ""


@operation(PRODUCT, VERSION, "JoinSecurityGroup")
def join_security_group(call: Call, request: GroupMembership) -> EmptyReply:
    """Put an instance (its primary interface) or an interface into a group."""
    interface = _member(call, request)
    if request.security_group_id in interface.security_groups:
        raise errors.GROUP_JOINED()
    if addresses_left(call, request.security_group_id) < 1 + len(interface.ipv6):
        raise errors.GROUP_FULL_ON_JOIN()
    groups = check_groups(call, [*interface.security_groups, request.security_group_id], interface.vpc)
    call.tx.put(replace(interface, security_groups=groups))
    return EmptyReply()


@operation(PRODUCT, VERSION, "LeaveSecurityGroup")
def leave_security_group(call: Call, request: GroupMembership) -> EmptyReply:
    """Take an instance or an interface out of a group; its last one stays."""
    interface = _member(call, request)
    find.security_group(call, request.security_group_id)
    if request.security_group_id not in interface.security_groups:
        raise errors.GROUP_NOT_JOINED()
    left = tuple(id for id in interface.security_groups if id != request.security_group_id)
    if not left:
        raise errors.GROUP_LAST()
    call.tx.put(replace(interface, security_groups=left))
    return EmptyReply()


def _member(call: Call, request: GroupMembership) -> NetworkInterfaceRow:
    find.security_group(call, request.security_group_id)
    if request.network_interface_id:
        return find.network_interface(call, request.network_interface_id)
    return find.network_interface(call, find.instance(call, request.instance_id).interface)
