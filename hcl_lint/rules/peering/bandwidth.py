"""The bandwidth of a connection."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import region_note
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    peering,
)
from tfmock.rulebook.rule import UNKNOWN

BANDWIDTH_WITHIN_REGION = documented(
    peering.BANDWIDTH_WITHIN_REGION,
    """
    A bandwidth on a connection whose two ends are in one region.

    Why: Inside a region the cloud sets no limit and offers none: the request is refused and apply fails.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
          bandwidth           = 100
        }

    Good::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

    Fix: Remove bandwidth, or set accepting_region_id to the region in which the accepter VPC really is.
    """,
    fixable=True,
)

BANDWIDTH_RANGE = documented(
    peering.BANDWIDTH_RANGE,
    """
    A bandwidth below 1 Mbit/s.

    Why: The API takes whole numbers from 1; apply fails otherwise.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          bandwidth           = 0
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          bandwidth           = 1024
        }

    Fix: Write a number from 1 to 1024, or leave bandwidth out: the default between regions is 1024.
    """,
)

BANDWIDTH_QUOTA = documented(
    peering.BANDWIDTH_QUOTA,
    """
    A bandwidth above the default quota.

    Why: vpc_quota_peer_cross_region_bandwidth and vpc_quota_peer_cross_border_bandwidth are 1024 Mbit/s until
    somebody has them raised; beyond the quota apply fails.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          bandwidth           = 2048
        }

    Good::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          bandwidth           = 1024
        }

    Fix: Write at most 1024, or have the quota raised in the quota center and ignore this rule.
    """,
    severity="warning",
)


@check(BANDWIDTH_WITHIN_REGION, BANDWIDTH_QUOTA)
def check_bandwidth(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        bandwidth = connection.number("bandwidth")
        for violation in peering.check_bandwidth(connection.region, connection.accepting_region, bandwidth):
            diagnostic = connection.diagnostic(violation)
            if violation.rule is peering.BANDWIDTH_WITHIN_REGION:
                fix = fixes.remove(connection, "bandwidth")
                diagnostic = diagnostic.with_notes(*region_note(connection)).with_fix(fix)
            yield diagnostic


@check(BANDWIDTH_RANGE)
def check_bandwidth_range(topology: Topology) -> Iterator[Diagnostic]:
    """Whatever the regions are, and also on the accepter's side."""
    for side in (*topology.connections, *topology.accepters):
        for violation in peering.check_bandwidth(UNKNOWN, UNKNOWN, side.number("bandwidth")):
            yield side.diagnostic(violation)
