"""More rules of a security group that name a group than it takes.

Why: Of the rules of a security group, 20 may name another group instead of a block; the next one is refused.

Bad::

    resource "alicloud_security_group_rule" "many" {
      count                    = 21
      type                     = "ingress"
      ip_protocol              = "tcp"
      port_range               = "${1000 + count.index}/${1000 + count.index}"
      security_group_id        = "sg-bp1group"
      source_security_group_id = "sg-bp1other"
    }

Good::

    resource "alicloud_security_group_rule" "many" {
      count                    = 20
      type                     = "ingress"
      ip_protocol              = "tcp"
      port_range               = "${1000 + count.index}/${1000 + count.index}"
      security_group_id        = "sg-bp1group"
      source_security_group_id = "sg-bp1other"
    }

Fix: Name ranges of ports, or the blocks of the other group's members.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.entities import Entity
from hcl_lint.network.quota_counts import groups, named, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.groups import GROUP_RULES, check_rules_with_groups


@lint_rule(GROUP_RULES, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    rules = [one for one in written(topology.root, "alicloud_security_group_rule") if _names_a_group(one)]
    for group in groups(rules, named(topology.root, "security_group_id")):
        for number, one in enumerate(group, 1):
            violation = next(iter(check_rules_with_groups(number)), None)
            if violation is not None:
                yield at(one, "source_security_group_id", message=violation.message)
                break


def _names_a_group(rule: Entity) -> bool:
    """Whether it surely does: the id of a group that is made here is not null."""
    value = rule.value("source_security_group_id")
    return value is not None and (value.known or (value.reference is not None and value.reference.path == ("id",)))
