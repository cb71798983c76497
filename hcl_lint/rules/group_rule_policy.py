"""A policy that is neither accept nor drop.

Why: There are no others.

Bad::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "10.0.0.0/8"
      policy            = "deny"
    }

Good::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "10.0.0.0/8"
      policy            = "drop"
    }

Fix: Write accept or drop.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import group_rules


@lint_rule(group_rules.POLICY)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, group_rules.POLICY)
