"""An IPv6 route in a VPC that has no IPv6.

Why: A VPC carries IPv6 only once it is enabled there; the cloud refuses the route before.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = false
    }

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "2408:4005:300::/56"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "2408:4005:300::/56"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Set enable_ipv6 = true on the VPC.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.placement import has_ipv6
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import routing
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(routing.VPC_WITHOUT_IPV6)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        vpc = topology.vpc(one.vpc)
        if vpc is None or not together(one, vpc):
            continue
        violations = routing.check_ip_version(one.destination, UNKNOWN, has_ipv6(vpc))
        yield from told(routing.VPC_WITHOUT_IPV6, violations, one, *one.DESTINATION)
