"""A connection that does not name the account of its accepter VPC.

Why: The provider sends none, so the cloud takes the requester's own account, and reads that account back. Every later
plan then wants accepting_ali_uid to be null again, which replaces the connection: routes over it are cut.

Bad::

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

Fix: Set accepting_ali_uid, within one account to the id of a data alicloud_account.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.facts import ignores_changes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI157", "accepting-ali-uid-missing", "warning", None,
    "without accepting_ali_uid every later plan replaces this connection: the provider reads the account's id back",
    "provider source of alicloud_vpc_peer_connection, 1.246.2 and 1.290.0: Optional, ForceNew, set on read",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        if one.text("accepting_ali_uid") in (None, "0") and not ignores_changes(one.resource, "accepting_ali_uid"):
            yield at(one, "accepting_ali_uid", message=RULE.broken("").message)
