"""dry_run = true on a connection or its accepter.

Why: The cloud then only checks the request and answers with the error DryRunOperation, so apply always fails.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
      dry_run             = true
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

Fix: Remove dry_run; terraform plan and hcl-lint check without it.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import peering


@lint_rule(peering.DRY_RUN, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for one in (*topology.connections, *topology.accepters, *topology.vpcs):
        for problem in told(peering.DRY_RUN, peering.check_dry_run(one.flag("dry_run")), one):
            yield problem.with_fix(fixes.remove(one, "dry_run"))
