"""A bandwidth above the default quota.

Why: vpc_quota_peer_cross_region_bandwidth and vpc_quota_peer_cross_border_bandwidth are 1024 Mbit/s until
somebody has them raised; beyond the quota apply fails.

Bad::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
      bandwidth           = 2048
    }

Good::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
      bandwidth           = 1024
    }

Fix: Write at most 1024, or have the quota raised in the quota center and ignore this rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import peering


@lint_rule(peering.BANDWIDTH_QUOTA, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        violations = peering.check_bandwidth(one.region, one.accepting_region, one.number("bandwidth"))
        yield from told(peering.BANDWIDTH_QUOTA, violations, one)
