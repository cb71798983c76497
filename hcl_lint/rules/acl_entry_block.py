"""A block of a network ACL that is none.

Why: An entry takes an IP block or address.

Bad::

    resource "alicloud_network_acl" "a" {
      vpc_id = "vpc-bp1vpc"
      ingress_acl_entries {
        policy         = "accept"
        protocol       = "tcp"
        port           = "443/443"
        source_cidr_ip = "10.0.0.0/33"
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

Fix: Correct the block.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import acl_entries


@lint_rule(acl_entries.BLOCK)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, acl_entries.BLOCK)
