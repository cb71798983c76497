"""A route to the IPv4 gateway of another VPC.

Why: A route table leads to things of its own VPC; the cloud looks for the next hop there.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_ipv4_gateway" "this" {
      vpc_id = alicloud_vpc.b.id
    }

    resource "alicloud_route_entry" "r" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "192.168.0.0/16"
      nexthop_type          = "Ipv4Gateway"
      nexthop_id            = alicloud_vpc_ipv4_gateway.this.id
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_ipv4_gateway" "this" {
      vpc_id = alicloud_vpc.b.id
    }

    resource "alicloud_route_entry" "r" {
      route_table_id        = alicloud_vpc.b.route_table_id
      destination_cidrblock = "192.168.0.0/16"
      nexthop_type          = "Ipv4Gateway"
      nexthop_id            = alicloud_vpc_ipv4_gateway.this.id
    }

Fix: Put the route into a table of the next hop's VPC, or lead it to something in the table's own. Peer VPCs instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import nexthop_place


@lint_rule(nexthop_place.IPV4_GATEWAY_OTHER_VPC)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, nexthop_place.IPV4_GATEWAY_OTHER_VPC)
