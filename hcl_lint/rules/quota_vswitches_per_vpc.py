"""More vSwitches in a VPC than the quota.

Why: vpc_quota_vswitches_num is 150 until somebody has it raised; the next vSwitch is refused.

Bad::

    resource "alicloud_vswitch" "many" {
      count      = 151
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.${count.index}.0/24"
      zone_id    = "cn-hangzhou-b"
    }

Good::

    resource "alicloud_vswitch" "few" {
      count      = 150
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.${count.index}.0/24"
      zone_id    = "cn-hangzhou-b"
    }

Fix: Use fewer and larger vSwitches, or have the quota raised.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import exceeded
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas


@lint_rule(quotas.VSWITCHES_PER_VPC, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    found = exceeded(
        quotas.VSWITCHES_PER_VPC, topology.vswitches, lambda one: one.vpc if isinstance(one.vpc, str) else None,
        "vpc_quota_vswitches_num",
    )  # fmt: skip
    for vswitch, violation in found:
        yield at(vswitch, "vpc_id", message=violation.message)
