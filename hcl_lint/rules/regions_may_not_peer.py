"""A connection between two clouds: public, finance and government regions.

Why: Regions of the finance and government clouds are kept apart; the cloud refuses to join them with others.

Bad::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-finaccepter"
      accepting_region_id = "cn-shanghai-finance-1"
    }

Good::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-uf6accepter"
      accepting_region_id = "cn-shanghai"
    }

Fix: Keep both VPCs in one of the clouds.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import region_note
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import peering


@lint_rule(peering.REGIONS_MAY_NOT_PEER)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        violations = peering.check_regions(one.region, one.accepting_region)
        for problem in told(peering.REGIONS_MAY_NOT_PEER, violations, one):
            yield problem.with_notes(*region_note(one))
