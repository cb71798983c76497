"""A user CIDR that is not a CIDR block.

Why: The cloud refuses the VPC.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
      user_cidrs = ["172.16.0.1/12"]
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
      user_cidrs = ["172.16.0.0/12"]
    }

Fix: Write IPv4 blocks with no bits set behind the mask.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import addressing


@lint_rule(addressing.USER_CIDR)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.vpcs:
        yield from told(addressing.USER_CIDR, addressing.check_user_cidrs(one.texts("user_cidrs")), one)
