"""A vSwitch with an IPv6 block, or an IPv6 gateway, in a VPC that has no IPv6.

Why: A vSwitch takes its IPv6 block from that of its VPC, and the cloud refuses it, and a gateway, where there is none.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id               = alicloud_vpc.a.id
      cidr_block           = "10.0.1.0/24"
      zone_id              = "cn-hangzhou-b"
      enable_ipv6          = true
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
      enable_ipv6          = true
      ipv6_cidr_block_mask = 3
    }

Fix: Set enable_ipv6 = true on the VPC.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import placement


@lint_rule(placement.IPV6_DISABLED)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, placement.IPV6_DISABLED)
