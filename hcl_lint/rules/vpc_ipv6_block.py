"""An IPv6 block of a VPC that is none.

Why: A VPC has IPv6 blocks with a mask of 56; those of address pools are not judged.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vpc_ipv6_cidr_block" "b" {
      vpc_id          = alicloud_vpc.a.id
      ipv6_cidr_block = "2408:4005:300::/64"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vpc_ipv6_cidr_block" "b" {
      vpc_id          = alicloud_vpc.a.id
      ipv6_cidr_block = "2408:4005:300::/56"
    }

Fix: Write a block with a mask of 56, or leave the choice to the cloud.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import vpc_ipv6


@lint_rule(vpc_ipv6.BLOCK)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, vpc_ipv6.BLOCK)
