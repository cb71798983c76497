"""More addresses for network interfaces, and fewer."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    ManyStrings,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.services.ecs import errors, find, instance_errors
from tfmock.services.ecs.addresses import check_room, take_ipv6, take_secondary
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.vpc.models.vswitch import VSwitchRow


class Interface(Request):
    network_interface_id: Required


class PrivateAddresses(Interface):
    private_ip_address: ManyStrings = []
    secondary_private_ip_address_count: OptionalInt = None
    ipv4_prefix: ManyStrings = []
    ipv4_prefix_count: OptionalInt = None


class Assigned(ApiObject):
    network_interface_id: str
    private_ip_set: Annotated[list[str], wrapped("PrivateIpAddress")]


class AssignPrivateIpAddressesReply(Reply):
    assigned_private_ip_addresses_set: Assigned


@operation(PRODUCT, VERSION, "AssignPrivateIpAddresses")
def assign_private_ip_addresses(call: Call, request: PrivateAddresses) -> AssignPrivateIpAddressesReply:
    """Secondary addresses, by value or by number."""
    row, vswitch = _home(call, request)
    check_prefixes(request.ipv4_prefix, request.ipv4_prefix_count)
    wanted = take_secondary(call, vswitch, request.private_ip_address, request.secondary_private_ip_address_count or 0)
    check_room(call, row.security_groups, len(wanted))
    call.tx.put(replace(row, secondary=(*row.secondary, *wanted)))
    return AssignPrivateIpAddressesReply(
        assigned_private_ip_addresses_set=Assigned(network_interface_id=row.id, private_ip_set=list(wanted))
    )


@operation(PRODUCT, VERSION, "UnassignPrivateIpAddresses")
def unassign_private_ip_addresses(call: Call, request: PrivateAddresses) -> EmptyReply:
    """Give secondary addresses back."""
    row, _ = _home(call, request)
    if not set(request.private_ip_address) <= set(row.secondary):
        raise instance_errors.ADDRESS_NOT_ASSIGNED()
    left = tuple(address for address in row.secondary if address not in request.private_ip_address)
    call.tx.put(replace(row, secondary=left))
    return EmptyReply()


class Ipv6Addresses(Interface):
    ipv6_address: ManyStrings = []
    ipv6_address_count: OptionalInt = None


class AssignIpv6AddressesReply(Reply):
    network_interface_id: str
    ipv6_sets: Annotated[list[str], wrapped("Ipv6Address")]
    ipv6_prefix_sets: Annotated[list[str], wrapped("Ipv6Prefix")] = Field(default_factory=list)


@operation(PRODUCT, VERSION, "AssignIpv6Addresses")
def assign_ipv6_addresses(call: Call, request: Ipv6Addresses) -> AssignIpv6AddressesReply:
    """IPv6 addresses, by value or by number."""
    row, vswitch = _home(call, request)
    wanted = take_ipv6(call, vswitch, request.ipv6_address, request.ipv6_address_count or 0)
    check_room(call, row.security_groups, len(wanted))
    call.tx.put(replace(row, ipv6=(*row.ipv6, *wanted)))
    return AssignIpv6AddressesReply(network_interface_id=row.id, ipv6_sets=list(wanted))


@operation(PRODUCT, VERSION, "UnassignIpv6Addresses")
def unassign_ipv6_addresses(call: Call, request: Ipv6Addresses) -> EmptyReply:
    """Give IPv6 addresses back."""
    row, _ = _home(call, request)
    if not set(request.ipv6_address) <= set(row.ipv6):
        raise instance_errors.ADDRESS_NOT_ASSIGNED()
    call.tx.put(replace(row, ipv6=tuple(address for address in row.ipv6 if address not in request.ipv6_address)))
    return EmptyReply()


def check_prefixes(prefixes: list[str], count: int | None) -> None:
    """Prefixes come from reserved parts of a vSwitch, and tfmock's vSwitches have none (CreateNetworkInterface)."""
    if prefixes or count:
        raise instance_errors.INTERFACE_PREFIXES()


def _home(call: Call, request: Interface) -> tuple[NetworkInterfaceRow, VSwitchRow]:
    row = find.network_interface(call, request.network_interface_id)
    vswitch = call.tx.get(VSwitchRow, row.vswitch)
    if vswitch is None:
        raise errors.VSWITCH_NOT_FOUND()
    return row, vswitch
