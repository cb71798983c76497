"""Connections that no route leads over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, Fix, Note
from hcl_lint.network.entities import Connection, Route, Vpc
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook.rule import Rule

ROUTE_MISSING = documented(
    Rule(
        id="ALI352",
        name="route-missing",
        severity="warning",
        api_error=None,
        message=(
            "no route leads over this connection, so it carries nothing; each of its VPCs needs a route to the other"
        ),
        source="VPC peering help page: configure routes in both VPCs",
    ),
    """
    A connection that no route leads over.

    Why: A peering adds no routes by itself. Until both sides have a route to the other, it is Activated and carries
    nothing.

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
          destination_cidrblock = alicloud_vpc.b.cidr_block
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_route_entry" "b_to_a" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = alicloud_vpc.a.cidr_block
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Fix: Add a route in a table of each side, with the other VPC's block as destination and this connection as next
    hop.
    """,
    fixable=True,
)

ROUTE_ONE_SIDED = documented(
    Rule(
        id="ALI353",
        name="route-one-sided",
        severity="warning",
        api_error=None,
        message=(
            "only the {side} side has a route over this connection; answers from the {other} side find no way back"
        ),
        source="VPC peering help page: configure routes in both VPCs",
    ),
    """
    A connection with a route on one side only.

    Why: Packets find the way there and no way back, so no connection is ever made.

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
          destination_cidrblock = alicloud_vpc.b.cidr_block
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
          destination_cidrblock = alicloud_vpc.b.cidr_block
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_route_entry" "b_to_a" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = alicloud_vpc.a.cidr_block
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Fix: Add a route back, in a table of the other VPC, to the block of this one.
    """,
)


@check(ROUTE_MISSING, ROUTE_ONE_SIDED)
def check_missing_routes(topology: Topology) -> Iterator[Diagnostic]:
    if not topology.closed or topology.routes_with_unknown_hop:
        return
    for connection in topology.connections:
        routes = topology.routes_over(connection)
        if not routes and not _is_building_block(topology, connection):
            yield connection.diagnostic(ROUTE_MISSING.violation(), fix=_add_routes(topology, connection))
        elif routes:
            yield from _check_both_sides(topology, connection, routes)


def _check_both_sides(topology: Topology, connection: Connection, routes: Sequence[Route]) -> Iterator[Diagnostic]:
    sides = {topology.side(route, connection) for route in routes}
    if len(sides) > 1 or None in sides:
        return
    side, other = ("requester", "accepter") if "requester" in sides else ("accepter", "requester")
    if other == "accepter" and connection.cross_account != "no" and not topology.accepters_of(connection):
        return  # the other account has a configuration of its own
    notes = tuple(Note("a route", route.resource.span) for route in routes[:3])
    yield connection.diagnostic(ROUTE_ONE_SIDED.violation(side=side, other=other), notes=notes)


def _is_building_block(topology: Topology, connection: Connection) -> bool:
    """Whether the configuration hands the connection's id out and has nothing of the network itself."""
    if topology.vpcs or topology.tables or topology.routes:
        return False
    references = (value.reference for value in topology.root.root.outputs.values())
    return any(reference is not None and reference.address == connection.id for reference in references)


def _add_routes(topology: Topology, connection: Connection) -> Fix | None:
    """Routes for both sides, where both VPCs stand in the same module and have no repetition."""
    requester, accepter = topology.vpcs_of(connection)
    if requester is None or accepter is None or connection.resource.key is not None:
        return None
    module = connection.resource.module
    if any(vpc.resource.module != module or vpc.resource.key is not None for vpc in (requester, accepter)):
        return None
    name = connection.resource.name
    blocks = [_route_block(name, *pair) for pair in ((requester, accepter), (accepter, requester))]
    return fixes.insert_after_block(connection, "\n\n".join(blocks), "Add a route on each side")


def _route_block(connection: str, own: Vpc, peer: Vpc) -> str:
    provider = own.resource.provider
    alias = f"  provider              = alicloud.{provider.alias}\n" if provider and provider.alias else ""
    own_vpc, peer_vpc = f"alicloud_vpc.{own.resource.name}", f"alicloud_vpc.{peer.resource.name}"
    return (
        f'resource "alicloud_route_entry" "{connection}_{own.resource.name}_to_{peer.resource.name}" {{\n'
        f"{alias}"
        f"  route_table_id        = {own_vpc}.route_table_id\n"
        f"  destination_cidrblock = {peer_vpc}.cidr_block\n"
        f'  nexthop_type          = "VpcPeer"\n'
        f"  nexthop_id            = alicloud_vpc_peer_connection.{connection}.id\n"
        f"}}"
    )
