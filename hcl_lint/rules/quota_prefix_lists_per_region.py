"""More ECS prefix lists in a region than the quota.

Why: An account has 100 prefix lists of ECS in a region until somebody has ecs_quota_prefix_list_num raised; the next
one is refused.

Bad::

    resource "alicloud_ecs_prefix_list" "many" {
      count            = 101
      prefix_list_name = "partner${count.index}"
      address_family   = "IPv4"
      max_entries      = 5

      entry {
        cidr = "172.16.${count.index}.0/24"
      }
    }

Good::

    resource "alicloud_ecs_prefix_list" "few" {
      count            = 100
      prefix_list_name = "partner${count.index}"
      address_family   = "IPv4"
      max_entries      = 5

      entry {
        cidr = "172.16.${count.index}.0/24"
      }
    }

Fix: Bring blocks that are used together into one list, or have the quota raised.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import exceeded, home, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas


@lint_rule(quotas.PREFIX_LISTS_PER_REGION, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    lists = written(topology.root, "alicloud_ecs_prefix_list")
    for one, violation in exceeded(quotas.PREFIX_LISTS_PER_REGION, lists, home, "ecs_quota_prefix_list_num"):
        yield at(one, message=violation.message)
