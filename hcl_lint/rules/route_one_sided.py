"""A connection with a route on one side only.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI353", "route-one-sided", "warning", None,
    "only the {side} side has a route over this connection; answers from the {other} side find no way back",
    "VPC peering help page: configure routes in both VPCs",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    if not topology.closed or topology.unsure_routes:
        return
    for one in topology.connections:
        over = topology.routes_over(one)
        sides = {topology.side(route, one) for route in over}
        if not over or len(sides) > 1 or None in sides:
            continue
        side = "requester" if "requester" in sides else "accepter"
        other = "accepter" if side == "requester" else "requester"
        if other == "accepter" and one.cross_account != "no" and not topology.accepters_of(one):
            continue  # the other account has a configuration of its own
        notes = tuple(Note("a route", route.resource.span) for route in over[:3])
        yield at(one, message=RULE.broken("", side=side, other=other).message, notes=notes)
