"""More security groups that use a prefix list than the quota.

Why: A prefix list is used by 1000 groups until somebody has ecs_quota_prefix_list_association_num raised; the
rule of the next group is refused.

Bad::

    resource "alicloud_security_group" "first" {
      count  = 501
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_security_group" "second" {
      count  = 501
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_security_group_rule" "first" {
      count             = 501
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "443/443"
      security_group_id = alicloud_security_group.first[count.index].id
      prefix_list_id    = "pl-bp1partners"
    }

    resource "alicloud_security_group_rule" "second" {
      count             = 501
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "443/443"
      security_group_id = alicloud_security_group.second[count.index].id
      prefix_list_id    = "pl-bp1partners"
    }

Good::

    resource "alicloud_security_group" "first" {
      count  = 2
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_security_group" "second" {
      count  = 2
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_security_group_rule" "first" {
      count             = 2
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "443/443"
      security_group_id = alicloud_security_group.first[count.index].id
      prefix_list_id    = "pl-bp1partners"
    }

    resource "alicloud_security_group_rule" "second" {
      count             = 2
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "443/443"
      security_group_id = alicloud_security_group.second[count.index].id
      prefix_list_id    = "pl-bp1partners"
    }

Fix: Let instances share groups, use a second list, or have the quota raised.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from hcl_lint.network.entities import Entity
from hcl_lint.network.quota_counts import exceeded, groups, named, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas


@lint_rule(quotas.PREFIX_LIST_ASSOCIATIONS, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    group_of, list_of = named(topology.root, "security_group_id"), named(topology.root, "prefix_list_id")

    def user(rule: Entity) -> Hashable | None:
        group, found = group_of(rule), list_of(rule)
        return (group, found) if group and found else None

    rules = written(topology.root, "alicloud_security_group_rule")
    users = [members[0] for members in groups(rules, user)]
    for one, violation in exceeded(
        quotas.PREFIX_LIST_ASSOCIATIONS, users, list_of, "ecs_quota_prefix_list_association_num"
    ):
        yield at(one, "prefix_list_id", message=violation.message, used=True)
