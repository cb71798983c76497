"""An accepter that acts for the account that made the request.

Why: Only the accepting account can accept. The requester's own provider does not find a request to accept, so
apply fails or waits in vain. It is a warning where no account_id says whose the request is: the account asked can be
its own.

Bad::

    provider "alicloud" {
      region     = "cn-hangzhou"
      account_id = "1111111111111111"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = "2222222222222222"
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

    resource "alicloud_vpc_peer_connection_accepter" "this" {
      instance_id = alicloud_vpc_peer_connection.this.id
    }

Good::

    provider "alicloud" {
      region     = "cn-hangzhou"
      account_id = "1111111111111111"
    }

    provider "alicloud" {
      alias      = "accepter"
      region     = "cn-hangzhou"
      account_id = "2222222222222222"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = "2222222222222222"
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

    resource "alicloud_vpc_peer_connection_accepter" "this" {
      provider    = alicloud.accepter
      instance_id = alicloud_vpc_peer_connection.this.id
    }

Fix: Give the accepter the provider of the accepting account.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hcl_lint.diagnostic import Note
from hcl_lint.network.entities import Connection
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI203", "accepter-same-provider", "error", None,
    "{connection} asks another account, but this accepter acts for the same account as the request",
    "VPC peering help page: the accepter account accepts; who may call AcceptVpcPeerConnection",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for accepter in topology.accepters:
        one = topology.connection(accepter.connection)
        if one is None or one.cross_account not in ("yes", "presumed") or not together(accepter, one):
            continue
        if one.account is UNKNOWN or accepter.account is UNKNOWN or one.account.same(accepter.account) != "yes":
            continue
        note = Note("the request", one.resource.span)
        problem = at(accepter, message=RULE.broken("", connection=one.id).message, notes=(note,))
        yield problem if one.cross_account == "yes" else _presumed(problem, one)


def _presumed(problem: Problem, connection: Connection) -> Problem:
    """With an id that may be the own one: then apply ends well, and the accepter is only needless."""
    uid = connection.text("accepting_ali_uid")
    asked = "an account" if uid is UNKNOWN else f"account {uid}"
    message = f"{connection.id} asks {asked}, and this accepter works only if that is the account of the request itself"
    return replace(problem, message=message).with_severity("warning")
