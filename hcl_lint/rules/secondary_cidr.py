"""A secondary block that a VPC cannot have.

Why: The same holds as for the first block: IPv4, a mask of 8 to 28, outside the reserved ranges.

Bad::

    resource "alicloud_vpc_ipv4_cidr_block" "more" {
      vpc_id               = "vpc-bp1vpc"
      secondary_cidr_block = "100.64.0.0/16"
    }

Good::

    resource "alicloud_vpc_ipv4_cidr_block" "more" {
      vpc_id               = "vpc-bp1vpc"
      secondary_cidr_block = "192.168.0.0/16"
    }

Fix: Choose another private block.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import addressing


@lint_rule(addressing.SECONDARY_CIDR)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.secondary_blocks:
        text = one.text("secondary_cidr_block")
        if isinstance(text, str):
            yield from told(addressing.SECONDARY_CIDR, addressing.check_secondary_cidr(text), one)
