"""A rule that does not say who may come in or where to go.

Why: A rule names a block, another group or a prefix list.

Bad::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22/22"
    }

Good::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "10.0.0.0/8"
    }

Fix: Add cidr_ip, ipv6_cidr_ip, source_security_group_id or prefix_list_id.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import group_rules


@lint_rule(group_rules.FAR_SIDE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, group_rules.FAR_SIDE)
