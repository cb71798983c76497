"""Normal and enterprise groups on one interface.

Why: The groups of an interface are all normal or all enterprise.

Bad::

    resource "alicloud_vswitch" "s" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_security_group" "web" {
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_security_group" "admin" {
      vpc_id              = "vpc-bp1vpc"
      security_group_type = "enterprise"
    }

    resource "alicloud_instance" "web" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.web.id, alicloud_security_group.admin.id]
    }

Good::

    resource "alicloud_vswitch" "s" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_security_group" "web" {
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_security_group" "admin" {
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_instance" "web" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.web.id, alicloud_security_group.admin.id]
    }

Fix: Use groups of one type.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import groups


@lint_rule(groups.INTERFACE_KINDS)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, groups.INTERFACE_KINDS)
