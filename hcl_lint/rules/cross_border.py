"""A connection that crosses the border of the Chinese mainland.

Why: It takes a qualification of China Unicom for cross-border lines and the cross-border data transfer service
on both sides; without them the request is refused. Hong Kong is outside the mainland.

Bad::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-j6caccepter"
      accepting_region_id = "cn-hongkong"
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
    }

Fix: Have the qualification ready before apply, and ignore this rule here once you have it.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import region_note
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import regions
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI152", "cross-border", "notice", None,
    "{region} and {accepting_region} are on different sides of the border of the Chinese mainland: this needs "
    "a cross-border qualification and is billed as cross-border traffic",
    "VPC peering help page, cross-border connections; CreateVpcPeerConnection error codes",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        if one.region is UNKNOWN or one.accepting_region is UNKNOWN:
            continue
        if regions.is_cross_border(one.region, one.accepting_region):
            told_of = RULE.broken("accepting_region_id", region=one.region, accepting_region=one.accepting_region)
            yield at(one, "accepting_region_id", message=told_of.message, notes=region_note(one))
