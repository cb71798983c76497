"""A vSwitch block that is not a CIDR block.

Why: The cloud takes an IPv4 address and a mask with no bits set behind it.

Bad::

    resource "alicloud_vswitch" "a" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.7/24"
      zone_id    = "cn-hangzhou-b"
    }

Good::

    resource "alicloud_vswitch" "a" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

Fix: Write network/mask with no bits behind the mask, such as 10.0.1.0/24.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import addressing
from tfmock.rulebook.cidr import parse_cidr


@lint_rule(addressing.VSWITCH_CIDR_MALFORMED, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.vswitches:
        text = one.text("cidr_block")
        if isinstance(text, str):
            clean = parse_cidr(text, strict=False)
            for problem in told(addressing.VSWITCH_CIDR_MALFORMED, addressing.check_vswitch_block(text), one):
                yield problem.with_fix(fixes.put(one, str(clean), "cidr_block") if clean else None)
