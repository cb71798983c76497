"""A bandwidth on a connection whose two ends are in one region.

Why: Inside a region the cloud sets no limit and offers none: the request is refused and apply fails.

Bad::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
      bandwidth           = 100
    }

Good::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

Fix: Remove bandwidth, or set accepting_region_id to the region in which the accepter VPC really is.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import region_note
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import peering


@lint_rule(peering.BANDWIDTH_WITHIN_REGION, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        violations = peering.check_bandwidth(one.region, one.accepting_region, one.number("bandwidth"))
        for problem in told(peering.BANDWIDTH_WITHIN_REGION, violations, one):
            yield problem.with_notes(*region_note(one)).with_fix(fixes.remove(one, "bandwidth"))
