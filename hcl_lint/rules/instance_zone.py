"""An instance that asks for another zone than its vSwitch is in.

Why: An instance is where its vSwitch is, and the cloud refuses to put it elsewhere.

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
      instance_type     = "ecs.g7.large"
      image_id          = "aliyun_3_x64_20G_alibase_20250117.vhd"
      availability_zone = "cn-hangzhou-h"
      vswitch_id        = alicloud_vswitch.s.id
      security_groups   = [alicloud_security_group.web.id]
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
      instance_type     = "ecs.g7.large"
      image_id          = "aliyun_3_x64_20G_alibase_20250117.vhd"
      availability_zone = alicloud_vswitch.s.zone_id
      vswitch_id        = alicloud_vswitch.s.id
      security_groups   = [alicloud_security_group.web.id]
    }

Fix: Remove availability_zone, or take the zone of the vSwitch.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import placement


@lint_rule(placement.INSTANCE_ZONE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, placement.INSTANCE_ZONE)
