"""More than three user CIDRs.

Why: A VPC has at most three; the cloud refuses a fourth.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
      user_cidrs = ["1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8", "4.0.0.0/8"]
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
      user_cidrs = ["1.0.0.0/8", "2.0.0.0/7"]
    }

Fix: Summarise the blocks into at most three.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import addressing


@lint_rule(addressing.USER_CIDR_COUNT)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.vpcs:
        yield from told(addressing.USER_CIDR_COUNT, addressing.check_user_cidrs(one.texts("user_cidrs")), one)
