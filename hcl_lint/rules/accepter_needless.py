"""An accepter for a connection inside one account.

Why: The cloud accepts such a connection itself. The accepter does nothing on apply, but destroying it deletes
the connection.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

    resource "alicloud_vpc_peer_connection_accepter" "this" {
      instance_id = alicloud_vpc_peer_connection.this.id
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

Fix: Remove the accepter, and name the connection where it is named; for one that was applied, first terraform state
rm it, since destroying it cuts the connection.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI202", "accepter-needless", "notice", None,
    "both ends of {connection} belong to one account, which accepts by itself; destroying this accepter would delete "
    "the connection",
    "VPC peering help page; provider source of the accepter (delete calls DeleteVpcPeerConnection)",
)  # fmt: skip


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for accepter in topology.accepters:
        one = topology.connection(accepter.connection)
        if one is None or one.cross_account != "no" or not together(accepter, one):
            continue
        if one.account is UNKNOWN or accepter.account is UNKNOWN or one.account.same(accepter.account) != "yes":
            continue
        problem = at(accepter, message=RULE.broken("", connection=one.id).message)
        yield problem.with_fix(fixes.remove_block(accepter, topology.root))
