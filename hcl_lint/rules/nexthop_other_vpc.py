"""A route to a gateway or an address of another VPC.

Why: A next hop must be in the VPC of the route table. For instances, network interfaces and IPv4 gateways there
are ALI325 to ALI327; this rule is for NAT, VPN and IPv6 gateways and HaVips.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = alicloud_vpc.b.id
      cidr_block = "10.1.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_nat_gateway" "this" {
      vpc_id     = alicloud_vpc.b.id
      vswitch_id = alicloud_vswitch.s.id
      nat_type   = "Enhanced"
    }

    resource "alicloud_route_entry" "r" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "192.168.0.0/16"
      nexthop_type          = "NatGateway"
      nexthop_id            = alicloud_nat_gateway.this.id
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = alicloud_vpc.b.id
      cidr_block = "10.1.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_nat_gateway" "this" {
      vpc_id     = alicloud_vpc.b.id
      vswitch_id = alicloud_vswitch.s.id
      nat_type   = "Enhanced"
    }

    resource "alicloud_route_entry" "r" {
      route_table_id        = alicloud_vpc.b.route_table_id
      destination_cidrblock = "192.168.0.0/16"
      nexthop_type          = "NatGateway"
      nexthop_id            = alicloud_nat_gateway.this.id
    }

Fix: Put the route into a table of the next hop's VPC.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network import next_hops
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import nexthop_place, routing
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI328", "nexthop-other-vpc", "error", None,
    "{hop} is in {vpc}, not in the VPC of the route table, {own}; a next hop must be in the same",
    "CreateRouteEntry page",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for route, hop, vpc in next_hops.elsewhere(topology.root, topology.routes, topology.vswitch_by_id):
        if routing.effective_type(route.hop_type) not in nexthop_place.OTHER_VPC:
            message = RULE.broken("nexthop_id", hop=hop.address, vpc=vpc, own=route.vpc).message
            yield at(route, "nexthop_id", message=message, notes=(Note("the next hop", hop.span),), used=True)
