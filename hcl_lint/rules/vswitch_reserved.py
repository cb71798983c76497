"""A vSwitch inside 100.64.0.0/10.

Why: The range belongs to cloud services; the cloud refuses a vSwitch there.

Bad::

    resource "alicloud_vswitch" "a" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "100.64.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

Good::

    resource "alicloud_vswitch" "a" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

Fix: Choose a private block.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import addressing


@lint_rule(addressing.VSWITCH_RESERVED)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.vswitches:
        text = one.text("cidr_block")
        if isinstance(text, str):
            yield from told(addressing.VSWITCH_RESERVED, addressing.check_vswitch_block(text), one)
