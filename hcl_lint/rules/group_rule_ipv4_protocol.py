"""A rule for icmp with an IPv6 block.

Why: icmp is a protocol of IPv4; that of IPv6 is icmpv6.

Bad::

    resource "alicloud_security_group_rule" "ping" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "icmp"
      port_range        = "-1/-1"
      ipv6_cidr_ip      = "2408:4005:300::/56"
    }

Good::

    resource "alicloud_security_group_rule" "ping" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "icmpv6"
      port_range        = "-1/-1"
      ipv6_cidr_ip      = "2408:4005:300::/56"
    }

Fix: Write icmpv6, which the provider takes since 1.262.0; before that only all.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import group_rules


@lint_rule(group_rules.IPV4_PROTOCOL)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, group_rules.IPV4_PROTOCOL)
