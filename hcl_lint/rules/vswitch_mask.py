"""A vSwitch that is too large or too small.

Why: The mask of a vSwitch is 16 to 29; the cloud refuses others.

Bad::

    resource "alicloud_vswitch" "a" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.0.0/8"
      zone_id    = "cn-hangzhou-b"
    }

Good::

    resource "alicloud_vswitch" "a" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.0.0/16"
      zone_id    = "cn-hangzhou-b"
    }

Fix: Choose a mask of 16 to 29.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import addressing


@lint_rule(addressing.VSWITCH_MASK)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.vswitches:
        text = one.text("cidr_block")
        if isinstance(text, str):
            yield from told(addressing.VSWITCH_MASK, addressing.check_vswitch_block(text), one)
