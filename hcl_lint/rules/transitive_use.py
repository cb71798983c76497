"""A route over a connection to a VPC behind the peer.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology, together
from hcl_lint.network.topology_queries import own_and_peer, peering_routes, touches
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI358", "transitive-use", "warning", None,
    "{destination} is {behind}, but {connection} leads to {peer} and peering is not transitive: packets are dropped",
    "VPC peering help page: peering is not transitive",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    if not topology.complete:
        return  # a block of a VPC may be what could not be read
    for route, connection in peering_routes(topology):
        own, peer = own_and_peer(topology, route, connection)
        destination = route.destination
        if own is None or peer is None or not peer.all_blocks_known or destination is UNKNOWN:
            continue
        if touches(destination, peer) or touches(destination, own):
            continue
        behind = next((vpc for vpc in topology.vpcs_touching(destination) if vpc not in (own, peer)), None)
        if behind is not None and together(route, behind):
            facts = {"destination": destination, "behind": behind.id, "connection": connection.id, "peer": peer.id}
            note = Note(f"{behind.id} has {destination}", behind.resource.span)
            yield at(route, *route.DESTINATION, message=RULE.broken("", **facts).message, notes=(note,))
