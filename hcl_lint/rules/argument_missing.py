"""An argument or block that a resource must have.

Why: Terraform refuses the resource before it asks the cloud anything.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id            = "vpc-bp1requester"
      accepting_ali_uid = data.alicloud_account.current.id
      accepting_vpc_id  = "vpc-2zeaccepter"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
    }

Fix: Write it.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, unfit
from tfmock.rulebook.rule import Rule

RULE = Rule("ALI612", "argument-missing", "error", None, "{what}", "the provider's schema")


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from unfit(topology, RULE, "missing")
