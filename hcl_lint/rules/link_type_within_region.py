"""A link type on a connection whose two ends are in one region.

Why: Link types are qualities of the lines between regions. Inside a region the cloud refuses the request.

Bad::

    provider "alicloud" {
      region = "cn-beijing"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-2zerequester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
      link_type           = "Gold"
    }

Good::

    provider "alicloud" {
      region = "cn-beijing"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-2zerequester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-uf6accepter"
      accepting_region_id = "cn-shanghai"
      link_type           = "Gold"
    }

Fix: Remove link_type.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import region_note
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import peering


@lint_rule(peering.LINK_TYPE_WITHIN_REGION, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        violations = peering.check_link_type(one.region, one.accepting_region, one.text("link_type"))
        for problem in told(peering.LINK_TYPE_WITHIN_REGION, violations, one):
            yield problem.with_notes(*region_note(one)).with_fix(fixes.remove(one, "link_type"))
