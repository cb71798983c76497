"""An IPv6 block for a VPC without IPv6.

Why: The cloud refuses a VPC that asks for an IPv6 block and does not enable IPv6.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block      = "10.0.0.0/16"
      ipv6_cidr_block = "2408:4005:300::/56"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block      = "10.0.0.0/16"
      enable_ipv6     = true
      ipv6_cidr_block = "2408:4005:300::/56"
    }

Fix: Set enable_ipv6 = true.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import vpc_ipv6


@lint_rule(vpc_ipv6.ENABLE_MISSING)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, vpc_ipv6.ENABLE_MISSING)
