"""Two vSwitches of a VPC that share addresses.

Why: An address belongs to one vSwitch; the cloud refuses the second.

Bad::

    resource "alicloud_vswitch" "a" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.0.0/20"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_vswitch" "b" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-e"
    }

Good::

    resource "alicloud_vswitch" "a" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.0.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_vswitch" "b" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-e"
    }

Fix: Choose blocks that do not overlap.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.entities import VSwitch
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import addressing
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.cidr_index import overlapping_pairs
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(addressing.VSWITCH_OVERLAP)
def check(topology: Topology) -> Iterator[Problem]:
    by_vpc: dict[str, list[tuple[Cidr, VSwitch]]] = {}
    for one in topology.vswitches:
        if isinstance(one.vpc, str) and one.block is not UNKNOWN and one.single:
            by_vpc.setdefault(one.vpc, []).append((one.block, one))
    for members in by_vpc.values():
        for one, other in overlapping_pairs(members):
            if one.block is UNKNOWN or other.block is UNKNOWN or not together(one, other):
                continue
            for problem in told(
                addressing.VSWITCH_OVERLAP, addressing.check_vswitch_overlap(one.block, [other.block]), one
            ):
                yield problem.with_notes(Note(f"the other vSwitch, {other.id}", other.resource.span))
