"""More security groups in a region than the quota.

Why: An account has 100 security groups in a region until somebody has q_security-groups raised; the next one is
refused.

Bad::

    resource "alicloud_security_group" "many" {
      count  = 101
      vpc_id = "vpc-bp1vpc"
    }

Good::

    resource "alicloud_security_group" "many" {
      count  = 100
      vpc_id = "vpc-bp1vpc"
    }

Fix: Share groups between instances, or have the quota raised.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import exceeded, home, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas


@lint_rule(quotas.SECURITY_GROUPS_PER_REGION, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    made = written(topology.root, "alicloud_security_group")
    for one, violation in exceeded(quotas.SECURITY_GROUPS_PER_REGION, made, home, "ecs_quota_security_group_num"):
        yield at(one, message=violation.message)
