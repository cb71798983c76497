"""Constraints on the IPv6 blocks of VPCs and on IPv6 gateways."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tfmock.rulebook.cidr import Cidr, first_overlap, parse_cidr
from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations

BLOCK: Final = Rule(
    id="ALI475",
    name="vpc-ipv6-block",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalParam.Ipv6CidrBlock", "The param of Ipv6CidrBlock is illegal."),
    message="{value!r} is no IPv6 block with a mask of 56, as a VPC has it",
    source="CreateVpc metadata; guess: the message",
)
BLOCK_TWICE: Final = Rule(
    id="ALI476",
    name="vpc-ipv6-block-twice",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidCidrBlock", "Specified CIDR block is already exists."),
    message="{value} overlaps {other}, which the VPC has already",
    source="AssociateVpcCidrBlock error codes",
)
ENABLE_MISSING: Final = Rule(
    id="ALI478",
    name="vpc-ipv6-not-enabled",
    severity="error",
    api_error=ApiErrorTemplate(400, "MissingParam.EnableIpv6", "The param of EnableIpv6 is missing."),
    message="an IPv6 block is asked for, but IPv6 is not enabled",
    source="CreateVpc error codes; guess: the message",
)
GATEWAY_TWICE: Final = Rule(
    id="ALI472",
    name="ipv6-gateway-twice",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "OperationUnsupported.OnlyOneIpv6GatewayInVpc", "Only one IPv6 gateway is supported in a VPC."
    ),
    message="the VPC has the IPv6 gateway {other} already, and has at most one",
    source="CreateIpv6Gateway error codes",
)

#: The mask of a VPC's IPv6 block. IPAM address pools can give others; tfmock does not emulate them.
MASK: Final = 56


def check_block(requested: Maybe[str | None], existing: Iterable[Cidr] = ()) -> Violations:
    """Check an IPv6 block that is requested; None or empty leaves the choice to the cloud.

    Args:
        requested: the block as text.
        existing: the IPv6 blocks that the VPC has already.
    """
    if requested is UNKNOWN or not requested:
        return
    block = parse_cidr(requested)
    if block is None or block.version != 6 or block.mask != MASK:
        yield BLOCK.violation("ipv6_cidr_block", value=requested)
        return
    other = first_overlap(block, existing)
    if other is not None:
        yield BLOCK_TWICE.violation("ipv6_cidr_block", value=block, other=other)


def check_enabled(requested: Maybe[str | None], *, enabled: Maybe[bool]) -> Violations:
    """Check that IPv6 is enabled for a new VPC for which an IPv6 block is requested."""
    if requested is not UNKNOWN and requested and enabled is False:
        yield ENABLE_MISSING.violation("ipv6_cidr_block")


def check_gateway(existing: Maybe[str | None]) -> Violations:
    """Check that a VPC can get an IPv6 gateway; ``existing`` is the one that it has, None without."""
    if existing is not UNKNOWN and existing is not None:
        yield GATEWAY_TWICE.violation("vpc_id", other=existing)
