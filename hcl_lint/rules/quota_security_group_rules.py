"""More rules in a security group than it takes.

Why: A security group has 200 rules at most, both directions together; the next one is refused.

Bad::

    resource "alicloud_security_group_rule" "many" {
      count             = 201
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "${1000 + count.index}/${1000 + count.index}"
      security_group_id = "sg-bp1group"
      cidr_ip           = "10.0.0.0/8"
    }

Good::

    resource "alicloud_security_group_rule" "many" {
      count             = 200
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "${1000 + count.index}/${1000 + count.index}"
      security_group_id = "sg-bp1group"
      cidr_ip           = "10.0.0.0/8"
    }

Fix: Name ranges of ports, or blocks together by a prefix list; or use two groups.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import groups, named, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas

_QUOTA = "ecs_quota_security_group_rule_num"
_LIMIT = quotas.Quotas().ecs_quota_security_group_rule_num


@lint_rule(quotas.SECURITY_GROUP_RULES, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    entities = written(topology.root, "alicloud_security_group_rule")
    for group in groups(entities, named(topology.root, "security_group_id")):
        used = 0
        for one in group:
            size = topology.lists.size(topology.lists.named(one.resource, "prefix_list_id"))
            found = quotas.check_count(quotas.SECURITY_GROUP_RULES, used=used, adding=size, limit=_LIMIT, quota=_QUOTA)
            violation = next(found, None)
            if violation is not None:
                yield at(one, "security_group_id", message=violation.message)
                break
            used += size
