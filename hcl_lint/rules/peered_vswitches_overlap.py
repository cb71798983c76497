"""Two vSwitches of connected VPCs that share addresses.

Why: Each keeps packets for those addresses to itself, so the two can never talk, whatever the routes.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.0.0.0/8"
    }

    resource "alicloud_vswitch" "a" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.1.0.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_vswitch" "b" {
      vpc_id     = alicloud_vpc.b.id
      cidr_block = "10.1.0.0/24"
      zone_id    = "cn-hangzhou-b"
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
      cidr_block = "10.0.0.0/8"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.0.0.0/8"
    }

    resource "alicloud_vswitch" "a" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.1.0.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_vswitch" "b" {
      vpc_id     = alicloud_vpc.b.id
      cidr_block = "10.2.0.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.a.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.b.id
      accepting_region_id = "cn-hangzhou"
    }

Fix: Give one of the vSwitches another block.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.entities import Vpc, VSwitch
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI452", "peered-vswitches-overlap", "warning", None,
    "{own} ({block}) and {other} ({theirs}) share addresses and can never talk over {connection}",
    "VPC peering help page; route table page: system routes win",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for connection, requester, accepter in topology.pairs():
        for own, other in _overlapping(topology, requester, accepter):
            if together(connection, own, other):
                facts = {"own": own.id, "block": own.block, "other": other.id, "theirs": other.block}
                message = RULE.broken("", connection=connection.id, **facts).message
                yield at(own, "cidr_block", message=message, notes=(Note("the other", other.resource.span),))


def _overlapping(topology: Topology, requester: Vpc, accepter: Vpc) -> Iterator[tuple[VSwitch, VSwitch]]:
    """Pairs of a vSwitch of each that share addresses: looked for with those of the VPC that has fewer."""
    few, many = requester, accepter
    if len(topology.vswitches_of(few.id)) > len(topology.vswitches_of(many.id)):
        few, many = many, few
    for one in topology.vswitches_of(few.id):
        for other in topology.vswitches_touching(one.block, many.id) if one.block is not UNKNOWN else ():
            yield (one, other) if few is requester else (other, one)
