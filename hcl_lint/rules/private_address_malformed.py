"""A private address that is none.

Why: The cloud takes one IPv4 address, without a mask.

Bad::

    resource "alicloud_instance" "web" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = "vsw-bp1vswitch"
      security_groups = ["sg-bp1group"]
      private_ip      = "10.0.1.0/24"
    }

Good::

    resource "alicloud_instance" "web" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = "vsw-bp1vswitch"
      security_groups = ["sg-bp1group"]
      private_ip      = "10.0.1.10"
    }

Fix: Write an address such as 10.0.1.10.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import placement


@lint_rule(placement.ADDRESS_MALFORMED)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, placement.ADDRESS_MALFORMED)
