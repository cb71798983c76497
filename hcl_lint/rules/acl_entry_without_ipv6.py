"""An entry for an IPv6 block in a VPC without IPv6.

Why: The network ACL of a VPC takes IPv6 blocks only once the VPC has IPv6.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_network_acl" "a" {
      vpc_id = alicloud_vpc.a.id
      ingress_acl_entries {
        policy         = "accept"
        protocol       = "tcp"
        port           = "443/443"
        source_cidr_ip = "2408:4005:300::/56"
      }
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_network_acl" "a" {
      vpc_id = alicloud_vpc.a.id
      ingress_acl_entries {
        policy         = "accept"
        protocol       = "tcp"
        port           = "443/443"
        source_cidr_ip = "2408:4005:300::/56"
      }
    }

Fix: Set enable_ipv6 = true on the VPC, or remove the entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import acl_entries


@lint_rule(acl_entries.WITHOUT_IPV6)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, acl_entries.WITHOUT_IPV6)
