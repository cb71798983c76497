"""A user CIDR that overlaps 100.64.0.0/10.

Why: The range belongs to cloud services; the cloud refuses the VPC.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
      user_cidrs = ["100.64.0.0/16"]
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
      user_cidrs = ["172.16.0.0/12"]
    }

Fix: Leave the block out.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import addressing


@lint_rule(addressing.USER_CIDR_RESERVED)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.vpcs:
        yield from told(addressing.USER_CIDR_RESERVED, addressing.check_user_cidrs(one.texts("user_cidrs")), one)
