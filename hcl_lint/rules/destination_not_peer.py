"""A route over a connection to addresses that the peer does not have.

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
    "ALI355", "destination-not-peer", "warning", None,
    "the peer {peer} has {blocks}, and {destination} is outside: packets to it are dropped there",
    "VPC peering help page: the destination is the peer's CIDR block",
)  # fmt: skip


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    if not topology.complete:
        return  # a block of a VPC may be what could not be read
    for route, connection in peering_routes(topology):
        own, peer = own_and_peer(topology, route, connection)
        if peer is None or not peer.all_blocks_known or route.destination is UNKNOWN or route.destination.version == 6:
            continue
        if touches(route.destination, peer) or (own and touches(route.destination, own)):
            continue
        if any(vpc is not own and vpc is not peer for vpc in topology.vpcs_touching(route.destination)):
            continue  # that is transitive use, which has a rule of its own
        blocks = " and ".join(map(str, peer.blocks))
        message = RULE.broken("", peer=peer.id, blocks=blocks, destination=route.destination).message
        problem = at(route, *route.DESTINATION, message=message, notes=(Note("the peer", peer.resource.span),))
        yield problem.with_fix(fixes.put(route, str(peer.primary), *route.DESTINATION, safe=False))
