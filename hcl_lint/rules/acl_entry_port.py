"""A port range that does not go with the protocol, or is none.

Why: tcp and udp have two ports from 1 to 65535 with a slash between them; the others have none, which is
written -1/-1.

Bad::

    resource "alicloud_network_acl" "a" {
      vpc_id = "vpc-bp1vpc"
      ingress_acl_entries {
        policy         = "accept"
        protocol       = "tcp"
        port           = "443"
        source_cidr_ip = "10.0.0.0/8"
      }
    }

Good::

    resource "alicloud_network_acl" "a" {
      vpc_id = "vpc-bp1vpc"
      ingress_acl_entries {
        policy         = "accept"
        protocol       = "tcp"
        port           = "443/443"
        source_cidr_ip = "10.0.0.0/8"
      }
    }

Fix: Write low/high for tcp and udp, and -1/-1 for the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Fix
from hcl_lint.network.broken import Broken
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import acl_entries


@lint_rule(acl_entries.PORT, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, acl_entries.PORT, _fix)


def _fix(broken: Broken) -> Fix | None:
    if str(broken.violation.facts["protocol"]).lower() in ("tcp", "udp"):
        return fixes.put_ports(broken.argument)
    return fixes.put_literal(broken.argument, "-1/-1") if broken.argument else None
