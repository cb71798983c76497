"""A name of a network interface that is not accepted.

Why: It has 2 to 128 characters, begins with a letter or a Chinese character, and is no URL.

Bad::

    resource "alicloud_ecs_network_interface" "a" {
      vswitch_id             = "vsw-bp1vswitch"
      security_group_ids     = ["sg-bp1group"]
      network_interface_name = "2nd"
    }

Good::

    resource "alicloud_ecs_network_interface" "a" {
      vswitch_id             = "vsw-bp1vswitch"
      security_group_ids     = ["sg-bp1group"]
      network_interface_name = "second"
    }

Fix: Write another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.NETWORK_INTERFACE_NAME)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.NETWORK_INTERFACE_NAME)
