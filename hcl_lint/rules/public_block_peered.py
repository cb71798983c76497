"""A connected VPC with addresses that are not private.

Why: Outside 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 a VPC takes addresses for public ones. Where it has a
way to the Internet, packets to the peer leave there unless an IPv4 gateway is enabled, with which route tables
decide about all packets, or user_cidrs names the block.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "a" {
      cidr_block = "30.0.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.a.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.a.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

Fix: Use private blocks, or enable an IPv4 gateway in the VPC that sends, or name the block in its user_cidrs.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.entities import Vpc
from hcl_lint.network.identity import identity
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import addressing, cidr
from tfmock.rulebook.cidr import Cidr, parse_cidr
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI453", "public-block-peered", "warning", None,
    "{block} is not private (RFC 1918), so packets to it can leave for the Internet instead of crossing {connection}",
    "VPC peering help page, troubleshooting: non-RFC 1918 blocks",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    seen: set[str] = set()
    for connection in topology.connections:
        requester, accepter = topology.ends(connection)
        for vpc, sender in ((requester, accepter), (accepter, requester)):
            block = vpc.primary if vpc else None
            if vpc is None or block is None or vpc.id in seen or not together(connection, vpc):
                continue
            if cidr.is_private(block) or list(addressing.check_vpc_cidr(str(block))):
                continue
            if sender is None or not _may_be_routed(topology, sender, block):
                seen.add(vpc.id)
                yield at(vpc, "cidr_block", message=RULE.broken("", block=block, connection=connection.id).message)


def _may_be_routed(topology: Topology, sender: Vpc, block: Cidr) -> bool:
    """The sender's route tables decide about packets to ``block``, or that cannot be told."""
    for gateway in topology.root.of_type("alicloud_vpc_ipv4_gateway"):
        if identity(topology.root, gateway.get("vpc_id")) not in (UNKNOWN, sender.id):
            continue
        enabled = gateway.get("enabled")
        if enabled is not None and not enabled.null and enabled.boolean() is not False:
            return True
    listed = sender.value("user_cidrs")
    if listed is not None and listed.sequence() is None:
        return True
    own = [UNKNOWN if text is UNKNOWN else parse_cidr(text) for text in sender.texts("user_cidrs")]
    return any(one is UNKNOWN or (one is not None and one.contains(block)) for one in own)
