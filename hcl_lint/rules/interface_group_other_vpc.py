"""A security group of another VPC.

Why: An interface is in groups of the VPC that its vSwitch is in.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_security_group" "web" {
      vpc_id = alicloud_vpc.b.id
    }

    resource "alicloud_instance" "web" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.web.id]
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
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
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.web.id]
    }

Fix: Use groups of the same VPC.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import groups


@lint_rule(groups.INTERFACE_VPC)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, groups.INTERFACE_VPC)
