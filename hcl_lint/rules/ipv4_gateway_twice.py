"""Two IPv4 gateways in a VPC.

Why: A VPC has at most one.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_ipv4_gateway" "a" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_vpc_ipv4_gateway" "b" {
      vpc_id = alicloud_vpc.a.id
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_ipv4_gateway" "a" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_vpc_ipv4_gateway" "b" {
      vpc_id = alicloud_vpc.b.id
    }

Fix: Remove one.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import acl_entries


@lint_rule(acl_entries.IPV4_GATEWAY)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, acl_entries.IPV4_GATEWAY)
