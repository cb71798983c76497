"""A port range of tcp or udp that is none.

Why: A range is two ports from 1 to 65535 with a slash between them, the lower first; a single port is written
twice.

Bad::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22"
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

Fix: Write low/high, such as 22/22.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Fix
from hcl_lint.network.broken import Broken
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import group_rules


@lint_rule(group_rules.PORTS, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, group_rules.PORTS, _fix)


def _fix(broken: Broken) -> Fix | None:
    return fixes.put_ports(broken.argument)
