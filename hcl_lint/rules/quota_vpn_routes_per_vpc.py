"""More routes of a VPC to VPN gateways than the quota.

Why: vpc_quota_vpn_custom_route_entry is 50, over all route tables of the VPC, until somebody has it raised; the next
route is refused.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_route_entry" "many" {
      count                 = 51
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "172.16.${count.index}.0/24"
      nexthop_type          = "VpnGateway"
      nexthop_id            = "vpn-bp1gateway"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_route_entry" "few" {
      count                 = 50
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "172.16.${count.index}.0/24"
      nexthop_type          = "VpnGateway"
      nexthop_id            = "vpn-bp1gateway"
    }

Fix: Summarise destinations into larger blocks, or have the quota raised.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import exceeded
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas


@lint_rule(quotas.VPN_ROUTES_PER_VPC, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    routes = (one for one in topology.routes if one.hop_type == "VpnGateway")
    found = exceeded(
        quotas.VPN_ROUTES_PER_VPC, routes, lambda one: one.vpc if isinstance(one.vpc, str) else None,
        "vpc_quota_vpn_custom_route_entry",
    )  # fmt: skip
    for route, violation in found:
        yield at(route, "nexthop_type", message=violation.message, used=True)
