"""A block that a VPC cannot have.

Why: A VPC has an IPv4 block with a mask of 8 to 28 outside the reserved ranges; the cloud refuses others.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.1/8"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
    }

Fix: Take a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 with no bits set behind the mask.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import addressing
from tfmock.rulebook.cidr import parse_cidr


@lint_rule(addressing.VPC_CIDR, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.vpcs:
        text = one.text("cidr_block")
        for problem in told(addressing.VPC_CIDR, addressing.check_vpc_cidr(text), one):
            clean = parse_cidr(text, strict=False) if isinstance(text, str) else None
            good = clean is not None and not list(addressing.check_vpc_cidr(str(clean)))
            yield problem.with_fix(fixes.put(one, str(clean), "cidr_block") if good else None)
