"""What the cloud asks of the address blocks of VPCs and vSwitches.

Each function takes plain facts, any of which may be UNKNOWN, and yields what they break.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tfmock.rulebook.cidr import CLOUD_SERVICES, RESERVED, Cidr, first_overlap, parse, why_no_ipv4_block
from tfmock.rulebook.rule import UNKNOWN, ApiFault, Maybe, Rule, Violations

VPC_CIDR: Final = Rule(
    "ALI401", "vpc-cidr", "error", ApiFault(400, "InvalidParameter", "Specified CIDR block is not valid"),
    "{value!r} is no block for a VPC: {why}",
    "CreateVpc error codes and metadata (mask 8 to 28); VPC and vSwitch page for the reserved blocks",
)  # fmt: skip
VSWITCH_CIDR_MALFORMED: Final = Rule(
    "ALI402", "vswitch-cidr-malformed", "error",
    ApiFault(400, "InvalidCidrBlock.Malformed", "Specified CIDR block is not valid."),
    "{value!r} is no IPv4 CIDR block: {why}", "CreateVSwitch error codes",
)  # fmt: skip
VSWITCH_MASK: Final = Rule(
    "ALI403", "vswitch-mask", "error",
    ApiFault(400, "InvalidCirdrBlock.MaskLength", "Specified CIDR block is not valid ."),
    "a vSwitch has a mask of 16 to 29, not {mask}", "CreateVSwitch error codes and metadata",
)  # fmt: skip
VSWITCH_OUTSIDE_VPC: Final = Rule(
    "ALI404", "vswitch-outside-vpc", "error",
    ApiFault(400, "InvalidParameter", "Specified CIDR block is not valid in VPC."),
    "{value} is not inside the VPC's {blocks}", "CreateVSwitch error codes",
)  # fmt: skip
VSWITCH_OVERLAP: Final = Rule(
    "ALI405", "vswitch-overlap", "error",
    ApiFault(400, "InvalidCidrBlock.Overlapped", "Specified CIDR block overlapped with other subnets."),
    "{value} overlaps the vSwitch {other} of the same VPC", "CreateVSwitch error codes",
)  # fmt: skip
VSWITCH_RESERVED: Final = Rule(
    "ALI406", "vswitch-reserved", "error",
    ApiFault(400, "IllegalParam.CidrBlock", "The param of CidrBlock [{value}] is illegal."),
    "{value} lies in 100.64.0.0/10, which belongs to cloud services", "CreateVSwitch error codes and metadata",
)  # fmt: skip
VSWITCH_ROUTE_CONFLICT: Final = Rule(
    "ALI407", "vswitch-route-conflict", "error",
    ApiFault(400, "RouteConflict.AlreadyExist", "Route conflict exists in routing table."),
    "{value} equals or contains the destination {destination} of a custom route; it may only lie inside one",
    "CreateVSwitch error codes and metadata",
)  # fmt: skip
SECONDARY_CIDR: Final = Rule(
    "ALI408", "secondary-cidr", "error",
    ApiFault(400, "IllegalParam.SecondaryCidrBlock", "The param of SecondaryCidrBlock [{value}] is illegal."),
    "{value!r} is no secondary block: {why}", "AssociateVpcCidrBlock metadata and error codes; guess: the message",
)  # fmt: skip
SECONDARY_CIDR_OVERLAP: Final = Rule(
    "ALI409", "secondary-cidr-overlap", "error",
    ApiFault(400, "Duplicated.SecondaryCidrBlock", "The specified SecondaryCidrBlock {value} is duplicated."),
    "{value} overlaps the VPC's block {other}", "AssociateVpcCidrBlock error codes; guess: the message",
)  # fmt: skip
SECONDARY_CIDR_ROUTE: Final = Rule(
    "ALI410", "secondary-cidr-route", "error",
    ApiFault(400, "OperationFailed.ConflictWithEntry", "Operation failed because of conflict with route entry."),
    "{value} conflicts with the custom route to {destination}",
    "AssociateVpcCidrBlock error codes; guess: the message, and that only a route inside the block conflicts",
)  # fmt: skip
USER_CIDR: Final = Rule(
    "ALI417", "user-cidr", "error",
    ApiFault(400, "IllegalParam.UserCidr", "UserCidr is not a valid or strict address."),
    "{value!r} is no IPv4 CIDR block: {why}", "CreateVpc error codes",
)  # fmt: skip
USER_CIDR_RESERVED: Final = Rule(
    "ALI418", "user-cidr-reserved", "error",
    ApiFault(400, "InvalidUserCidr.Malformed", "Specified  UserCidr  overlapping in of 100.64.0.0/10."),
    "{value} overlaps 100.64.0.0/10, which belongs to cloud services", "CreateVpc error codes",
)  # fmt: skip
USER_CIDR_COUNT: Final = Rule(
    "ALI419", "user-cidr-count", "error",
    ApiFault(400, "InvalidUserCidr.Quota", "Specified  UserCidr number is greater than 3."),
    "{count} user CIDR blocks, but a VPC has at most 3", "CreateVpc error codes",
)  # fmt: skip
VPC_SHRUNK: Final = Rule(
    "ALI420", "vpc-block-in-use", "error",
    ApiFault(400, "IllegalCidrBlock", "Some subnet cidrBlock is not in the cidrBlock."),
    "the vSwitch {vswitch} would lie outside {value}", "ModifyVpcAttribute error codes",
)  # fmt: skip

VPC_MASKS: Final = range(8, 29)
VSWITCH_MASKS: Final = range(16, 30)


def _why_not_a_vpc_block(text: str) -> str | None:
    block = parse(text)
    if block is None or block.version != 4 or "/" not in text:
        return why_no_ipv4_block(text)
    if block.mask not in VPC_MASKS:
        return f"the mask must be {VPC_MASKS[0]} to {VPC_MASKS[-1]}"
    reserved = first_overlap(block, RESERVED)
    if reserved is not None:
        return f"it overlaps the reserved {reserved}"
    if block.first >> 24 == 0:
        return "it begins with 0"
    return None


def check_vpc_cidr(cidr: Maybe[str | None]) -> Violations:
    """The primary block of a VPC."""
    if cidr is UNKNOWN or not cidr:
        return
    why = _why_not_a_vpc_block(cidr)
    if why:
        yield VPC_CIDR.broken("cidr_block", value=cidr, why=why)


def check_vswitch_block(cidr: Maybe[str]) -> Violations:
    """The block of a vSwitch on its own: form, mask, reserved ranges."""
    if cidr is UNKNOWN:
        return
    block = parse(cidr)
    if block is None or block.version != 4:
        yield VSWITCH_CIDR_MALFORMED.broken("cidr_block", value=cidr, why=why_no_ipv4_block(cidr))
    elif block.mask not in VSWITCH_MASKS:
        yield VSWITCH_MASK.broken("cidr_block", value=cidr, mask=block.mask)
    elif block.overlaps(CLOUD_SERVICES):
        yield VSWITCH_RESERVED.broken("cidr_block", value=cidr)


def check_vswitch_in_vpc(block: Cidr, vpc_blocks: Iterable[Cidr]) -> Violations:
    """A vSwitch lies inside one block of its VPC."""
    blocks = list(vpc_blocks)
    if not any(of_vpc.contains(block) for of_vpc in blocks):
        yield VSWITCH_OUTSIDE_VPC.broken("cidr_block", value=block, blocks=" or ".join(map(str, blocks)))


def check_vswitch_overlap(block: Cidr, others: Iterable[Cidr]) -> Violations:
    """A vSwitch shares no address with another of its VPC."""
    other = first_overlap(block, others)
    if other is not None:
        yield VSWITCH_OVERLAP.broken("cidr_block", value=block, other=other)


def check_vswitch_routes(block: Cidr, destinations: Iterable[Cidr]) -> Violations:
    """A new vSwitch may lie inside the destination of a custom route, but not equal or contain it."""
    for destination in destinations:
        if block.contains(destination):
            yield VSWITCH_ROUTE_CONFLICT.broken("cidr_block", value=block, destination=destination)
            return


def check_secondary_cidr(
    cidr: Maybe[str], vpc_blocks: Iterable[Cidr] = (), destinations: Iterable[Cidr] = ()
) -> Violations:
    """A secondary IPv4 block against the VPC's other blocks and the custom routes of its tables."""
    if cidr is UNKNOWN:
        return
    why = _why_not_a_vpc_block(cidr)
    if why:
        yield SECONDARY_CIDR.broken("secondary_cidr_block", value=cidr, why=why)
        return
    block = parse(cidr)
    assert block is not None
    other = first_overlap(block, vpc_blocks)
    if other is not None:
        yield SECONDARY_CIDR_OVERLAP.broken("secondary_cidr_block", value=cidr, other=other)
        return
    for destination in destinations:
        if block.contains(destination):
            yield SECONDARY_CIDR_ROUTE.broken("secondary_cidr_block", value=cidr, destination=destination)
            return


def check_user_cidrs(cidrs: Iterable[Maybe[str]]) -> Violations:
    """The user CIDRs of a VPC: at most three, none in the range of cloud services."""
    known = list(cidrs)
    if len(known) > 3:
        yield USER_CIDR_COUNT.broken("user_cidrs", count=len(known))
    for cidr in known:
        if cidr is UNKNOWN:
            continue
        block = parse(cidr)
        if block is None or block.version != 4:
            yield USER_CIDR.broken("user_cidrs", value=cidr, why=why_no_ipv4_block(cidr))
        elif block.overlaps(CLOUD_SERVICES):
            yield USER_CIDR_RESERVED.broken("user_cidrs", value=cidr)


def check_vpc_still_holds(blocks: Iterable[Cidr], vswitches: Iterable[tuple[str, Cidr]]) -> Violations:
    """Every vSwitch ``(id, block)`` lies inside one of the blocks that a VPC would have after a change."""
    after = list(blocks)
    for id, block in vswitches:
        if not any(of_vpc.contains(block) for of_vpc in after):
            yield VPC_SHRUNK.broken("cidr_block", vswitch=id, value=" or ".join(map(str, after)))
            return
