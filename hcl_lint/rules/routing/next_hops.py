"""Next hops of routes: type, id and IP version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, Fix
from hcl_lint.network.entities import Route
from hcl_lint.network.placement import has_ipv6
from hcl_lint.network.topology import Topology, can_coexist
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    nexthops,
    routing,
)
from tfmock.rulebook.rule import UNKNOWN

NEXTHOP_MISSING = documented(
    routing.NEXT_HOP_MISSING,
    """
    A route that leads nowhere.

    Why: A route needs a next hop, one or a list of them; the cloud refuses one without.

    Bad::

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
        }

    Good::

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Write nexthop_type and nexthop_id.
    """,
)

NEXTHOP_TYPE = documented(
    routing.NEXT_HOP_TYPE,
    """
    A next-hop type that does not exist.

    Why: alicloud_route_entry passes any text on, and the cloud refuses what is not spelled exactly as it is.

    Bad::

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VPCPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Write VpcPeer for a peering connection; hcl-lint explain ALI301 has the page that lists the others.
    """,
    fixable=True,
)

NEXTHOP_ID = documented(
    routing.NEXT_HOP_ID,
    """
    A next hop that is not of the stated type.

    Why: The cloud looks for the id among the things of nexthop_type, which is Instance where none is written, and
    does not find it.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Fix: Make nexthop_type and nexthop_id fit each other; for a peering connection write nexthop_type = "VpcPeer".
    """,
    fixable=True,
)

NEXTHOP_IP_VERSION = documented(
    routing.NEXT_HOP_NO_IPV6,
    """
    An IPv6 destination with a next hop that carries IPv4 only.

    Why: NAT gateways, VPN gateways, HaVips and IPv4 gateways do not carry IPv6; the cloud refuses the route.

    Bad::

        resource "alicloud_route_entry" "out" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "::/0"
          nexthop_type          = "NatGateway"
          nexthop_id            = "ngw-bp1gateway"
        }

    Good::

        resource "alicloud_route_entry" "out" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "0.0.0.0/0"
          nexthop_type          = "NatGateway"
          nexthop_id            = "ngw-bp1gateway"
        }

    Fix: Choose a next hop that carries IPv6, such as a peering connection or an IPv6 gateway.
    """,
)

NEXTHOP_IPV6_ONLY = documented(
    routing.NEXT_HOP_NO_IPV4,
    """
    An IPv4 destination with a next hop that carries IPv6 only.

    Why: An IPv6 gateway does not carry IPv4; the cloud refuses the route.

    Bad::

        resource "alicloud_route_entry" "out" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "0.0.0.0/0"
          nexthop_type          = "IPv6Gateway"
          nexthop_id            = "ipv6gw-bp1gateway"
        }

    Good::

        resource "alicloud_route_entry" "out" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "::/0"
          nexthop_type          = "IPv6Gateway"
          nexthop_id            = "ipv6gw-bp1gateway"
        }

    Fix: Write ::/0, or choose a next hop that carries IPv4.
    """,
)

IPV6_GATEWAY_DESTINATION = documented(
    routing.IPV6_GATEWAY_DESTINATION,
    """
    A route to an IPv6 gateway with a destination other than ::/0.

    Why: An IPv6 gateway takes the default route only.

    Bad::

        resource "alicloud_route_entry" "out" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "2001:db8::/32"
          nexthop_type          = "IPv6Gateway"
          nexthop_id            = "ipv6gw-bp1gateway"
        }

    Good::

        resource "alicloud_route_entry" "out" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "::/0"
          nexthop_type          = "IPv6Gateway"
          nexthop_id            = "ipv6gw-bp1gateway"
        }

    Fix: Write ::/0.
    """,
)

VPC_WITHOUT_IPV6 = documented(
    routing.VPC_WITHOUT_IPV6,
    """
    An IPv6 route in a VPC that has no IPv6.

    Why: A VPC carries IPv6 only once it is enabled there; the cloud refuses the route before.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = false
        }

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "2408:4005:300::/56"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "2408:4005:300::/56"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Set enable_ipv6 = true on the VPC.
    """,
)


@check(NEXTHOP_MISSING, NEXTHOP_TYPE)
def check_types(topology: Topology) -> Iterator[Diagnostic]:
    for route in topology.routes:
        listed = route.resource.nested("next_hops") or not route.resource.blocks_complete
        id = UNKNOWN if listed else route.text("nexthop_id")
        for violation in routing.check_next_hop(route.hop_type, id):
            type = route.hop_type
            meant = nexthops.suggest_type(type) if isinstance(type, str) else None
            yield route.diagnostic(violation, fix=fixes.put(route, meant, "nexthop_type") if meant else None)


#: An accepter has the id of its connection.
_ACCEPTER: Final = "alicloud_vpc_peer_connection_accepter"


@check(NEXTHOP_ID)
def check_ids(topology: Topology) -> Iterator[Diagnostic]:
    """Of references, too, which the rulebook does not know: the type of the resource says what the next hop is."""
    for route in topology.routes:
        in_force = routing.effective_type(route.hop_type)
        stated = None if in_force is UNKNOWN else nexthops.TYPES.get(in_force)
        actual = _actual_type(route)
        if stated is None or actual is None or actual is stated:
            continue
        id = route.text("nexthop_id")
        shown = id if isinstance(id, str) else str(route.resource.arguments["nexthop_id"].expression_span.text)
        default = ", and it is in force where nexthop_type is not written" if route.hop_type is None else ""
        violation = NEXTHOP_ID.violation(
            "nexthop_id",
            value=shown,
            type=stated.name,
            prefix=stated.prefix,
            hint=f"{default}; this is a {actual.name}",
        )
        yield route.diagnostic(violation, fix=_fix_type(route, actual.name))


def _actual_type(route: Route) -> nexthops.NextHopType | None:
    """What the next hop is: by the resource that it refers to, or by how its id begins."""
    type = route.hop_resource_type
    if type is not None:
        type = "alicloud_vpc_peer_connection" if type == _ACCEPTER else type
        return next((hop for hop in nexthops.TYPES.values() if hop.resource == type), None)
    id = route.text("nexthop_id")
    return nexthops.type_of_id(id) if isinstance(id, str) else None


def _fix_type(route: Route, name: str) -> Fix | None:
    if route.hop_type is None:
        return fixes.add(route, f'nexthop_type = "{name}"', after=("nexthop_id",))
    return fixes.put(route, name, "nexthop_type", safe=route.hop_resource_type is not None)


@check(NEXTHOP_IP_VERSION, NEXTHOP_IPV6_ONLY, IPV6_GATEWAY_DESTINATION, VPC_WITHOUT_IPV6)
def check_ip_versions(topology: Topology) -> Iterator[Diagnostic]:
    for route in topology.routes:
        vpc = topology.vpc(route.vpc)
        ipv6 = has_ipv6(vpc) if vpc is not None and can_coexist(route, vpc) else UNKNOWN
        for violation in routing.check_ip_version(route.destination, route.hop_type, ipv6):
            of_destination = violation.subject == "destination_cidrblock"
            yield route.diagnostic(violation, *(route.DESTINATION if of_destination else ()))
