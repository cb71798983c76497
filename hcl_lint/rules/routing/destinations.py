"""Destinations of routes."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, Note
from hcl_lint.network.entities import Route
from hcl_lint.network.topology import Topology, can_coexist
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    nexthops,
    routing,
)
from tfmock.rulebook.cidr import DEFAULT_IPV4, DEFAULT_IPV6, Cidr, parse_address, parse_cidr
from tfmock.rulebook.rule import UNKNOWN, Rule

DESTINATION_MALFORMED = documented(
    routing.DESTINATION_MALFORMED,
    """
    A destination that is not a CIDR block.

    Why: The cloud takes an address and a mask, with no bits set behind the mask; 10.1.0.5/16 is refused.

    Bad::

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.5/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Write network/mask with no bits behind the mask, such as 10.1.0.0/16, or use the peer's cidr_block attribute.
    """,
    fixable=True,
)

DESTINATION_RESERVED = documented(
    routing.DESTINATION_RESERVED,
    """
    The destination 100.64.0.0/10.

    Why: The block belongs to cloud services; every table has a system route for it and the cloud refuses another. A
    narrower block can have a route, such as one to cloud services of another region over a transit router.

    Bad::

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "100.64.0.0/10"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Write the block that is meant, which is narrower or lies elsewhere.
    """,
)

DESTINATION_BARE_ADDRESS = documented(
    Rule(
        id="ALI363",
        name="destination-bare-address",
        severity="warning",
        api_error=None,
        message="{destination} has no mask and is taken for the single address {block}",
        source="CreateRouteEntry page: no mask means /32",
    ),
    """
    A destination without a mask.

    Why: The cloud takes it for a single address (/32 or /128) and shows it with the mask, so the next plan wants to
    replace the route; if a network was meant, most of it is not routed.

    Bad::

        resource "alicloud_route_entry" "there" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_route_entry" "there" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Write the mask.
    """,
    fixable=True,
)

DESTINATION_IN_VSWITCH = documented(
    routing.DESTINATION_IN_VSWITCH,
    """
    A destination equal to, or inside, a vSwitch of the route's own VPC.

    Why: The system route of the vSwitch always wins, so the cloud refuses a custom route as specific as that.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.1.0.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.1.0.0/24"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.1.0.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_route_entry" "to_peer" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.2.0.0/24"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Write the block of the peer's vSwitch; if both sides use the same addresses, one of them has to move.
    """,
)

DUPLICATE_DESTINATION = documented(
    routing.DESTINATION_DUPLICATE,
    """
    Two routes to the same destination in one table.

    Why: A table has one route to each destination; the cloud refuses the second.

    Bad::

        resource "alicloud_route_entry" "one" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1one"
        }

        resource "alicloud_vpc_route_entry" "two" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"
          nexthop_type           = "VpcPeer"
          nexthop_id             = "pcc-bp1two"
        }

    Good::

        resource "alicloud_route_entry" "one" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1one"
        }

        resource "alicloud_vpc_route_entry" "two" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.2.0.0/16"
          nexthop_type           = "VpcPeer"
          nexthop_id             = "pcc-bp1two"
        }

    Fix: Keep one of the routes, or write a more specific destination in the other.
    """,
)

DEFAULT_ROUTE_TO_PEER = documented(
    Rule(
        id="ALI356",
        name="default-route-to-peer",
        severity="warning",
        api_error=None,
        message="{destination} sends everything to the peer, which delivers only what is for its own VPC",
        source="VPC peering help page: peering is not transitive",
    ),
    """
    A default route over a connection.

    Why: All that has no other route goes to the peer, which delivers only what is for itself: it is no way to the
    Internet, and packets for elsewhere are lost.

    Bad::

        resource "alicloud_route_entry" "all" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "0.0.0.0/0"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_route_entry" "peer" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Write the peer VPC's block as destination.
    """,
)


@check(DESTINATION_MALFORMED, DESTINATION_RESERVED, DESTINATION_BARE_ADDRESS)
def check_destinations(topology: Topology) -> Iterator[Diagnostic]:
    for route in topology.routes:
        text = route.text(*route.DESTINATION)
        if not isinstance(text, str):
            continue
        for violation in routing.check_destination(text):
            block = parse_cidr(text, strict=False) if violation.rule is routing.DESTINATION_MALFORMED else None
            fix = fixes.put(route, str(block), *route.DESTINATION) if block else None
            yield route.diagnostic(violation, *route.DESTINATION, fix=fix)
        address = parse_address(text)
        if address is not None:
            violation = DESTINATION_BARE_ADDRESS.violation("destination_cidrblock", destination=text, block=address)
            fix = fixes.put(route, str(address), *route.DESTINATION, safe=False)
            yield route.diagnostic(violation, *route.DESTINATION, fix=fix)


@check(DESTINATION_IN_VSWITCH)
def check_vswitches(topology: Topology) -> Iterator[Diagnostic]:
    for route in topology.routes:
        if route.destination is UNKNOWN:
            continue
        for vswitch in topology.vswitches_around(route.destination, route.vpc):
            if vswitch.block is UNKNOWN or not can_coexist(route, vswitch):
                continue
            for violation in routing.check_against_vswitches(route.destination, [vswitch.block]):
                note = Note(f"the vSwitch {vswitch.id}", vswitch.resource.span)
                yield route.diagnostic(violation, *route.DESTINATION, notes=(note,))


@check(DUPLICATE_DESTINATION)
def check_duplicates(topology: Topology) -> Iterator[Diagnostic]:
    routes: dict[tuple[str, Cidr], list[Route]] = {}
    for route in topology.routes:
        if not isinstance(route.table, str) or route.destination is UNKNOWN or not route.single:
            continue
        earlier = routes.setdefault((route.table, route.destination), [])
        other = next((other for other in earlier if can_coexist(route, other)), None)
        if other is not None:
            for violation in routing.check_duplicate(route.destination, [route.destination]):
                note = Note(f"the other route, {other.id}", other.resource.span)
                yield route.diagnostic(violation, *route.DESTINATION, notes=(note,))
        earlier.append(route)


@check(DEFAULT_ROUTE_TO_PEER)
def check_default_routes(topology: Topology) -> Iterator[Diagnostic]:
    for route in topology.routes:
        if route.destination in (DEFAULT_IPV4, DEFAULT_IPV6) and route.hop_type == nexthops.PEERING_TYPE:
            violation = DEFAULT_ROUTE_TO_PEER.violation("destination_cidrblock", destination=route.destination)
            yield route.diagnostic(violation, *route.DESTINATION)
