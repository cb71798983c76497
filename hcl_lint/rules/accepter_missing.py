"""A connection to another account that nobody accepts.

Why: The request stays Accepting, carries nothing, and expires after seven days; an expired connection can only
be deleted.

Bad::

    provider "alicloud" {
      region     = "cn-hangzhou"
      account_id = "1111111111111111"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = "2222222222222222"
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
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

Fix: Add an alicloud_vpc_peer_connection_accepter with the accepting account's provider, or have that account
accept.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI201", "accepter-missing", "warning", None,
    "the connection asks account {uid}, {kind}, and nothing in this configuration accepts it",
    "VPC peering help page: cross-account connections, statuses",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    if not topology.closed or any(one.connection is UNKNOWN for one in topology.accepters):
        return
    for one in topology.connections:
        if one.cross_account not in ("yes", "presumed") or topology.accepters_of(one):
            continue
        uid = one.text("accepting_ali_uid")
        kind = "another account" if one.cross_account == "yes" else "which is taken for another account than its own"
        message = RULE.broken("", uid="of another provider" if uid is UNKNOWN else uid, kind=kind).message
        yield at(one, "accepting_ali_uid", message=message, used=True)
