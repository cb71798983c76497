"""An IPv6 block that the VPC has already.

Why: The IPv6 blocks of a VPC share no addresses.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vpc_ipv6_cidr_block" "b" {
      vpc_id          = alicloud_vpc.a.id
      ipv6_cidr_block = "2408:4005:300::/56"
    }

    resource "alicloud_vpc_ipv6_cidr_block" "c" {
      vpc_id          = alicloud_vpc.a.id
      ipv6_cidr_block = "2408:4005:300::/56"
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

    resource "alicloud_vpc_ipv6_cidr_block" "c" {
      vpc_id          = alicloud_vpc.a.id
      ipv6_cidr_block = "2408:4005:301::/56"
    }

Fix: Choose another block.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import vpc_ipv6


@lint_rule(vpc_ipv6.BLOCK_TWICE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, vpc_ipv6.BLOCK_TWICE)
