"""A description of an instance that is not accepted.

Why: It has 2 to 256 characters and is no URL.

Bad::

    resource "alicloud_instance" "a" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = "vsw-bp1vswitch"
      security_groups = ["sg-bp1group"]
      description     = "https://wiki.example/web"
    }

Good::

    resource "alicloud_instance" "a" {
      instance_type   = "ecs.g7.large"
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id      = "vsw-bp1vswitch"
      security_groups = ["sg-bp1group"]
      description     = "web server"
    }

Fix: Write a text that does not begin with a URL, within these lengths.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.INSTANCE_DESCRIPTION)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.INSTANCE_DESCRIPTION)
