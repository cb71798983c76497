"""A description of a network interface that is not accepted.

Why: It has 2 to 256 characters and is no URL.

Bad::

    resource "alicloud_ecs_network_interface" "a" {
      vswitch_id         = "vsw-bp1vswitch"
      security_group_ids = ["sg-bp1group"]
      description        = "-"
    }

Good::

    resource "alicloud_ecs_network_interface" "a" {
      vswitch_id         = "vsw-bp1vswitch"
      security_group_ids = ["sg-bp1group"]
      description        = "second interface"
    }

Fix: Write a text that does not begin with a URL, within these lengths.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.NETWORK_INTERFACE_DESCRIPTION)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.NETWORK_INTERFACE_DESCRIPTION)
