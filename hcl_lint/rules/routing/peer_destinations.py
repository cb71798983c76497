"""Destinations of routes over connections."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, Note
from hcl_lint.network.entities import Connection, Route, Vpc
from hcl_lint.network.topology import Topology, can_coexist
from hcl_lint.network.topology_queries import overlaps_vpc, own_and_peer_vpc, peering_routes
from hcl_lint.rule import check, documented
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.rule import UNKNOWN, Rule

DESTINATION_OWN_VPC = documented(
    Rule(
        id="ALI354",
        name="destination-own-vpc",
        severity="error",
        api_error=None,
        message=("{destination} belongs to {vpc}, in which this route stands{peer}; the two sides seem to be swapped"),
        source="VPC peering help page: the destination is the peer's CIDR block",
    ),
    """
    A route over a connection to the addresses of the VPC that it stands in.

    Why: The two sides are swapped: the route leads to where the packet already is, and the peer stays out of reach.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.0.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Fix: Write the peer VPC's block as destination.
    """,
    fixable=True,
)

DESTINATION_NOT_PEER = documented(
    Rule(
        id="ALI355",
        name="destination-not-peer",
        severity="warning",
        api_error=None,
        message="the peer {peer} has {blocks}, and {destination} is outside: packets to it are dropped there",
        source="VPC peering help page: the destination is the peer's CIDR block",
    ),
    """
    A route over a connection to addresses that the peer does not have.

    Why: The connection hands packets to the peer VPC only; for addresses outside its blocks they are dropped there.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.2.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Fix: Write the peer VPC's block, best by reference to its cidr_block.
    """,
    fixable=True,
)

DESTINATION_TOO_BROAD = documented(
    Rule(
        id="ALI357",
        name="destination-too-broad",
        severity="notice",
        api_error=None,
        message="{destination} is wider than the peer's {blocks}; the rest is dropped there",
        source="VPC peering help page: the destination is the peer's CIDR block",
    ),
    """
    A route over a connection to more addresses than the peer has.

    Why: What is not the peer's is dropped there, and a VPC that gets those addresses later is cut off from this
    one.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "192.168.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.0.0.0/8"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "192.168.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Fix: Write the peer VPC's own block.
    """,
    fixable=True,
)

TRANSITIVE_USE = documented(
    Rule(
        id="ALI358",
        name="transitive-use",
        severity="warning",
        api_error=None,
        message=(
            "{destination} is {behind}, but {connection} leads to {peer} and peering is not transitive: packets"
            " are dropped"
        ),
        source="VPC peering help page: peering is not transitive",
    ),
    """
    A route over a connection to a VPC behind the peer.

    Why: Peering is not transitive: the peer does not pass packets on, neither to its other peers nor to its
    gateways.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "hub" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc" "c" {
          cidr_block = "10.2.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "a_hub" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.hub.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_c" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = alicloud_vpc.c.cidr_block
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.a_hub.id
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "c" {
          cidr_block = "10.2.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "a_c" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.c.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_c" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = alicloud_vpc.c.cidr_block
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.a_c.id
        }

    Fix: Join the two VPCs with a connection of their own, or use Cloud Enterprise Network.
    """,
)


@check(DESTINATION_OWN_VPC, DESTINATION_NOT_PEER, DESTINATION_TOO_BROAD, TRANSITIVE_USE)
def check_peer_destinations(topology: Topology) -> Iterator[Diagnostic]:
    for route, connection in peering_routes(topology):
        if route.destination is UNKNOWN:
            continue
        own, peer = own_and_peer_vpc(topology, route, connection)
        known = topology.complete and peer is not None and peer.all_blocks_known  # else a block may be missing
        if own is not None:
            yield from _check_own(route, route.destination, own, peer, known=known)
        if peer is not None and known:
            yield from _check_peer(topology, route, route.destination, own, peer)
            yield from _check_width(route, route.destination, peer)
            if own is not None:
                yield from _check_transit(topology, route, route.destination, own, peer, connection)


def _check_own(route: Route, destination: Cidr, own: Vpc, peer: Vpc | None, *, known: bool) -> Iterator[Diagnostic]:
    """Not into the VPC in which the route stands, unless the peer has these addresses, too, or may have them."""
    if not any(block.contains(destination) for block in own.blocks):
        return
    if peer is not None and (not known or overlaps_vpc(destination, peer)):
        return
    if peer is None and destination not in own.blocks:
        return  # the peer, which is not written here, may have these addresses too
    to_peer = f", not to the peer {peer.id}" if peer else ""
    yield route.diagnostic(
        DESTINATION_OWN_VPC.violation("destination_cidrblock", destination=destination, vpc=own.id, peer=to_peer),
        *route.DESTINATION,
        notes=(Note("the route's VPC", own.resource.span),),
        fix=fixes.put(route, str(peer.primary), *route.DESTINATION, safe=False) if peer and peer.primary else None,
    )


def _check_peer(
    topology: Topology, route: Route, destination: Cidr, own: Vpc | None, peer: Vpc
) -> Iterator[Diagnostic]:
    """Into the blocks of the peer."""
    if destination.version == 6 or overlaps_vpc(destination, peer) or (own and overlaps_vpc(destination, own)):
        return
    if any(vpc is not own and vpc is not peer for vpc in topology.vpcs_touching(destination)):
        return  # that is transitive use
    blocks = " and ".join(map(str, peer.blocks))
    yield route.diagnostic(
        DESTINATION_NOT_PEER.violation("destination_cidrblock", peer=peer.id, blocks=blocks, destination=destination),
        *route.DESTINATION,
        notes=(Note("the peer", peer.resource.span),),
        fix=fixes.put(route, str(peer.primary), *route.DESTINATION, safe=False),
    )


def _check_width(route: Route, destination: Cidr, peer: Vpc) -> Iterator[Diagnostic]:
    """No wider than the one block of the peer that it contains; a default route has a rule of its own."""
    inside = [block for block in peer.blocks if destination.contains(block)] if destination.mask else []
    if len(inside) == 1 and inside[0] != destination:
        yield route.diagnostic(
            DESTINATION_TOO_BROAD.violation("destination_cidrblock", destination=destination, blocks=inside[0]),
            *route.DESTINATION,
            notes=(Note("the peer", peer.resource.span),),
            fix=fixes.put(route, str(inside[0]), *route.DESTINATION, safe=False),
        )


def _check_transit(
    topology: Topology, route: Route, destination: Cidr, own: Vpc, peer: Vpc, connection: Connection
) -> Iterator[Diagnostic]:
    """Not to a VPC behind the peer."""
    if overlaps_vpc(destination, peer) or overlaps_vpc(destination, own):
        return
    behind = next((vpc for vpc in topology.vpcs_touching(destination) if vpc not in (own, peer)), None)
    if behind is not None and can_coexist(route, behind):
        facts = {"destination": destination, "behind": behind.id, "connection": connection.id, "peer": peer.id}
        note = Note(f"{behind.id} has {destination}", behind.resource.span)
        violation = TRANSITIVE_USE.violation("destination_cidrblock", **facts)
        yield route.diagnostic(violation, *route.DESTINATION, notes=(note,))
