"""Constraints on the address blocks of VPCs and vSwitches.

Each function takes plain facts, any of which may be UNKNOWN, and yields the violations.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tfmock.rulebook.cidr import CLOUD_SERVICES, RESERVED, Cidr, explain_no_ipv4_block, first_overlap, parse_cidr
from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations

VPC_CIDR: Final = Rule(
    id="ALI401",
    name="vpc-cidr",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidParameter", "Specified CIDR block is not valid"),
    message="{value!r} is no block for a VPC: {why}",
    source="CreateVpc error codes and metadata (mask 8 to 28); VPC and vSwitch page for the reserved blocks",
)
VSWITCH_CIDR_MALFORMED: Final = Rule(
    id="ALI402",
    name="vswitch-cidr-malformed",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidCidrBlock.Malformed", "Specified CIDR block is not valid."),
    message="{value!r} is no IPv4 CIDR block: {why}",
    source="CreateVSwitch error codes",
)
VSWITCH_MASK: Final = Rule(
    id="ALI403",
    name="vswitch-mask",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidCirdrBlock.MaskLength", "Specified CIDR block is not valid ."),
    message="a vSwitch has a mask of 16 to 29, not {mask}",
    source="CreateVSwitch error codes and metadata",
)
VSWITCH_OUTSIDE_VPC: Final = Rule(
    id="ALI404",
    name="vswitch-outside-vpc",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidParameter", "Specified CIDR block is not valid in VPC."),
    message="{value} is not inside the VPC's {blocks}",
    source="CreateVSwitch error codes",
)
VSWITCH_OVERLAP: Final = Rule(
    id="ALI405",
    name="vswitch-overlap",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidCidrBlock.Overlapped", "Specified CIDR block overlapped with other subnets."
    ),
    message="{value} overlaps the vSwitch {other} of the same VPC",
    source="CreateVSwitch error codes",
)
VSWITCH_RESERVED: Final = Rule(
    id="ALI406",
    name="vswitch-reserved",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalParam.CidrBlock", "The param of CidrBlock [{value}] is illegal."),
    message="{value} lies in 100.64.0.0/10, which belongs to cloud services",
    source="CreateVSwitch error codes and metadata",
)
VSWITCH_ROUTE_CONFLICT: Final = Rule(
    id="ALI407",
    name="vswitch-route-conflict",
    severity="error",
    api_error=ApiErrorTemplate(400, "RouteConflict.AlreadyExist", "Route conflict exists in routing table."),
    message="{value} equals or contains the destination {destination} of a custom route; it may only lie inside one",
    source="CreateVSwitch error codes and metadata",
)
SECONDARY_CIDR: Final = Rule(
    id="ALI408",
    name="secondary-cidr",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "IllegalParam.SecondaryCidrBlock", "The param of SecondaryCidrBlock [{value}] is illegal."
    ),
    message="{value!r} is no secondary block: {why}",
    source="AssociateVpcCidrBlock metadata and error codes; guess: the message",
)
SECONDARY_CIDR_OVERLAP: Final = Rule(
    id="ALI409",
    name="secondary-cidr-overlap",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "Duplicated.SecondaryCidrBlock", "The specified SecondaryCidrBlock {value} is duplicated."
    ),
    message="{value} overlaps the VPC's block {other}",
    source="AssociateVpcCidrBlock error codes; guess: the message",
)
SECONDARY_CIDR_ROUTE: Final = Rule(
    id="ALI410",
    name="secondary-cidr-route",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "OperationFailed.ConflictWithEntry", "Operation failed because of conflict with route entry."
    ),
    message="{value} conflicts with the custom route to {destination}",
    source="AssociateVpcCidrBlock error codes; guess: the message, and that only a route inside the block conflicts",
)
USER_CIDR: Final = Rule(
    id="ALI417",
    name="user-cidr",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalParam.UserCidr", "UserCidr is not a valid or strict address."),
    message="{value!r} is no IPv4 CIDR block: {why}",
    source="CreateVpc error codes",
)
USER_CIDR_RESERVED: Final = Rule(
    id="ALI418",
    name="user-cidr-reserved",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidUserCidr.Malformed", "Specified  UserCidr  overlapping in of 100.64.0.0/10."
    ),
    message="{value} overlaps 100.64.0.0/10, which belongs to cloud services",
    source="CreateVpc error codes",
)
USER_CIDR_COUNT: Final = Rule(
    id="ALI419",
    name="user-cidr-count",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidUserCidr.Quota", "Specified  UserCidr number is greater than 3."),
    message="{count} user CIDR blocks, but a VPC has at most 3",
    source="CreateVpc error codes",
)
VPC_SHRUNK: Final = Rule(
    id="ALI420",
    name="vpc-block-in-use",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalCidrBlock", "Some subnet cidrBlock is not in the cidrBlock."),
    message="the vSwitch {vswitch} would lie outside {value}",
    source="ModifyVpcAttribute error codes",
)

VPC_MASKS: Final = range(8, 29)
VSWITCH_MASKS: Final = range(16, 30)


def _explain_no_vpc_block(text: str) -> str | None:
    block = parse_cidr(text)
    if block is None or block.version != 4 or "/" not in text:
        return explain_no_ipv4_block(text)
    if block.mask not in VPC_MASKS:
        return f"the mask must be {VPC_MASKS[0]} to {VPC_MASKS[-1]}"
    reserved = first_overlap(block, RESERVED)
    if reserved is not None:
        return f"it overlaps the reserved {reserved}"
    if block.first >> 24 == 0:
        return "it begins with 0"
    return None


def check_vpc_cidr(cidr: Maybe[str | None]) -> Violations:
    """Check the primary block of a VPC."""
    if cidr is UNKNOWN or not cidr:
        return
    why = _explain_no_vpc_block(cidr)
    if why:
        yield VPC_CIDR.violation("cidr_block", value=cidr, why=why)


def check_vswitch_block(cidr: Maybe[str]) -> Violations:
    """Check the block of a vSwitch on its own: form, mask, reserved ranges."""
    if cidr is UNKNOWN:
        return
    block = parse_cidr(cidr)
    if block is None or block.version != 4:
        yield VSWITCH_CIDR_MALFORMED.violation("cidr_block", value=cidr, why=explain_no_ipv4_block(cidr))
    elif block.mask not in VSWITCH_MASKS:
        yield VSWITCH_MASK.violation("cidr_block", value=cidr, mask=block.mask)
    elif block.overlaps(CLOUD_SERVICES):
        yield VSWITCH_RESERVED.violation("cidr_block", value=cidr)


def check_vswitch_in_vpc(block: Cidr, vpc_blocks: Iterable[Cidr]) -> Violations:
    """Check that a vSwitch lies inside one block of its VPC."""
    blocks = list(vpc_blocks)
    if not any(vpc_block.contains(block) for vpc_block in blocks):
        yield VSWITCH_OUTSIDE_VPC.violation("cidr_block", value=block, blocks=" or ".join(map(str, blocks)))


def check_vswitch_overlap(block: Cidr, others: Iterable[Cidr]) -> Violations:
    """Check that a vSwitch shares no address with another of its VPC."""
    other = first_overlap(block, others)
    if other is not None:
        yield VSWITCH_OVERLAP.violation("cidr_block", value=block, other=other)


def check_vswitch_routes(block: Cidr, destinations: Iterable[Cidr]) -> Violations:
    """Check that a new vSwitch equals and contains no destination of a custom route; it may lie inside one."""
    for destination in destinations:
        if block.contains(destination):
            yield VSWITCH_ROUTE_CONFLICT.violation("cidr_block", value=block, destination=destination)
            return


def check_secondary_cidr(
    cidr: Maybe[str], vpc_blocks: Iterable[Cidr] = (), destinations: Iterable[Cidr] = ()
) -> Violations:
    """Check a secondary IPv4 block against the VPC's other blocks and the custom routes of its tables."""
    if cidr is UNKNOWN:
        return
    why = _explain_no_vpc_block(cidr)
    if why:
        yield SECONDARY_CIDR.violation("secondary_cidr_block", value=cidr, why=why)
        return
    block = parse_cidr(cidr)
    assert block is not None
    other = first_overlap(block, vpc_blocks)
    if other is not None:
        yield SECONDARY_CIDR_OVERLAP.violation("secondary_cidr_block", value=cidr, other=other)
        return
    for destination in destinations:
        if block.contains(destination):
            yield SECONDARY_CIDR_ROUTE.violation("secondary_cidr_block", value=cidr, destination=destination)
            return


def check_user_cidrs(cidrs: Iterable[Maybe[str]]) -> Violations:
    """Check the user CIDRs of a VPC: at most three, none in the range of cloud services."""
    user_cidrs = list(cidrs)
    if len(user_cidrs) > 3:
        yield USER_CIDR_COUNT.violation("user_cidrs", count=len(user_cidrs))
    for cidr in user_cidrs:
        if cidr is UNKNOWN:
            continue
        block = parse_cidr(cidr)
        if block is None or block.version != 4:
            yield USER_CIDR.violation("user_cidrs", value=cidr, why=explain_no_ipv4_block(cidr))
        elif block.overlaps(CLOUD_SERVICES):
            yield USER_CIDR_RESERVED.violation("user_cidrs", value=cidr)


def check_vpc_still_holds(blocks: Iterable[Cidr], vswitches: Iterable[tuple[str, Cidr]]) -> Violations:
    """Check that every vSwitch ``(id, block)`` lies inside one of the blocks that a VPC would have after a change."""
    vpc_blocks = list(blocks)
    for id, block in vswitches:
        if not any(vpc_block.contains(block) for vpc_block in vpc_blocks):
            yield VPC_SHRUNK.violation("cidr_block", vswitch=id, value=" or ".join(map(str, vpc_blocks)))
            return
