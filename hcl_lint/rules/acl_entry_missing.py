"""An entry of a network ACL that lacks something.

Why: An entry has a policy, a protocol, a port range and a block; the provider knows no defaults for them.

Bad::

    resource "alicloud_network_acl" "a" {
      vpc_id = "vpc-bp1vpc"
      ingress_acl_entries {
        policy         = "accept"
        protocol       = "tcp"
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

Fix: Add what is missing; the ports of a protocol without ports are -1/-1.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import acl_entries


@lint_rule(acl_entries.MISSING)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, acl_entries.MISSING)
