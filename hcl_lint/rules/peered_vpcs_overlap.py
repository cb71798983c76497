"""Two connected VPCs whose blocks overlap.

Why: The cloud takes the connection, but an address that both have always stays in the sender's own VPC: the
system route wins. Only vSwitches with different blocks can talk then. The provider's own example has this
mistake.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.a.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.b.id
      accepting_region_id = "cn-hangzhou"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.a.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.b.id
      accepting_region_id = "cn-hangzhou"
    }

Fix: Give one of the VPCs another block, or route between vSwitches that do not overlap.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI451", "peered-vpcs-overlap", "warning", None,
    "{requester} ({block}) and {accepter} ({other}) overlap; what both have cannot be reached over the connection",
    "VPC peering help page: precheck, troubleshooting; accepted by the API as the provider's example shows",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for connection, requester, accepter in topology.pairs():
        if not together(connection, requester, accepter):
            continue
        shared = [(one, other) for one in requester.blocks for other in accepter.blocks if one.overlaps(other)]
        for block, other in shared[:1]:
            facts = {"requester": requester.id, "block": block, "accepter": accepter.id, "other": other}
            spans = [one.argument("cidr_block") for one in (requester, accepter)]
            notes = tuple(Note("one of the blocks", one.value.span or one.span) for one in spans if one)
            yield at(connection, "accepting_vpc_id", message=RULE.broken("", **facts).message, notes=notes)
