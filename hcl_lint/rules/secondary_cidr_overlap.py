"""A secondary block that shares addresses with the VPC's first.

Why: The blocks of a VPC are apart; the cloud refuses one that overlaps.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
    }

    resource "alicloud_vpc_ipv4_cidr_block" "more" {
      vpc_id               = alicloud_vpc.a.id
      secondary_cidr_block = "10.1.0.0/16"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
    }

    resource "alicloud_vpc_ipv4_cidr_block" "more" {
      vpc_id               = alicloud_vpc.a.id
      secondary_cidr_block = "192.168.0.0/16"
    }

Fix: Choose a block outside the VPC's others.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import addressing
from tfmock.rulebook.cidr import parse_cidr


@lint_rule(addressing.SECONDARY_CIDR_OVERLAP)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.secondary_blocks:
        vpc, text = topology.vpc(one.vpc), one.text("secondary_cidr_block")
        first = parse_cidr(str(vpc.text("cidr_block"))) if vpc else None
        if vpc and first and isinstance(text, str) and together(one, vpc):
            yield from told(addressing.SECONDARY_CIDR_OVERLAP, addressing.check_secondary_cidr(text, [first]), one)
