"""Secondary blocks of a VPC in its own list and in resources of their own.

Why: The list secondary_cidr_blocks means all secondary blocks. Every plan takes away those of
alicloud_vpc_ipv4_cidr_block, and the next one makes them anew.

Bad::

    resource "alicloud_vpc" "this" {
      cidr_block            = "10.0.0.0/16"
      secondary_cidr_blocks = ["10.1.0.0/16"]
    }

    resource "alicloud_vpc_ipv4_cidr_block" "more" {
      vpc_id               = alicloud_vpc.this.id
      secondary_cidr_block = "10.2.0.0/16"
    }

Good::

    resource "alicloud_vpc" "this" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc_ipv4_cidr_block" "first" {
      vpc_id               = alicloud_vpc.this.id
      secondary_cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_ipv4_cidr_block" "more" {
      vpc_id               = alicloud_vpc.this.id
      secondary_cidr_block = "10.2.0.0/16"
    }

Fix: Write every secondary block as an alicloud_vpc_ipv4_cidr_block; secondary_cidr_blocks is deprecated.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.facts import ignores_changes
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI456", "secondary-cidr-two-forms", "warning", None,
    "{vpc} lists its secondary blocks itself (secondary_cidr_blocks), so every other plan takes this one away",
    "provider documentation of alicloud_vpc: the two cannot be used at the same time",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.secondary_blocks:
        vpc = topology.vpc(one.vpc)
        listed = vpc.argument("secondary_cidr_blocks") if vpc else None
        if vpc is None or listed is None or not together(one, vpc):
            continue
        if not ignores_changes(vpc.resource, "secondary_cidr_blocks"):
            note = Note("the list", listed.span)
            yield at(one, "vpc_id", message=RULE.broken("", vpc=vpc.id).message, notes=(note,), used=True)
