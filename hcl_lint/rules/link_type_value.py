"""A link type that does not exist.

Why: The cloud knows Gold and Platinum, spelled exactly so; anything else is refused.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
      link_type           = "gold"
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

Fix: Write Gold (the default between regions) or Platinum.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import peering
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(peering.LINK_TYPE_VALUE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for one in (*topology.connections, *topology.accepters):
        link_type = one.text("link_type")
        for problem in told(peering.LINK_TYPE_VALUE, peering.check_link_type(UNKNOWN, UNKNOWN, link_type), one):
            meant = next((name for name in peering.LINK_TYPES if name.lower() == str(link_type).lower()), None)
            yield problem.with_fix(fixes.put(one, meant, "link_type") if meant else None)
