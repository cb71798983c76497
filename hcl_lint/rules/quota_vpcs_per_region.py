"""More VPCs in a region than the quota.

Why: vpc_quota_instances_num is 10 until somebody has it raised; the next VPC is refused.

Bad::

    resource "alicloud_vpc" "spoke" {
      count      = 11
      cidr_block = "10.${count.index}.0.0/16"
    }

Good::

    resource "alicloud_vpc" "spoke" {
      count      = 10
      cidr_block = "10.${count.index}.0.0/16"
    }

Fix: Have the quota raised, or spread the VPCs over regions or accounts.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import exceeded, home
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas


@lint_rule(quotas.VPCS_PER_REGION, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    for one, violation in exceeded(quotas.VPCS_PER_REGION, topology.vpcs, home, "vpc_quota_instances_num"):
        yield at(one, message=violation.message)
