"""An accepting_ali_uid that is no account's id.

Why: The id of an Alibaba Cloud account is a number of 16 digits. The id of a RAM user (18 digits) names no
account that could accept, and text that is no number does not even pass the provider.

Bad::

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
      accepting_ali_uid   = "298765432109876543"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
      accepting_ali_uid   = data.alicloud_account.current.id
    }

Fix: Write the id of the account that owns the accepter VPC, or leave it out within one account.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.evaluate.known_text import is_placeholder
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI151", "accepting-ali-uid", "warning", None, "{value} is not the id of an account: {why}",
    "CreateVpcPeerConnection page (for a RAM user give the owning account's id); guess: ids of accounts have 16 digits",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        uid = one.text("accepting_ali_uid")
        if uid is UNKNOWN or not uid or uid == "0" or is_placeholder(uid):
            continue
        if not uid.isdigit():
            why = "it is not a number"
        elif len(uid) == 18:
            why = "it has 18 digits like the id of a RAM user; the owning account's id has 16"
        elif len(uid) != 16:
            why = f"it has {len(uid)} digits, not 16"
        else:
            continue
        yield at(one, "accepting_ali_uid", message=RULE.broken("accepting_ali_uid", value=uid, why=why).message)
