"""The link type Silver.

Why: The provider accepts Silver, but the cloud opens it for chosen accounts only; for the others apply fails.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
      link_type           = "Silver"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
      link_type           = "Gold"
    }

Fix: Write Gold or Platinum, or ignore this rule where your account has Silver.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import peering
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(peering.LINK_TYPE_SPECIAL, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    for one in (*topology.connections, *topology.accepters):
        violations = peering.check_link_type(UNKNOWN, UNKNOWN, one.text("link_type"))
        yield from told(peering.LINK_TYPE_SPECIAL, violations, one)
