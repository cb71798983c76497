"""Two vSwitches of a VPC with the same IPv6 block.

Why: Each of the 256 blocks of a VPC is for one vSwitch.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vswitch" "s" {
      vpc_id               = alicloud_vpc.a.id
      cidr_block           = "10.0.1.0/24"
      zone_id              = "cn-hangzhou-b"
      ipv6_cidr_block_mask = 3
    }

    resource "alicloud_vswitch" "t" {
      vpc_id               = alicloud_vpc.a.id
      cidr_block           = "10.0.2.0/24"
      zone_id              = "cn-hangzhou-b"
      ipv6_cidr_block_mask = 3
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
      ipv6_cidr_block_mask = 3
    }

    resource "alicloud_vswitch" "t" {
      vpc_id               = alicloud_vpc.a.id
      cidr_block           = "10.0.2.0/24"
      zone_id              = "cn-hangzhou-b"
      ipv6_cidr_block_mask = 4
    }

Fix: Give each vSwitch a number of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import placement


@lint_rule(placement.IPV6_TAKEN)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, placement.IPV6_TAKEN)
