"""Constraints on places: zones of a region, IPv6 blocks of vSwitches, addresses and vSwitches of interfaces."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Final

from tfmock.rulebook import regions
from tfmock.rulebook.cidr import Cidr, parse_address, usable_range
from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations

_RUN: Final = "RunInstances error codes"
_VSWITCH: Final = "CreateVSwitch error codes"

ZONE: Final = Rule(
    id="ALI441",
    name="vswitch-zone",
    severity="error",
    api_error=ApiErrorTemplate(404, "InvalidZoneId.NotFound", "Specified zone does not exist."),
    message="{value!r} is no zone of {region}: {expected}",
    source="CreateVSwitch error codes; ECS regions and zones page",
)
IPV6_DISABLED: Final = Rule(
    id="ALI442",
    name="vswitch-without-vpc-ipv6",
    severity="error",
    api_error=ApiErrorTemplate(400, "OperationFailed.VpcIpv6Disabled", "IPv6 is not enabled for the VPC."),
    message="{what}, and its VPC has no IPv6",
    source=f"{_VSWITCH}; CreateIpv6Gateway error codes",
)
IPV6_NUMBER: Final = Rule(
    id="ALI443",
    name="vswitch-ipv6-number",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalParam.Ipv6CidrBlock", "The param of Ipv6CidrBlock is illegal."),
    message="{value} is no number of an IPv6 block: 0 to 255",
    source=_VSWITCH,
)
IPV6_TAKEN: Final = Rule(
    id="ALI444",
    name="vswitch-ipv6-twice",
    severity="error",
    api_error=ApiErrorTemplate(400, "OperationFailed.Ipv6CidrBlockExisted", "The Ipv6CidrBlock already exists."),
    message="the IPv6 block number {value} of the VPC is {other}'s",
    source=_VSWITCH,
)
INSTANCE_ZONE: Final = Rule(
    id="ALI758",
    name="instance-zone",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "ResourceNotAvailable", "Resource you requested is not available in this region or zone."
    ),
    message="the instance is to be in {value}, and its vSwitch is in {zone}",
    source=_RUN,
)
VSWITCH_MISSING: Final = Rule(
    id="ALI759",
    name="instance-without-vswitch",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "MissingParameter",
        'The input parameter "VSwitchId" that is mandatory for processing this request is not supplied.',
    ),
    message="the instance is in no vSwitch",
    source=_RUN,
)
ADDRESS_MALFORMED: Final = Rule(
    id="ALI761",
    name="private-address-malformed",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidPrivateIpAddress.Malformed", "Specified private IP address is malformed."),
    message="{value!r} is no IPv4 address",
    source=_RUN,
)
ADDRESS_OUTSIDE: Final = Rule(
    id="ALI762",
    name="private-address-outside",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidPrivateIpAddress", "Specified private IP address is not in the CIDR block of virtual switch."
    ),
    message="{value} is not for use in the vSwitch {block}: {expected}",
    source=f"{_RUN}; vSwitch page for the reserved addresses",
)
ADDRESS_TAKEN: Final = Rule(
    id="ALI763",
    name="private-address-twice",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidPrivateIpAddress.Duplicated", "Specified private IP address is duplicated."
    ),
    message="{value} is the address of {other} already",
    source=_RUN,
)
IPV6_OFF: Final = Rule(
    id="ALI764",
    name="interface-without-vswitch-ipv6",
    severity="error",
    api_error=ApiErrorTemplate(
        404, "InvalidOperation.VSwitchIpv6Disabled", "The specified VSwitch does not support Ipv6 feature."
    ),
    message="an IPv6 address is asked for, and the vSwitch has no IPv6 block",
    source=_RUN,
)
# guess: the messages of both, "%s" in metadata
ATTACHMENT_VPC: Final = Rule(
    id="ALI765",
    name="attachment-other-vpc",
    severity="error",
    api_error=ApiErrorTemplate(
        403, "InvalidOperation.VpcMismatch", "The network interface and the instance are not in the same VPC."
    ),
    message="the interface and the instance are not in one VPC",
    source="AttachNetworkInterface error codes",
)
ATTACHMENT_ZONE: Final = Rule(
    id="ALI766",
    name="attachment-other-zone",
    severity="error",
    api_error=ApiErrorTemplate(
        403,
        "InvalidOperation.AvailabilityZoneMismatch",
        "The network interface and the instance are not in the same zone.",
    ),
    message="the interface is in {value}, and the instance in {zone}",
    source="AttachNetworkInterface error codes",
)

#: A VPC's /56 has so many /64.
MOST_IPV6_BLOCKS: Final = 256


def is_zone(zone: str, region: str) -> bool:
    """Whether a region has this zone; where its zones are not published, any letter is accepted."""
    known = regions.find(region)
    if known is None:
        return False
    if known.zone_letters:
        return zone in known.zones
    head = known.zones[0][:-1]
    return zone[:-1] == head and "a" <= zone[-1:] <= "z"


def check_zone(region: Maybe[str], zone: Maybe[str | None]) -> Violations:
    """Check the zone of a new vSwitch; a region that does not exist violates other rules."""
    if region is UNKNOWN or zone is UNKNOWN or not zone or regions.find(region) is None or is_zone(zone, region):
        return
    zones = regions.REGIONS[region].zones
    close = difflib.get_close_matches(zone, zones, 1, 0.9)
    expected = (
        f"did you mean {close[0]}?" if close and zone.startswith(region) and len(zones) == 1 else ", ".join(zones)
    )
    yield ZONE.violation("zone_id", value=zone, region=region, expected=expected)


def check_ipv6_gateway(enabled: Maybe[bool]) -> Violations:
    """Check that the VPC of an IPv6 gateway has IPv6."""
    if enabled is False:
        yield IPV6_DISABLED.violation("vpc_id", what="an IPv6 gateway is asked for")


def check_vswitch_ipv6(
    number: Maybe[int | None], *, enabled: Maybe[bool], taken: Maybe[str | None] = None
) -> Violations:
    """Check the IPv6 block of a new vSwitch.

    Args:
        number: which of the 256 /64 blocks of the VPC; None without IPv6.
        enabled: whether the VPC has IPv6.
        taken: the vSwitch that has this block already, None without.
    """
    if number is None:
        return
    if enabled is False:
        yield IPV6_DISABLED.violation("ipv6", what="the vSwitch is to have an IPv6 block")
    if number is UNKNOWN:
        return
    if not 0 <= number < MOST_IPV6_BLOCKS:
        yield IPV6_NUMBER.violation("ipv6", value=number)
    elif taken is not UNKNOWN and taken is not None:
        yield IPV6_TAKEN.violation("ipv6", value=number, other=taken)


def check_instance_zone(zone: Maybe[str | None], vswitch_zone: Maybe[str | None]) -> Violations:
    """Check that the requested zone of an instance is that of its vSwitch."""
    if zone is not UNKNOWN and vswitch_zone is not UNKNOWN and zone and vswitch_zone and zone != vswitch_zone:
        yield INSTANCE_ZONE.violation("zone", value=zone, zone=vswitch_zone)


def check_has_vswitch(named: Maybe[bool]) -> Violations:
    """Check that a new instance names a vSwitch, itself or by its interface."""
    if named is False:
        yield VSWITCH_MISSING.violation("vswitch_id")


def check_address(requested: Maybe[str | None], block: Maybe[Cidr], taken: Maybe[str | None] = None) -> Violations:
    """Check a private address that is requested.

    Args:
        requested: the address as text.
        block: the block of the vSwitch; the cloud keeps its first address and its last three.
        taken: the id of what has the address already, None without.
    """
    if requested is UNKNOWN or not requested:
        return
    address = parse_address(requested)
    if address is None or (block is not UNKNOWN and address.version != block.version):
        yield ADDRESS_MALFORMED.violation("address", value=requested)
        return
    if block is not UNKNOWN:
        first, last = usable_range(block)
        if not block.contains(address):
            yield ADDRESS_OUTSIDE.violation("address", value=requested, block=block, expected="it is not in it")
            return
        if not first <= address.first <= last:
            why = "the first and the last three addresses are the cloud's"
            yield ADDRESS_OUTSIDE.violation("address", value=requested, block=block, expected=why)
            return
    if taken is not UNKNOWN and taken is not None:
        yield ADDRESS_TAKEN.violation("address", value=requested, other=taken)


def check_ipv6_addresses(requested: Maybe[bool], *, enabled: Maybe[bool]) -> Violations:
    """Check that the vSwitch of an interface for which IPv6 addresses are requested has an IPv6 block."""
    if requested is True and enabled is False:
        yield IPV6_OFF.violation("ipv6")


def check_attachment(same_vpc: Maybe[bool], zones: Sequence[Maybe[str | None]]) -> Violations:
    """Check that an interface can be attached; ``zones`` are those of the interface and of the instance."""
    zone, instance_zone = zones
    if same_vpc is False:
        yield ATTACHMENT_VPC.violation("interface")
    elif zone is not UNKNOWN and instance_zone is not UNKNOWN and zone and instance_zone and zone != instance_zone:
        yield ATTACHMENT_ZONE.violation("interface", value=zone, zone=instance_zone)
