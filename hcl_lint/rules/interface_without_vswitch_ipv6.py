"""IPv6 addresses in a vSwitch that has no IPv6 block.

Why: An interface takes its IPv6 addresses from the IPv6 block of its vSwitch.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_security_group" "web" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_instance" "web" {
      instance_type      = "ecs.g7.large"
      image_id           = "aliyun_3_x64_20G_alibase_20250117.vhd"
      ipv6_address_count = 1
      vswitch_id         = alicloud_vswitch.s.id
      security_groups    = [alicloud_security_group.web.id]
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

    resource "alicloud_security_group" "web" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_instance" "web" {
      instance_type      = "ecs.g7.large"
      image_id           = "aliyun_3_x64_20G_alibase_20250117.vhd"
      ipv6_address_count = 1
      vswitch_id         = alicloud_vswitch.s.id
      security_groups    = [alicloud_security_group.web.id]
    }

Fix: Set enable_ipv6 and ipv6_cidr_block_mask on the vSwitch.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import placement


@lint_rule(placement.IPV6_OFF)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, placement.IPV6_OFF)
