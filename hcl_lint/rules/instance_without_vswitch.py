"""An instance without a vSwitch.

Why: Every instance is in a VPC, and so in a vSwitch: its own, that of its network interface, or that of its launch
template.

Bad::

    resource "alicloud_instance" "web" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      security_groups = ["sg-bp1group"]
    }

Good::

    resource "alicloud_instance" "web" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = "vsw-bp1vswitch"
      security_groups = ["sg-bp1group"]
    }

Fix: Set vswitch_id.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import placement


@lint_rule(placement.VSWITCH_MISSING)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, placement.VSWITCH_MISSING)
