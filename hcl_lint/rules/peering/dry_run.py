"""Requests that the cloud only checks."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    peering,
)

DRY_RUN = documented(
    peering.DRY_RUN,
    """
    dry_run = true on a connection or its accepter.

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
    """,
    fixable=True,
)


@check(DRY_RUN)
def check_dry_run(topology: Topology) -> Iterator[Diagnostic]:
    for entity in (*topology.connections, *topology.accepters, *topology.vpcs):
        for violation in peering.check_dry_run(entity.flag("dry_run")):
            yield entity.diagnostic(violation, fix=fixes.remove(entity, "dry_run"))
