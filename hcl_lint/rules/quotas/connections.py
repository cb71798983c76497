"""Quotas of connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.entities import Connection
from hcl_lint.network.quota_counts import groups, home
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    peering,
    quotas,
)

QUOTA_CROSS_REGION_PER_VPC = documented(
    quotas.CROSS_REGION_PER_VPC,
    """
    More connections to other regions than a VPC may have.

    Why: vpc_quota_cross_region_peer_num_per_vpc is 20 until somebody has it raised; the next connection is refused.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "spoke" {
          count               = 21
          vpc_id              = "vpc-bp1hub"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zespoke${count.index}"
          accepting_region_id = "cn-beijing"
        }

    Good::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "spoke" {
          count               = 20
          vpc_id              = "vpc-bp1hub"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zespoke${count.index}"
          accepting_region_id = "cn-beijing"
        }

    Fix: Have the quota raised, or join many VPCs with Cloud Enterprise Network.
    """,
    severity="warning",
)

QUOTA_INTRA_REGION_PER_VPC = documented(
    quotas.INTRA_REGION_PER_VPC,
    """
    More connections inside a region than a VPC may have.

    Why: vpc_quota_intra_region_peer_num_per_vpc is 10 until somebody has it raised; the next connection is refused.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "spoke" {
          count               = 11
          vpc_id              = "vpc-bp1hub"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1spoke${count.index}"
          accepting_region_id = "cn-hangzhou"
        }

    Good::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "spoke" {
          count               = 10
          vpc_id              = "vpc-bp1hub"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1spoke${count.index}"
          accepting_region_id = "cn-hangzhou"
        }

    Fix: Have the quota raised, or join many VPCs with Cloud Enterprise Network.
    """,
    severity="warning",
)

QUOTA_PER_ACCOUNT_AND_REGION = documented(
    quotas.PER_ACCOUNT_AND_REGION,
    """
    More connections than an account may create in a region.

    Why: vpc_quota_peer_num is 20 until somebody has it raised; the next connection is refused.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "spoke" {
          count               = 21
          vpc_id              = "vpc-bp1hub${count.index}"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zespoke${count.index}"
          accepting_region_id = "cn-beijing"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "spoke" {
          count               = 20
          vpc_id              = "vpc-bp1hub${count.index}"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zespoke${count.index}"
          accepting_region_id = "cn-beijing"
        }

    Fix: Have the quota raised, or let the other account create some of the connections.
    """,
    severity="warning",
)

_QUOTAS: Final = quotas.Quotas()


@check(QUOTA_CROSS_REGION_PER_VPC, QUOTA_INTRA_REGION_PER_VPC)
def check_connections_of_vpcs(topology: Topology) -> Iterator[Diagnostic]:
    for within_region, limit in (
        (False, _QUOTAS.vpc_quota_cross_region_peer_num_per_vpc),
        (True, _QUOTAS.vpc_quota_intra_region_peer_num_per_vpc),
    ):
        by_vpc: dict[str, list[Connection]] = {}
        for connection in topology.connections:
            if connection.within_region is within_region and connection.resource.certain:
                for vpc in {vpc for vpc in (connection.vpc, connection.accepting_vpc) if isinstance(vpc, str)}:
                    by_vpc.setdefault(vpc, []).append(connection)
        for connections in by_vpc.values():
            used = len(connections) - 1
            for violation in peering.check_vpc_quota(within_region=within_region, used=used, quotas=_QUOTAS):
                yield connections[limit].diagnostic(violation, "vpc_id")


@check(QUOTA_PER_ACCOUNT_AND_REGION)
def check_connections_of_regions(topology: Topology) -> Iterator[Diagnostic]:
    for connections in groups(topology.connections, home):
        for violation in peering.check_region_quota(used=len(connections) - 1, quotas=_QUOTAS):
            yield connections[_QUOTAS.vpc_quota_peer_num].diagnostic(violation)
