"""A VPC prefix list that may have more entries than the quota.

Why: vpc_quota_prefixlist_cidr_num_per_prefixlist is 50 until somebody has it raised; a larger list is refused.

Bad::

    resource "alicloud_vpc_prefix_list" "large" {
      ip_version  = "IPV4"
      max_entries = 51
    }

Good::

    resource "alicloud_vpc_prefix_list" "large" {
      ip_version  = "IPV4"
      max_entries = 50
    }

Fix: Summarise entries into larger blocks, or have the quota raised. What a route or a rule names counts max_entries.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas

_QUOTA = "vpc_quota_prefixlist_cidr_num_per_prefixlist"
_LIMIT = quotas.Quotas().vpc_quota_prefixlist_cidr_num_per_prefixlist


@lint_rule(quotas.VPC_PREFIX_LIST_ENTRIES, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    for one in written(topology.root, "alicloud_vpc_prefix_list"):
        size = one.number("max_entries")
        for violation in quotas.check_count(
            quotas.VPC_PREFIX_LIST_ENTRIES, used=0, adding=size if isinstance(size, int) else 0, limit=_LIMIT,
            quota=_QUOTA,
        ):  # fmt: skip
            yield at(one, "max_entries", message=violation.message)
