"""Next hops of routes: they exist, are in the route table's VPC, and in a state that carries packets.

Types that tfmock holds nothing of are taken on the form of their id (docs/differences.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Final

from tfmock.core.call import Call
from tfmock.protocol.errors import ErrorTemplate, enforce
from tfmock.rulebook import nexthop_place, nexthops, routing
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.vpc import find, route_errors
from tfmock.services.vpc.models.ipv4_gateway import Ipv4GatewayRow
from tfmock.services.vpc.models.ipv6_gateway import Ipv6GatewayRow
from tfmock.services.vpc.models.route_entry import NextHop
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpcpeer.models import PeeringRow


def check(
    call: Call,
    table: RouteTableRow,
    hop: NextHop,
    versions: Collection[int],
    *,
    no_interface: ErrorTemplate | None = None,
) -> None:
    """Judge a next hop.

    Args:
        call: who asks.
        table: the route table that the route is in.
        hop: where the route leads.
        versions: the IP versions of the route's destination.
        no_interface: what the action answers to an interface that is not there.

    Raises:
        ApiError: it does not exist, is in another VPC, or not in a state to be a next hop.
    """
    if hop.next_hop_type == "NetworkInterface":
        _interface(call, table, hop.next_hop_id, versions, no_interface or route_errors.INTERFACE_NOT_FOUND)
    elif hop.next_hop_type in _CHECKS:
        _CHECKS[hop.next_hop_type](call, table, hop.next_hop_id)


def _peering(call: Call, table: RouteTableRow, id: str) -> None:
    """A peering joins this VPC and is Activated."""
    peering = call.transaction.get(PeeringRow, id)
    if peering is None or peering.side_of(call.account) is None:
        enforce(routing.check_connection(table.vpc_id, id, None, ()))
    else:
        enforce(routing.check_connection(table.vpc_id, id, peering.state, peering.vpc_ids))


def _instance(call: Call, table: RouteTableRow, id: str) -> None:
    row = call.transaction.get(InstanceRow, id)
    if row is None or (row.account, row.region_id) != call.scope:
        raise route_errors.INSTANCE_NOT_FOUND()
    enforce(nexthop_place.check_same_vpc("Instance", same_vpc=row.vpc_id == table.vpc_id))
    if row.state in ("Pending", "Deleting"):
        raise route_errors.INSTANCE_STATUS()


def _interface(call: Call, table: RouteTableRow, id: str, versions: Collection[int], missing: ErrorTemplate) -> None:
    row = call.transaction.get(NetworkInterfaceRow, id)
    if row is None or (row.account, row.region_id) != call.scope:
        raise missing()
    enforce(nexthop_place.check_same_vpc("NetworkInterface", same_vpc=row.vpc_id == table.vpc_id))
    if 6 in versions and row.type == "Primary":
        raise route_errors.INTERFACE_PRIMARY_IPV6()
    if 6 in versions:
        enforce(nexthop_place.check_interface_ipv6(len(row.ipv6_addresses)))


def _ipv4_gateway(call: Call, table: RouteTableRow, id: str) -> None:
    """It need not be activated: EnableVpcIpv4Gateway may come after the routes (IPv4 gateway page)."""
    row = find.visible(call, Ipv4GatewayRow, id)
    if row is None:
        raise route_errors.GATEWAY_NOT_FOUND()
    enforce(nexthop_place.check_same_vpc("Ipv4Gateway", same_vpc=row.vpc_id == table.vpc_id))
    if row.state != "Created":
        raise route_errors.GATEWAY_STATUS()


def _ipv6_gateway(call: Call, table: RouteTableRow, id: str) -> None:
    row = find.visible(call, Ipv6GatewayRow, id)
    if row is None or row.vpc_id != table.vpc_id:
        raise route_errors.IPV6_GATEWAY_NOT_FOUND()


_CHECKS: Final[Mapping[str, Callable[[Call, RouteTableRow, str], None]]] = MappingProxyType(
    {nexthops.PEERING_TYPE: _peering, "Instance": _instance, "Ipv4Gateway": _ipv4_gateway, "IPv6Gateway": _ipv6_gateway}
)
