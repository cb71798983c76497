"""A connection with an end in a region that is being closed.

Why: Alibaba Cloud has announced the end of the region; what is built there has to move.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-njaccepter"
      accepting_region_id = "cn-nanjing"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-uf6accepter"
      accepting_region_id = "cn-shanghai"
    }

Fix: Choose a region that stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import regions
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI156", "region-closing", "warning", None, "the region {region} is being closed", "VPC peering help page, regions"
)


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        for attribute, id in (("region", one.region), ("accepting_region_id", one.accepting_region)):
            known = None if id is UNKNOWN else regions.find(id)
            if known is not None and known.state == "closing":
                yield at(one, attribute, message=RULE.broken(attribute, region=id).message)
