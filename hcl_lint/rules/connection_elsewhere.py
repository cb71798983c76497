"""A route in a VPC that its connection does not join.

Why: A peering serves its two VPCs; in the table of a third the cloud does not find it.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "third" {
      cidr_block = "10.2.0.0/16"
    }

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "a_b" {
      vpc_id              = alicloud_vpc.a.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.b.id
      accepting_region_id = "cn-hangzhou"
    }

    resource "alicloud_route_entry" "third_to_b" {
      route_table_id        = alicloud_vpc.third.route_table_id
      destination_cidrblock = alicloud_vpc.b.cidr_block
      nexthop_type          = "VpcPeer"
      nexthop_id            = alicloud_vpc_peer_connection.a_b.id
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "a_b" {
      vpc_id              = alicloud_vpc.a.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.b.id
      accepting_region_id = "cn-hangzhou"
    }

    resource "alicloud_route_entry" "a_to_b" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = alicloud_vpc.b.cidr_block
      nexthop_type          = "VpcPeer"
      nexthop_id            = alicloud_vpc_peer_connection.a_b.id
    }

Fix: Use the table of one of the connection's VPCs, or connect the third VPC on its own: peering is not
transitive.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology, elsewhere
from hcl_lint.network.topology_queries import peering_routes
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import routing


@lint_rule(routing.CONNECTION_ELSEWHERE)
def check(topology: Topology) -> Iterator[Problem]:
    for route, connection in peering_routes(topology):
        if isinstance(route.vpc, str) and elsewhere(route, connection):
            ends = [end for end in (connection.vpc, connection.accepting_vpc) if isinstance(end, str)]
            for violation in routing.check_connection(route.vpc, connection.id, "Activated", ends):
                note = Note(f"{connection.id} joins {' and '.join(ends)}", connection.resource.span)
                yield at(route, "nexthop_id", message=f"{violation.message}, {route.vpc}", notes=(note,))
