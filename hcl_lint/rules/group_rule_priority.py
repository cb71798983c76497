"""A priority that security groups do not have.

Why: A priority is a whole number from 1, which comes first, to 100.

Bad::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "10.0.0.0/8"
      priority          = 1000
    }

Good::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "10.0.0.0/8"
      priority          = 100
    }

Fix: Choose 1 to 100.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import group_rules


@lint_rule(group_rules.PRIORITY)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, group_rules.PRIORITY)
