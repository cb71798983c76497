"""IPv4 blocks, zones and providers of vSwitches."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, Note
from hcl_lint.network.entities import SecondaryBlock, Table, VSwitch
from hcl_lint.network.placement import PlacementChecks
from hcl_lint.network.topology import Topology, can_coexist
from hcl_lint.network.topology_queries import region_conflict, region_note
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    addressing,
    placement,
)
from tfmock.rulebook.cidr import Cidr, parse_cidr
from tfmock.rulebook.cidr_index import overlapping_pairs
from tfmock.rulebook.rule import UNKNOWN, Rule

VSWITCH_CIDR_MALFORMED = documented(
    addressing.VSWITCH_CIDR_MALFORMED,
    """
    A vSwitch block that is not a CIDR block.

    Why: The cloud takes an IPv4 address and a mask with no bits set behind it.

    Bad::

        resource "alicloud_vswitch" "a" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.7/24"
          zone_id    = "cn-hangzhou-b"
        }

    Good::

        resource "alicloud_vswitch" "a" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

    Fix: Write network/mask with no bits behind the mask, such as 10.0.1.0/24.
    """,
    fixable=True,
)

VSWITCH_MASK = documented(
    addressing.VSWITCH_MASK,
    """
    A vSwitch that is too large or too small.

    Why: The mask of a vSwitch is 16 to 29; the cloud refuses others.

    Bad::

        resource "alicloud_vswitch" "a" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.0.0/8"
          zone_id    = "cn-hangzhou-b"
        }

    Good::

        resource "alicloud_vswitch" "a" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.0.0/16"
          zone_id    = "cn-hangzhou-b"
        }

    Fix: Choose a mask of 16 to 29.
    """,
)

VSWITCH_RESERVED = documented(
    addressing.VSWITCH_RESERVED,
    """
    A vSwitch inside 100.64.0.0/10.

    Why: The range belongs to cloud services; the cloud refuses a vSwitch there.

    Bad::

        resource "alicloud_vswitch" "a" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "100.64.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

    Good::

        resource "alicloud_vswitch" "a" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

    Fix: Choose a private block.
    """,
)

VSWITCH_OUTSIDE_VPC = documented(
    addressing.VSWITCH_OUTSIDE_VPC,
    """
    A vSwitch outside the blocks of its VPC.

    Why: A vSwitch is a part of its VPC; the cloud refuses one with other addresses.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = cidrsubnet(alicloud_vpc.a.cidr_block, 8, 1)
          zone_id    = "cn-hangzhou-b"
        }

    Fix: Choose a block inside the VPC's, for instance with cidrsubnet.
    """,
)

VSWITCH_OVERLAP = documented(
    addressing.VSWITCH_OVERLAP,
    """
    Two vSwitches of a VPC that share addresses.

    Why: An address belongs to one vSwitch; the cloud refuses the second.

    Bad::

        resource "alicloud_vswitch" "a" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.0.0/20"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vswitch" "b" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-e"
        }

    Good::

        resource "alicloud_vswitch" "a" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.0.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vswitch" "b" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-e"
        }

    Fix: Choose blocks that do not overlap.
    """,
)

VSWITCH_ZONE = documented(
    placement.ZONE,
    """
    A zone that the region of a vSwitch does not have.

    Why: The cloud refuses the vSwitch: zones are of one region. Where the zones of a region are not published, any
    letter is taken.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-beijing-a"
        }

    Good::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-h"
        }

    Fix: Write a zone of the region, or the provider of the other region.
    """,
)

VSWITCH_WRONG_PROVIDER = documented(
    Rule(
        id="ALI454",
        name="vswitch-wrong-provider",
        severity="error",
        api_error=None,
        message="this is created {here}, but its VPC {vpc} {there}",
        source="CreateVSwitch error codes (InvalidVpcId.NotFound)",
    ),
    """
    A vSwitch or route table created by a provider of another region or account than its VPC.

    Why: The VPC is looked for in the region and account of that provider, and is not found there.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        provider "alicloud" {
          alias  = "peer"
          region = "cn-beijing"
        }

        resource "alicloud_vpc" "peer" {
          provider   = alicloud.peer
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "peer" {
          vpc_id     = alicloud_vpc.peer.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-beijing-a"
        }

    Good::

        provider "alicloud" {
          alias  = "peer"
          region = "cn-beijing"
        }

        resource "alicloud_vpc" "peer" {
          provider   = alicloud.peer
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "peer" {
          provider   = alicloud.peer
          vpc_id     = alicloud_vpc.peer.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-beijing-a"
        }

    Fix: Give it the provider of its VPC.
    """,
)


@check(VSWITCH_CIDR_MALFORMED, VSWITCH_MASK, VSWITCH_RESERVED)
def check_blocks(topology: Topology) -> Iterator[Diagnostic]:
    for vswitch in topology.vswitches:
        text = vswitch.text("cidr_block")
        if not isinstance(text, str):
            continue
        for violation in addressing.check_vswitch_block(text):
            malformed = violation.rule is addressing.VSWITCH_CIDR_MALFORMED
            block = parse_cidr(text, strict=False) if malformed else None
            yield vswitch.diagnostic(violation, fix=fixes.put(vswitch, str(block), "cidr_block") if block else None)


@check(VSWITCH_OUTSIDE_VPC)
def check_vpcs(topology: Topology) -> Iterator[Diagnostic]:
    if not topology.complete:
        return  # a block of the VPC may be what could not be read
    for vswitch in topology.vswitches:
        vpc = topology.vpc(vswitch.vpc)
        if vpc is None or not vpc.all_blocks_known or vswitch.block is UNKNOWN or not can_coexist(vswitch, vpc):
            continue
        for violation in addressing.check_vswitch_in_vpc(vswitch.block, vpc.blocks):
            yield vswitch.diagnostic(violation, notes=(Note(f"the VPC {vpc.id}", vpc.resource.span),))


@check(VSWITCH_OVERLAP)
def check_overlaps(topology: Topology) -> Iterator[Diagnostic]:
    by_vpc: dict[str, list[tuple[Cidr, VSwitch]]] = {}
    for vswitch in topology.vswitches:
        if isinstance(vswitch.vpc, str) and vswitch.block is not UNKNOWN and vswitch.single:
            by_vpc.setdefault(vswitch.vpc, []).append((vswitch.block, vswitch))
    for vswitches in by_vpc.values():
        for vswitch, other in overlapping_pairs(vswitches):
            if vswitch.block is UNKNOWN or other.block is UNKNOWN or not can_coexist(vswitch, other):
                continue
            for violation in addressing.check_vswitch_overlap(vswitch.block, [other.block]):
                note = Note(f"the other vSwitch, {other.id}", other.resource.span)
                yield vswitch.diagnostic(violation, notes=(note,))


@check(VSWITCH_ZONE)
def check_zones(topology: Topology) -> Iterator[Diagnostic]:
    yield from PlacementChecks.of(topology).check_vswitch_zones()


@check(VSWITCH_WRONG_PROVIDER)
def check_providers(topology: Topology) -> Iterator[Diagnostic]:
    parts: tuple[VSwitch | Table | SecondaryBlock, ...] = (
        *topology.vswitches,
        *topology.tables,
        *topology.secondary_blocks,
    )
    for part in parts:
        vpc = topology.vpc(part.vpc)
        if vpc is None or not region_conflict(part, vpc):
            continue
        by, vpc_by = "by one account", "by another"
        if part.region != vpc.region:
            by, vpc_by = f"in {part.region}", f"in {vpc.region}"
        violation = VSWITCH_WRONG_PROVIDER.violation("vpc_id", here=by, vpc=vpc.id, there=vpc_by)
        yield part.diagnostic(violation, notes=(*region_note(part), *region_note(vpc)))
