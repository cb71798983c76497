"""Quotas of VPCs, their blocks and vSwitches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.entities import SecondaryBlock, VSwitch
from hcl_lint.network.quota_counts import exceeded, groups, home, named, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    quotas,
)

QUOTA_VPCS_PER_REGION = documented(
    quotas.VPCS_PER_REGION,
    """
    More VPCs in a region than the quota.

    Why: vpc_quota_instances_num is 10 until somebody has it raised; the next VPC is refused.

    Bad::

        resource "alicloud_vpc" "spoke" {
          count      = 11
          cidr_block = "10.${count.index}.0.0/16"
        }

    Good::

        resource "alicloud_vpc" "spoke" {
          count      = 10
          cidr_block = "10.${count.index}.0.0/16"
        }

    Fix: Have the quota raised, or spread the VPCs over regions or accounts.
    """,
    severity="warning",
)

QUOTA_SECONDARY_CIDRS_PER_VPC = documented(
    quotas.SECONDARY_CIDRS_PER_VPC,
    """
    More secondary blocks of a VPC than the quota.

    Why: vpc_quota_secondary_cidr_num is 5 until somebody has it raised; the next block is refused.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc_ipv4_cidr_block" "many" {
          count                = 6
          vpc_id               = alicloud_vpc.a.id
          secondary_cidr_block = "172.${count.index + 16}.0.0/16"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc_ipv4_cidr_block" "few" {
          count                = 5
          vpc_id               = alicloud_vpc.a.id
          secondary_cidr_block = "172.${count.index + 16}.0.0/16"
        }

    Fix: Use fewer and larger blocks, or have the quota raised.
    """,
    severity="warning",
)

QUOTA_IPV6_CIDRS_PER_VPC = documented(
    quotas.IPV6_CIDRS_PER_VPC,
    """
    More IPv6 blocks of a VPC than it can have.

    Why: A VPC has one IPv6 block and at most five more.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vpc_ipv6_cidr_block" "more" {
          count  = 6
          vpc_id = alicloud_vpc.a.id
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_vpc_ipv6_cidr_block" "more" {
          count  = 5
          vpc_id = alicloud_vpc.a.id
        }

    Fix: Remove the blocks that are too many.
    """,
    severity="warning",
)

QUOTA_VSWITCHES_PER_VPC = documented(
    quotas.VSWITCHES_PER_VPC,
    """
    More vSwitches in a VPC than the quota.

    Why: vpc_quota_vswitches_num is 150 until somebody has it raised; the next vSwitch is refused.

    Bad::

        resource "alicloud_vswitch" "many" {
          count      = 151
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.${count.index}.0/24"
          zone_id    = "cn-hangzhou-b"
        }

    Good::

        resource "alicloud_vswitch" "few" {
          count      = 150
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.${count.index}.0/24"
          zone_id    = "cn-hangzhou-b"
        }

    Fix: Use fewer and larger vSwitches, or have the quota raised.
    """,
    severity="warning",
)


@check(QUOTA_VPCS_PER_REGION)
def check_vpcs(topology: Topology) -> Iterator[Diagnostic]:
    for vpc, violation in exceeded(quotas.VPCS_PER_REGION, topology.vpcs, home, "vpc_quota_instances_num"):
        yield vpc.diagnostic(violation)


_SECONDARY_QUOTA: Final = "vpc_quota_secondary_cidr_num"
_SECONDARY_LIMIT: Final = quotas.Quotas().vpc_quota_secondary_cidr_num


@check(QUOTA_SECONDARY_CIDRS_PER_VPC)
def check_secondary_blocks(topology: Topology) -> Iterator[Diagnostic]:
    rule = quotas.SECONDARY_CIDRS_PER_VPC
    for block, violation in exceeded(rule, topology.secondary_blocks, _vpc_of, _SECONDARY_QUOTA):
        yield block.diagnostic(violation, "vpc_id")
    for vpc in topology.vpcs:
        used = len(vpc.texts("secondary_cidr_blocks")) - 1
        for violation in quotas.check_count(rule, used=used, limit=_SECONDARY_LIMIT, quota=_SECONDARY_QUOTA):
            yield vpc.diagnostic(violation, "secondary_cidr_blocks")


@check(QUOTA_IPV6_CIDRS_PER_VPC)
def check_ipv6_blocks(topology: Topology) -> Iterator[Diagnostic]:
    limit, vpc_id = quotas.IPV6_CIDRS, named(topology.root, "vpc_id")
    for blocks in groups(written(topology.root, "alicloud_vpc_ipv6_cidr_block"), vpc_id):
        id = vpc_id(blocks[0])
        vpc = topology.vpc(id) if isinstance(id, str) else None
        own_blocks = int(vpc is not None and vpc.flag("enable_ipv6") is True)  # the block that the VPC is created with
        used = len(blocks) + own_blocks - 1
        for violation in quotas.check_count(quotas.IPV6_CIDRS_PER_VPC, used=used, limit=limit):
            yield blocks[limit - own_blocks].diagnostic(violation, "vpc_id")


@check(QUOTA_VSWITCHES_PER_VPC)
def check_vswitches(topology: Topology) -> Iterator[Diagnostic]:
    violations = exceeded(quotas.VSWITCHES_PER_VPC, topology.vswitches, _vpc_of, "vpc_quota_vswitches_num")
    for vswitch, violation in violations:
        yield vswitch.diagnostic(violation, "vpc_id")


def _vpc_of(part: VSwitch | SecondaryBlock) -> str | None:
    """The VPC whose quota a vSwitch or block counts against, where it is known."""
    return part.vpc if isinstance(part.vpc, str) else None
