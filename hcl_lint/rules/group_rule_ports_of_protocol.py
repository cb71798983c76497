"""A port range that does not go with the protocol.

Why: tcp and udp need ports; the provider takes a rule without port_range for -1/-1 and refuses that while it
applies, not while it plans. icmp, gre and all have no ports, which is written -1/-1.

Bad::

    resource "alicloud_security_group_rule" "ping" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "icmp"
      port_range        = "1/65535"
      cidr_ip           = "10.0.0.0/8"
    }

Good::

    resource "alicloud_security_group_rule" "ping" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "icmp"
      port_range        = "-1/-1"
      cidr_ip           = "10.0.0.0/8"
    }

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "10.0.0.0/8"
    }

Fix: Write the ports of tcp and udp, and -1/-1 (or nothing) for the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.finding import Fix
from hcl_lint.network.broken import Broken
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import group_rules


@lint_rule(group_rules.PORTS_OF_PROTOCOL, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, group_rules.PORTS_OF_PROTOCOL, _fix)


def _fix(broken: Broken) -> Fix | None:
    argument = broken.resource.arguments.get("port_range")
    if argument is None or argument.value.text() == "-1/-1":
        return None  # only its author knows the ports of tcp and udp
    return fixes.put_literal(argument, "-1/-1")
