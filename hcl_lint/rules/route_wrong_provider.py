"""A route created by a provider of another region or account than its table.

Why: The table is looked for in the region and account of the route's provider, and is not found there.

Bad::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    provider "alicloud" {
      alias  = "peer"
      region = "cn-beijing"
    }

    resource "alicloud_vpc" "peer" {
      provider   = alicloud.peer
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_route_entry" "back" {
      route_table_id        = alicloud_vpc.peer.route_table_id
      destination_cidrblock = "10.0.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Good::

    provider "alicloud" {
      alias  = "peer"
      region = "cn-beijing"
    }

    resource "alicloud_vpc" "peer" {
      provider   = alicloud.peer
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_route_entry" "back" {
      provider              = alicloud.peer
      route_table_id        = alicloud_vpc.peer.route_table_id
      destination_cidrblock = "10.0.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Give the route the provider of the VPC that owns its table.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import region_conflict, region_note
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI360", "route-wrong-provider", "error", None,
    "the route is created {here}, but its table belongs to {vpc}, which is created {there}",
    "VPC peering help page, Terraform examples; CreateRouteEntry error codes (InvalidRouteTableId.NotFound)",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for route in topology.routes:
        vpc = topology.vpc(route.vpc)
        if vpc is None or not region_conflict(route, vpc):
            continue
        if route.region != vpc.region:
            here, there = f"in {route.region}", f"in {vpc.region}"
        else:
            here, there = "by one account", "by another"
        message = RULE.broken("", here=here, vpc=vpc.id, there=there).message
        yield at(route, "route_table_id", message=message, notes=(*region_note(route), *region_note(vpc)))
