"""A network interface of another zone than the instance.

Why: An instance takes interfaces of its own VPC and zone.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_vswitch" "t" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.0.2.0/24"
      zone_id    = "cn-hangzhou-h"
    }

    resource "alicloud_security_group" "web" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_security_group" "other" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_instance" "web" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.web.id]
    }

    resource "alicloud_ecs_network_interface" "e" {
      vswitch_id         = alicloud_vswitch.t.id
      security_group_ids = [alicloud_security_group.other.id]
    }

    resource "alicloud_ecs_network_interface_attachment" "x" {
      instance_id          = alicloud_instance.web.id
      network_interface_id = alicloud_ecs_network_interface.e.id
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

    resource "alicloud_vswitch" "t" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.0.2.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_security_group" "web" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_security_group" "other" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_instance" "web" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.web.id]
    }

    resource "alicloud_ecs_network_interface" "e" {
      vswitch_id         = alicloud_vswitch.t.id
      security_group_ids = [alicloud_security_group.other.id]
    }

    resource "alicloud_ecs_network_interface_attachment" "x" {
      instance_id          = alicloud_instance.web.id
      network_interface_id = alicloud_ecs_network_interface.e.id
    }

Fix: Make the interface in a vSwitch of the instance's zone.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import placement


@lint_rule(placement.ATTACHMENT_ZONE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, placement.ATTACHMENT_ZONE)
