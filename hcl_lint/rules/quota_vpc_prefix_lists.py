"""More VPC prefix lists in a region than the quota.

Why: vpc_quota_prefixlist_num is 10 until somebody has it raised; the next one is refused.

Bad::

    resource "alicloud_vpc_prefix_list" "many" {
      count       = 11
      ip_version  = "IPV4"
      max_entries = 5
    }

Good::

    resource "alicloud_vpc_prefix_list" "few" {
      count       = 2
      ip_version  = "IPV4"
      max_entries = 5
    }

Fix: Bring blocks that are used together into one list, or have the quota raised.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import exceeded, home, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas


@lint_rule(quotas.VPC_PREFIX_LISTS, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    lists = written(topology.root, "alicloud_vpc_prefix_list")
    for one, violation in exceeded(quotas.VPC_PREFIX_LISTS, lists, home, "vpc_quota_prefixlist_num"):
        yield at(one, message=violation.message)
