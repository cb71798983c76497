"""A connection that looks for its accepter VPC in another account than the one that creates that VPC.

Why: The cloud looks for accepting_vpc_id in the account accepting_ali_uid, without it in the requester's own, and
answers ResourceNotFound.AcceptingVpc. Different keys may belong to one account, so accounts are compared where the
providers name them: with account_id, a role, or a key of tfmock's form (default.1000000000000001).

Bad::

    provider "alicloud" {
      region     = "cn-hangzhou"
      account_id = "1111111111111111"
    }

    provider "alicloud" {
      alias      = "peer"
      region     = "cn-beijing"
      account_id = "2222222222222222"
    }

    resource "alicloud_vpc" "peer" {
      provider   = alicloud.peer
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = "1111111111111111"
      accepting_vpc_id    = alicloud_vpc.peer.id
      accepting_region_id = "cn-beijing"
    }

Good::

    provider "alicloud" {
      region     = "cn-hangzhou"
      account_id = "1111111111111111"
    }

    provider "alicloud" {
      alias      = "peer"
      region     = "cn-beijing"
      account_id = "2222222222222222"
    }

    resource "alicloud_vpc" "peer" {
      provider   = alicloud.peer
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = "2222222222222222"
      accepting_vpc_id    = alicloud_vpc.peer.id
      accepting_region_id = "cn-beijing"
    }

Fix: Set accepting_ali_uid to the id of the account that creates the accepter VPC.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.entities import Connection, Vpc
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI158", "accepting-account-mismatch", "error", None,
    "the accepter VPC {vpc} is created by another account than the one in which this connection looks for it",
    "CreateVpcPeerConnection page: AcceptingAliUid, ResourceNotFound.AcceptingVpc",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        vpc = topology.vpc(one.accepting_vpc)
        if vpc is not None and together(one, vpc) and _elsewhere(one, vpc):
            note = Note("the accepter VPC", vpc.resource.span)
            yield at(one, "accepting_ali_uid", message=RULE.broken("", vpc=vpc.id).message, notes=(note,))


def _elsewhere(one: Connection, vpc: Vpc) -> bool:
    """Whether the VPC surely is not of the account that the connection asks."""
    if vpc.account is UNKNOWN:
        return False
    if one.cross_account == "no":
        return one.account is not UNKNOWN and one.account.same(vpc.account) == "no"
    asked = one.text("accepting_ali_uid")
    return isinstance(asked, str) and asked.isdigit() and vpc.account.uid not in (None, asked)
