"""A connected VPC with addresses that are not private.

Why: Outside 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 a VPC takes addresses for public ones. Where it has a
way to the Internet, packets to the peer leave there unless an IPv4 gateway keeps order.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "30.0.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.a.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.a.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

Fix: Use private blocks, or put an IPv4 gateway in front of the Internet and ignore this rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import addressing, cidr
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI453", "public-block-peered", "warning", None,
    "{block} is not private (RFC 1918), so packets to it can leave for the Internet instead of crossing {connection}",
    "VPC peering help page, troubleshooting: non-RFC 1918 blocks",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    seen: set[str] = set()
    for connection in topology.connections:
        for vpc in topology.ends(connection):
            block = vpc.primary if vpc else None
            if vpc is None or block is None or vpc.id in seen or not together(connection, vpc):
                continue
            if not cidr.is_private(block) and not list(addressing.check_vpc_cidr(str(block))):
                seen.add(vpc.id)
                yield at(vpc, "cidr_block", message=RULE.broken("", block=block, connection=connection.id).message)
