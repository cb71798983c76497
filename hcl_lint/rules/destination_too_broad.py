"""A route over a connection to more addresses than the peer has.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import own_and_peer, peering_routes
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI357", "destination-too-broad", "notice", None,
    "{destination} is wider than the peer's {blocks}; the rest is dropped there",
    "VPC peering help page: the destination is the peer's CIDR block",
)  # fmt: skip


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    if not topology.complete:
        return  # a block of a VPC may be what could not be read
    for route, connection in peering_routes(topology):
        _, peer = own_and_peer(topology, route, connection)
        if peer is None or not peer.all_blocks_known or route.destination is UNKNOWN or route.destination.mask == 0:
            continue
        inside = [block for block in peer.blocks if route.destination.contains(block)]
        if len(inside) == 1 and inside[0] != route.destination:
            message = RULE.broken("", destination=route.destination, blocks=inside[0]).message
            problem = at(route, *route.DESTINATION, message=message, notes=(Note("the peer", peer.resource.span),))
            yield problem.with_fix(fixes.put(route, str(inside[0]), *route.DESTINATION, safe=False))
