"""More IPv6 blocks of a VPC than it can have.

Why: A VPC has one IPv6 block and at most five more.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vpc_ipv6_cidr_block" "more" {
      count  = 6
      vpc_id = alicloud_vpc.a.id
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vpc_ipv6_cidr_block" "more" {
      count  = 5
      vpc_id = alicloud_vpc.a.id
    }

Fix: Remove the blocks that are too many.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import groups, named, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas

_LIMIT = quotas.IPV6_CIDRS


@lint_rule(quotas.IPV6_CIDRS_PER_VPC, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    vpc_of = named(topology.root, "vpc_id")
    for group in groups(written(topology.root, "alicloud_vpc_ipv6_cidr_block"), vpc_of):
        id = vpc_of(group[0])
        vpc = topology.vpc(id) if isinstance(id, str) else None
        first = int(vpc is not None and vpc.flag("enable_ipv6") is True)
        used = len(group) + first - 1
        for violation in quotas.check_count(quotas.IPV6_CIDRS_PER_VPC, used=used, limit=_LIMIT):
            yield at(group[_LIMIT - first], "vpc_id", message=violation.message)
