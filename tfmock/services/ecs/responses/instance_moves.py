"""Instances to another vSwitch, address or VPC."""

from __future__ import annotations

from dataclasses import replace

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, ManyStrings, Request, Required, operation
from tfmock.services.ecs import errors, find, instance_errors
from tfmock.services.ecs.account_terms import check_own_vpc
from tfmock.services.ecs.addresses import check_groups, take_address
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.vswitch import VSwitchRow


class ModifyInstanceVpcAttribute(Request):
    instance_id: Required
    v_switch_id: Required
    private_ip_address: str = ""
    vpc_id: str = ""
    security_group_id: ManyStrings = []


@operation(PRODUCT, VERSION, "ModifyInstanceVpcAttribute")
def modify_instance_vpc_attribute(call: Call, request: ModifyInstanceVpcAttribute) -> EmptyReply:
    """Move a stopped instance to another vSwitch of its zone, to another address, or with VpcId to another VPC."""
    row = find.instance(call, request.instance_id)
    if row.state != "Stopped":
        raise errors.INSTANCE_STATUS()
    vswitch = call.tx.get(VSwitchRow, request.v_switch_id)
    if vswitch is not None:
        check_own_vpc(call, vswitch.vpc)
    if vswitch is None or vswitch.account != row.account or vswitch.vpc != (request.vpc_id or row.vpc):
        raise errors.VSWITCH_NOT_FOUND()
    if vswitch.zone != row.zone:
        raise instance_errors.VSWITCH_OTHER_ZONE()
    find.check_vswitch_status(vswitch)
    interface = find.network_interface(call, row.interface)
    if vswitch.id == interface.vswitch and request.private_ip_address in ("", interface.address):
        return EmptyReply()
    _check_bonds(call, row, interface, vswitch)
    groups = interface.security_groups
    if vswitch.vpc != row.vpc:
        groups = check_groups(call, request.security_group_id, vswitch.vpc)
    address = take_address(call, vswitch, request.private_ip_address)
    call.tx.put(replace(interface, vpc=vswitch.vpc, vswitch=vswitch.id, address=address, security_groups=groups))
    call.tx.put(replace(row, vpc=vswitch.vpc, vswitch=vswitch.id))
    return EmptyReply()


def _check_bonds(call: Call, row: InstanceRow, interface: NetworkInterfaceRow, vswitch: VSwitchRow) -> None:
    """What keeps an instance where it is (error codes of ModifyInstanceVpcAttribute)."""
    if call.tx.find(RouteEntryRow, "hop", row.id):  # guess: also where it stays in its VPC
        raise instance_errors.NEXT_HOP()
    if interface.secondary:
        raise instance_errors.SECONDARY_ADDRESSES()
    if vswitch.id != interface.vswitch and interface.ipv6:
        raise instance_errors.IPV6_ASSIGNED()
    if vswitch.vpc != row.vpc and len(call.tx.find(NetworkInterfaceRow, "instance", row.id)) > 1:
        raise instance_errors.INTERFACES_ATTACHED()
