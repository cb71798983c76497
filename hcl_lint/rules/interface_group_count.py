"""More security groups than an interface takes.

Why: An interface is in at most ten groups.

Bad::

    resource "alicloud_vswitch" "s" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_instance" "web" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [for n in range(11) : "sg-bp1group${n}"]
    }

Good::

    resource "alicloud_vswitch" "s" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_instance" "web" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [for n in range(10) : "sg-bp1group${n}"]
    }

Fix: Put the rules of several groups into one.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import groups


@lint_rule(groups.INTERFACE_GROUPS)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, groups.INTERFACE_GROUPS)
