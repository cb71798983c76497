"""A number of an IPv6 block that there is not.

Why: The VPC has a block of 56 bits, and a vSwitch takes one of its 256 blocks of 64 bits: 0 to 255.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vswitch" "s" {
      vpc_id               = alicloud_vpc.a.id
      cidr_block           = "10.0.1.0/24"
      zone_id              = "cn-hangzhou-b"
      enable_ipv6          = true
      ipv6_cidr_block_mask = 256
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vswitch" "s" {
      vpc_id               = alicloud_vpc.a.id
      cidr_block           = "10.0.1.0/24"
      zone_id              = "cn-hangzhou-b"
      enable_ipv6          = true
      ipv6_cidr_block_mask = 255
    }

Fix: Write a number from 0 to 255.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import placement


@lint_rule(placement.IPV6_NUMBER)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, placement.IPV6_NUMBER)
