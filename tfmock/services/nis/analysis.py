"""From a path's parameters to the endpoints of a packet trace, and the trace."""

from __future__ import annotations

import ipaddress

from tfmock.core.call import Call
from tfmock.core.store import Transaction
from tfmock.protocol.errors import ApiError
from tfmock.rulebook.access import Packet
from tfmock.rulebook.cidr import parse_address
from tfmock.rulebook.reachability import Network, find_destination_vpc
from tfmock.rulebook.tracing import TraceEndpoint, trace_packet
from tfmock.services.nis import errors
from tfmock.services.nis.document import Analysed
from tfmock.services.nis.models import PathSpec
from tfmock.simulation.endpoints import endpoint_at, endpoint_of_interface, endpoint_of_vswitch
from tfmock.simulation.network_view import network
from tfmock.simulation.resources import InstanceRow, NetworkInterfaceRow, VSwitchRow


def analyse(call: Call, spec: PathSpec) -> Analysed:
    """Trace the packet of a network path and its answer.

    Raises:
        ApiError: an end does not exist.
    """
    net = network(call.transaction)
    version = 6 if ":" in (spec.target_ip_address or spec.source_ip_address) else 4
    source = _endpoint(
        call, net, id=spec.source_id, type=spec.source_type, address=spec.source_ip_address, version=version
    )
    target = _endpoint(
        call, net, id=spec.target_id, type=spec.target_type, address=spec.target_ip_address, version=version,
        source=source,
    )  # fmt: skip
    packet = Packet(spec.protocol or "icmp", spec.target_port or None, spec.source_port or None)
    return Analysed(
        net=net, source=source, target=target, packet=packet, trace=trace_packet(net, source, target, packet)
    )


def _endpoint(
    call: Call, net: Network, *, id: str, type: str, address: str, version: int, source: TraceEndpoint | None = None
) -> TraceEndpoint:
    """The source of a path, or with ``source`` its target: what a target's address means may depend on the source."""
    unknown = errors.SOURCE_ID(value=id) if source is None else errors.TARGET_ID(value=id)
    if type == "ecs":
        return _instance_end(call, id, address, version, unknown)
    if type == "vsw":
        vswitch = call.transaction.get(VSwitchRow, id)
        end = None if vswitch is None else _vswitch_end(call.transaction, vswitch, address, version, source)
        if end is None:
            raise unknown
        return end
    # A target given by address alone, or an Internet address: tfmock has no Internet, so nothing is there.
    return _address_end(call.transaction, net, address or id, source, unknown)


def _instance_end(call: Call, id: str, address: str, version: int, unknown: ApiError) -> TraceEndpoint:
    row = call.transaction.get(InstanceRow, id)
    if row is None:
        raise unknown
    for interface in call.transaction.find(NetworkInterfaceRow, "instance", row.id):
        if not address or address in (*interface.addresses, *interface.ipv6_addresses):
            end = endpoint_of_interface(call.transaction, interface, version)
            if end is not None:
                return end
    raise unknown


def _vswitch_end(
    tx: Transaction, vswitch: VSwitchRow, address: str, version: int, source: TraceEndpoint | None
) -> TraceEndpoint | None:
    if not address:
        return endpoint_of_vswitch(vswitch, version)
    block = parse_address(address)
    if block is None or not any(own.contains(block) for own in vswitch.blocks()):
        raise errors.SOURCE_IP() if source is None else errors.TARGET_IP(value=address)
    return endpoint_at(tx, vswitch, block)


def _address_end(
    tx: Transaction, net: Network, text: str, source: TraceEndpoint | None, unknown: ApiError
) -> TraceEndpoint:
    """The vSwitch in which the packet would look for an address: one address may exist in several VPCs."""
    address = parse_address(text)
    if address is None:
        raise unknown
    vswitches = [row for row in tx.rows(VSwitchRow) if any(block.contains(address) for block in row.blocks())]
    if not vswitches:
        raise unknown
    aim = None if source is None else find_destination_vpc(net, source.vswitch, address)
    return endpoint_at(tx, next((row for row in vswitches if row.vpc_id == aim), vswitches[0]), address)


def is_internet(text: str) -> bool:
    """Whether an address is a public one."""
    try:
        return ipaddress.ip_address(text).is_global
    except ValueError:
        return False
