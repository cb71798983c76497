"""A rule with an IPv4 and an IPv6 block.

Why: A rule is of one IP version.

Bad::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "10.0.0.0/8"
      ipv6_cidr_ip      = "2408:4005:300::/56"
    }

Good::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "10.0.0.0/8"
    }

Fix: Write a rule for each.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import group_rules


@lint_rule(group_rules.TWO_BLOCKS)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, group_rules.TWO_BLOCKS)
