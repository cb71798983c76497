"""A vSwitch outside the blocks of its VPC.

Why: A vSwitch is a part of its VPC; the cloud refuses one with other addresses.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vswitch" "a" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.1.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vswitch" "a" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = cidrsubnet(alicloud_vpc.a.cidr_block, 8, 1)
      zone_id    = "cn-hangzhou-b"
    }

Fix: Choose a block inside the VPC's, for instance with cidrsubnet.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import addressing
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(addressing.VSWITCH_OUTSIDE_VPC)
def check(topology: Topology) -> Iterator[Problem]:
    if not topology.complete:
        return  # a block of the VPC may be what could not be read
    for one in topology.vswitches:
        vpc = topology.vpc(one.vpc)
        if vpc is None or not vpc.all_blocks_known or one.block is UNKNOWN or not together(one, vpc):
            continue
        note = Note(f"the VPC {vpc.id}", vpc.resource.span)
        for problem in told(
            addressing.VSWITCH_OUTSIDE_VPC, addressing.check_vswitch_in_vpc(one.block, vpc.blocks), one
        ):
            yield problem.with_notes(note)
