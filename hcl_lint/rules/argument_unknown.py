"""An argument or block that a resource does not have, or that only the provider sets.

Why: Terraform refuses it before it asks the cloud anything. The arguments known are those of provider 1.290; where
the configuration asks for a newer provider, this rule is silent.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      peer_vpc_id         = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
    }

Fix: Write the argument that is meant, or remove it.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, unfit
from tfmock.rulebook.rule import Rule

RULE = Rule("ALI611", "argument-unknown", "error", None, "{what}", "the provider's schema")


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from unfit(topology, RULE, "unknown")
