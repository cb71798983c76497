"""A rule for icmpv6 with an IPv4 block.

Why: icmpv6 is a protocol of IPv6; that of IPv4 is icmp.

Bad::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "icmpv6"
      port_range        = "-1/-1"
      cidr_ip           = "10.0.0.0/8"
    }

Good::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "icmp"
      port_range        = "-1/-1"
      cidr_ip           = "10.0.0.0/8"
    }

Fix: Write icmp.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import group_rules


@lint_rule(group_rules.IPV6_PROTOCOL)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, group_rules.IPV6_PROTOCOL)
