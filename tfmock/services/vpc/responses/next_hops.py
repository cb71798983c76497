"""Next hops of routes: they exist, are in the route table's VPC, and in a state that carries packets.

Types of which tfmock has no resources are accepted by the form of their id (docs/differences.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Final

from tfmock.core.call import Call
from tfmock.protocol.errors import ErrorTemplate, enforce
from tfmock.rulebook import nexthop_place, nexthops, routing
from tfmock.services.vpc import find, route_errors
from tfmock.services.vpc.models.ipv4_gateway import Ipv4GatewayRow
from tfmock.services.vpc.models.ipv6_gateway import Ipv6GatewayRow
from tfmock.services.vpc.models.route_entry import NextHop
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.simulation import resources


def check_next_hop(
    call: Call,
    table: RouteTableRow,
    next_hop: NextHop,
    versions: Collection[int],
    *,
    no_interface: ErrorTemplate | None = None,
) -> None:
    """Check one next hop of a route.

    Args:
        table: the route table that the route is in.
        versions: the IP versions of the route's destination.
        no_interface: what the action answers where there is no such interface.

    Raises:
        ApiError: it does not exist, is in another VPC, or is in a state in which it carries no packets.
    """
    if next_hop.next_hop_type == "NetworkInterface":
        not_found = no_interface or route_errors.INTERFACE_NOT_FOUND
        _check_interface(call, table, next_hop.next_hop_id, versions, not_found)
    elif next_hop.next_hop_type in _CHECKS:
        _CHECKS[next_hop.next_hop_type](call, table, next_hop.next_hop_id)


def _check_peering(call: Call, table: RouteTableRow, id: str) -> None:
    """A peering connects this VPC and is Activated."""
    peering = resources.find_peering(call, id)
    if peering is None:
        enforce(routing.check_connection(table.vpc_id, id, None, ()))
    else:
        enforce(routing.check_connection(table.vpc_id, id, peering.state, peering.vpc_ids))


def _check_instance(call: Call, table: RouteTableRow, id: str) -> None:
    instance = resources.find_instance(call, id)
    if instance is None:
        raise route_errors.INSTANCE_NOT_FOUND()
    enforce(nexthop_place.check_same_vpc("Instance", same_vpc=instance.vpc_id == table.vpc_id))
    if instance.state in ("Pending", "Deleting"):
        raise route_errors.INSTANCE_STATUS()


def _check_interface(
    call: Call, table: RouteTableRow, id: str, versions: Collection[int], not_found: ErrorTemplate
) -> None:
    interface = resources.find_network_interface(call, id)
    if interface is None:
        raise not_found()
    enforce(nexthop_place.check_same_vpc("NetworkInterface", same_vpc=interface.vpc_id == table.vpc_id))
    if 6 in versions and interface.type == "Primary":
        raise route_errors.INTERFACE_PRIMARY_IPV6()
    if 6 in versions:
        enforce(nexthop_place.check_interface_ipv6(len(interface.ipv6_addresses)))


def _check_ipv4_gateway(call: Call, table: RouteTableRow, id: str) -> None:
    """It need not be activated: EnableVpcIpv4Gateway may come after the routes (IPv4 gateway page)."""
    gateway = find.find_own(call, Ipv4GatewayRow, id)
    if gateway is None:
        raise route_errors.GATEWAY_NOT_FOUND()
    enforce(nexthop_place.check_same_vpc("Ipv4Gateway", same_vpc=gateway.vpc_id == table.vpc_id))
    if gateway.state != "Created":
        raise route_errors.GATEWAY_STATUS()


def _check_ipv6_gateway(call: Call, table: RouteTableRow, id: str) -> None:
    gateway = find.find_own(call, Ipv6GatewayRow, id)
    if gateway is None or gateway.vpc_id != table.vpc_id:
        raise route_errors.IPV6_GATEWAY_NOT_FOUND()


_CHECKS: Final[Mapping[str, Callable[[Call, RouteTableRow, str], None]]] = MappingProxyType(
    {
        nexthops.PEERING_TYPE: _check_peering,
        "Instance": _check_instance,
        "Ipv4Gateway": _check_ipv4_gateway,
        "IPv6Gateway": _check_ipv6_gateway,
    }
)
