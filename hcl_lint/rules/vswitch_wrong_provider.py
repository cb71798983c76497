"""A vSwitch or route table created by a provider of another region or account than its VPC.

Why: The VPC is looked for in the region and account of that provider, and is not found there.

Bad::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    provider "alicloud" {
      alias  = "peer"
      region = "cn-beijing"
    }

    resource "alicloud_vpc" "peer" {
      provider   = alicloud.peer
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vswitch" "peer" {
      vpc_id     = alicloud_vpc.peer.id
      cidr_block = "10.1.1.0/24"
      zone_id    = "cn-beijing-a"
    }

Good::

    provider "alicloud" {
      alias  = "peer"
      region = "cn-beijing"
    }

    resource "alicloud_vpc" "peer" {
      provider   = alicloud.peer
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vswitch" "peer" {
      provider   = alicloud.peer
      vpc_id     = alicloud_vpc.peer.id
      cidr_block = "10.1.1.0/24"
      zone_id    = "cn-beijing-a"
    }

Fix: Give it the provider of its VPC.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.entities import SecondaryBlock, Table, VSwitch
from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import region_conflict, region_note
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI454", "vswitch-wrong-provider", "error", None,
    "this is created {here}, but its VPC {vpc} {there}", "CreateVSwitch error codes (InvalidVpcId.NotFound)",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    parts: list[VSwitch | Table | SecondaryBlock] = [
        *topology.vswitches, *topology.tables, *topology.secondary_blocks,
    ]  # fmt: skip
    for one in parts:
        vpc = topology.vpc(one.vpc)
        if vpc is not None and region_conflict(one, vpc):
            differ = one.region != vpc.region
            here, there = (f"in {one.region}", f"in {vpc.region}") if differ else ("by one account", "by another")
            message = RULE.broken("", here=here, vpc=vpc.id, there=there).message
            yield at(one, "vpc_id", message=message, notes=(*region_note(one), *region_note(vpc)))
