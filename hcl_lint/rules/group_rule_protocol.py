"""A protocol that security groups do not know.

Why: A rule is about tcp, udp, icmp, icmpv6, gre or all; the cloud refuses others.

Bad::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "https"
      port_range        = "443/443"
      cidr_ip           = "10.0.0.0/8"
    }

Good::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "443/443"
      cidr_ip           = "10.0.0.0/8"
    }

Fix: Write the transport protocol, and the service as its port.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import group_rules


@lint_rule(group_rules.PROTOCOL)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, group_rules.PROTOCOL)
