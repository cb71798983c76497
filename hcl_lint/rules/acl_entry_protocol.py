"""A protocol that network ACLs do not know.

Why: An entry is about tcp, udp, icmp, icmpv6, gre or all; the cloud refuses others.

Bad::

    resource "alicloud_network_acl" "a" {
      vpc_id = "vpc-bp1vpc"
      ingress_acl_entries {
        policy         = "accept"
        protocol       = "https"
        port           = "443/443"
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

Fix: Write the transport protocol, and the service as its port.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import acl_entries


@lint_rule(acl_entries.PROTOCOL)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, acl_entries.PROTOCOL)
