"""Two IPv6 gateways in a VPC.

Why: A VPC has at most one.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vpc_ipv6_gateway" "a" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_vpc_ipv6_gateway" "b" {
      vpc_id = alicloud_vpc.a.id
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vpc_ipv6_gateway" "a" {
      vpc_id = alicloud_vpc.a.id
    }

Fix: Remove one.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import vpc_ipv6


@lint_rule(vpc_ipv6.GATEWAY_TWICE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, vpc_ipv6.GATEWAY_TWICE)
