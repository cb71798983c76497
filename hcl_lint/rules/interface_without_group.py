"""An instance or network interface that is in no security group.

Why: An interface is in at least one group; the cloud refuses it otherwise.

Bad::

    resource "alicloud_ecs_network_interface" "e" {
      vswitch_id = "vsw-bp1vswitch"
    }

Good::

    resource "alicloud_ecs_network_interface" "e" {
      vswitch_id         = "vsw-bp1vswitch"
      security_group_ids = ["sg-bp1group"]
    }

Fix: Name a security group of the VPC.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import groups


@lint_rule(groups.INTERFACE_WITHOUT_GROUP)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, groups.INTERFACE_WITHOUT_GROUP)
