"""More connections than an account may create in a region.

Why: vpc_quota_peer_num is 20 until somebody has it raised; the next connection is refused.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "spoke" {
      count               = 21
      vpc_id              = "vpc-bp1hub${count.index}"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zespoke${count.index}"
      accepting_region_id = "cn-beijing"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "spoke" {
      count               = 20
      vpc_id              = "vpc-bp1hub${count.index}"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zespoke${count.index}"
      accepting_region_id = "cn-beijing"
    }

Fix: Have the quota raised, or let the other account create some of the connections.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import groups, home
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import peering, quotas

_QUOTAS = quotas.Quotas()


@lint_rule(quotas.PER_ACCOUNT_AND_REGION, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    for group in groups(topology.connections, home):
        for violation in peering.check_region_quota(used=len(group) - 1, quotas=_QUOTAS):
            yield at(group[_QUOTAS.vpc_quota_peer_num], message=violation.message)
