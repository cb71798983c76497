"""More secondary blocks of a VPC than the quota.

Why: vpc_quota_secondary_cidr_num is 5 until somebody has it raised; the next block is refused.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc_ipv4_cidr_block" "many" {
      count                = 6
      vpc_id               = alicloud_vpc.a.id
      secondary_cidr_block = "172.${count.index + 16}.0.0/16"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc_ipv4_cidr_block" "few" {
      count                = 5
      vpc_id               = alicloud_vpc.a.id
      secondary_cidr_block = "172.${count.index + 16}.0.0/16"
    }

Fix: Use fewer and larger blocks, or have the quota raised.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import exceeded
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas

_QUOTA = "vpc_quota_secondary_cidr_num"
_LIMIT = quotas.Quotas().vpc_quota_secondary_cidr_num


@lint_rule(quotas.SECONDARY_CIDRS_PER_VPC, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    blocks = topology.secondary_blocks
    for block, violation in exceeded(
        quotas.SECONDARY_CIDRS_PER_VPC, blocks, lambda one: one.vpc if isinstance(one.vpc, str) else None, _QUOTA
    ):
        yield at(block, "vpc_id", message=violation.message)
    for vpc in topology.vpcs:
        used = len(vpc.texts("secondary_cidr_blocks")) - 1
        for violation in quotas.check_count(quotas.SECONDARY_CIDRS_PER_VPC, used=used, limit=_LIMIT, quota=_QUOTA):
            yield at(vpc, "secondary_cidr_blocks", message=violation.message)
