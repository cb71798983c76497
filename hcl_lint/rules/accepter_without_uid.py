"""An accepter in another account for a connection that does not name that account.

Why: Without accepting_ali_uid the cloud looks for the accepter VPC in the requester's own account and does not
find it.

Bad::

    provider "alicloud" {
      region     = "cn-hangzhou"
      account_id = "1111111111111111"
    }

    provider "alicloud" {
      alias      = "accepter"
      region     = "cn-beijing"
      account_id = "2222222222222222"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
    }

    resource "alicloud_vpc_peer_connection_accepter" "this" {
      provider    = alicloud.accepter
      instance_id = alicloud_vpc_peer_connection.this.id
    }

Good::

    provider "alicloud" {
      region     = "cn-hangzhou"
      account_id = "1111111111111111"
    }

    provider "alicloud" {
      alias      = "accepter"
      region     = "cn-beijing"
      account_id = "2222222222222222"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = "2222222222222222"
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
    }

    resource "alicloud_vpc_peer_connection_accepter" "this" {
      provider    = alicloud.accepter
      instance_id = alicloud_vpc_peer_connection.this.id
    }

Fix: Set accepting_ali_uid on the connection to the accepting account's id.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI206", "accepter-without-uid", "warning", None,
    "the accepter {accepter} acts with other credentials, but this connection names no accepting_ali_uid",
    "CreateVpcPeerConnection page: AcceptingAliUid; provider source: it sends none when unset",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    told_of: set[str] = set()
    for accepter in topology.accepters:
        one = topology.connection(accepter.connection)
        if one is None or one.id in told_of or one.text("accepting_ali_uid") is not None or not together(accepter, one):
            continue
        if one.account is UNKNOWN or accepter.account is UNKNOWN or one.account.same(accepter.account) == "yes":
            continue
        told_of.add(one.id)
        note = Note("the accepter", accepter.resource.span)
        yield at(one, message=RULE.broken("", accepter=accepter.id).message, notes=(note,))
