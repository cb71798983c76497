"""A rule for tcp or udp without ports.

Why: tcp and udp need ports; the provider takes a rule without port_range for -1/-1 and refuses that while it
applies, not while it plans.

Bad::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "-1/-1"
      cidr_ip           = "10.0.0.0/8"
    }

Good::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "10.0.0.0/8"
    }

Fix: Write the ports of tcp and udp, such as 22/22 or 1/65535.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import group_rules


@lint_rule(group_rules.PORTS_OF_PROTOCOL)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, group_rules.PORTS_OF_PROTOCOL)
