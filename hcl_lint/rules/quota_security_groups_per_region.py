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

from hcl_lint.network.counting import groups, home, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas

_QUOTA = "ecs_quota_security_group_num"
_LIMIT = quotas.Quotas().ecs_quota_security_group_num


@lint_rule(quotas.SECURITY_GROUPS_PER_REGION, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    entities = written(topology.root, "alicloud_security_group")
    for group in groups(entities, home):
        used = len(group) - 1
        for violation in quotas.check_count(quotas.SECURITY_GROUPS_PER_REGION, used=used, limit=_LIMIT, quota=_QUOTA):
            yield at(group[_LIMIT], message=violation.message)
