"""One private address for two.

Why: An address of a vSwitch is one interface's.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
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
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      private_ip      = "10.0.1.10"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.web.id]
    }

    resource "alicloud_instance" "db" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      private_ip      = "10.0.1.10"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.web.id]
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
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
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      private_ip      = "10.0.1.10"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.web.id]
    }

    resource "alicloud_instance" "db" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      private_ip      = "10.0.1.11"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.web.id]
    }

Fix: Give each its own address, or leave it to the cloud.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import placement


@lint_rule(placement.ADDRESS_TAKEN)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, placement.ADDRESS_TAKEN)
