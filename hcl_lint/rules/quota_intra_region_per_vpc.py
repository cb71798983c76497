"""More connections inside a region than a VPC may have.

Why: vpc_quota_intra_region_peer_num_per_vpc is 10 until somebody has it raised; the next connection is refused.

Bad::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "spoke" {
      count               = 11
      vpc_id              = "vpc-bp1hub"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1spoke${count.index}"
      accepting_region_id = "cn-hangzhou"
    }

Good::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "spoke" {
      count               = 10
      vpc_id              = "vpc-bp1hub"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1spoke${count.index}"
      accepting_region_id = "cn-hangzhou"
    }

Fix: Have the quota raised, or join many VPCs with Cloud Enterprise Network.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.entities import Connection
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import peering, quotas

_QUOTAS = quotas.Quotas()


@lint_rule(quotas.INTRA_REGION_PER_VPC, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    limit = _QUOTAS.vpc_quota_intra_region_peer_num_per_vpc
    ends: dict[str, list[Connection]] = {}
    for one in topology.connections:
        if one.within_region is True and one.resource.certain:
            for vpc in {end for end in (one.vpc, one.accepting_vpc) if isinstance(end, str)}:
                ends.setdefault(vpc, []).append(one)
    for group in ends.values():
        for violation in peering.check_vpc_quota(within_region=True, used=len(group) - 1, quotas=_QUOTAS):
            yield at(group[limit], "vpc_id", message=violation.message)
