"""A route over a connection to the addresses of the VPC that it stands in.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import own_and_peer, peering_routes, touches
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI354", "destination-own-vpc", "error", None,
    "{destination} belongs to {vpc}, in which this route stands{peer}; the two sides seem to be swapped",
    "VPC peering help page: the destination is the peer's CIDR block",
)  # fmt: skip


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for route, connection in peering_routes(topology):
        own, peer = own_and_peer(topology, route, connection)
        if own is None or route.destination is UNKNOWN:
            continue
        inside = any(block.contains(route.destination) for block in own.blocks)
        known = topology.complete and peer is not None and peer.all_blocks_known
        if not inside or (peer and (not known or touches(route.destination, peer))):
            continue
        if peer is None and route.destination not in own.blocks:
            continue  # the peer, which is not written here, may have these addresses too
        told_of = f", not to the peer {peer.id}" if peer else ""
        message = RULE.broken("", destination=route.destination, vpc=own.id, peer=told_of).message
        problem = at(route, *route.DESTINATION, message=message, notes=(Note("the route's VPC", own.resource.span),))
        fix = fixes.put(route, str(peer.primary), *route.DESTINATION, safe=False) if peer and peer.primary else None
        yield problem.with_fix(fix)
