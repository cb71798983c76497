"""Where things may be: zones of a region, IPv6 blocks of vSwitches, addresses of interfaces."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Final

from tfmock.rulebook import regions
from tfmock.rulebook.cidr import Cidr, parse_address, usable
from tfmock.rulebook.rule import UNKNOWN, ApiFault, Maybe, Rule, Violations

_RUN: Final = "RunInstances error codes"
_VSWITCH: Final = "CreateVSwitch error codes"

ZONE: Final = Rule(
    "ALI441", "vswitch-zone", "error", ApiFault(404, "InvalidZoneId.NotFound", "Specified zone does not exist."),
    "{value!r} is no zone of {region}: {wanted}", "CreateVSwitch error codes; ECS regions and zones page",
)  # fmt: skip
IPV6_DISABLED: Final = Rule(
    "ALI442", "vswitch-without-vpc-ipv6", "error",
    ApiFault(400, "OperationFailed.VpcIpv6Disabled", "IPv6 is not enabled for the VPC."),
    "{what}, and its VPC has no IPv6", f"{_VSWITCH}; CreateIpv6Gateway error codes",
)  # fmt: skip
IPV6_NUMBER: Final = Rule(
    "ALI443", "vswitch-ipv6-number", "error",
    ApiFault(400, "IllegalParam.Ipv6CidrBlock", "The param of Ipv6CidrBlock is illegal."),
    "{value} is no number of an IPv6 block: 0 to 255", _VSWITCH,
)  # fmt: skip
IPV6_TAKEN: Final = Rule(
    "ALI444", "vswitch-ipv6-twice", "error",
    ApiFault(400, "OperationFailed.Ipv6CidrBlockExisted", "The Ipv6CidrBlock already exists."),
    "the IPv6 block number {value} of the VPC is {other}'s", _VSWITCH,
)  # fmt: skip
INSTANCE_ZONE: Final = Rule(
    "ALI758", "instance-zone", "error",
    ApiFault(400, "ResourceNotAvailable", "Resource you requested is not available in this region or zone."),
    "the instance is to be in {value}, and its vSwitch is in {zone}", _RUN,
)  # fmt: skip
VSWITCH_MISSING: Final = Rule(
    "ALI759", "instance-without-vswitch", "error",
    ApiFault(
        400, "MissingParameter",
        'The input parameter "VSwitchId" that is mandatory for processing this request is not supplied.',
    ),
    "the instance is in no vSwitch", _RUN,
)  # fmt: skip
ADDRESS_MALFORMED: Final = Rule(
    "ALI761", "private-address-malformed", "error",
    ApiFault(400, "InvalidPrivateIpAddress.Malformed", "Specified private IP address is malformed."),
    "{value!r} is no IPv4 address", _RUN,
)  # fmt: skip
ADDRESS_OUTSIDE: Final = Rule(
    "ALI762", "private-address-outside", "error",
    ApiFault(
        400, "InvalidPrivateIpAddress", "Specified private IP address is not in the CIDR block of virtual switch."
    ),
    "{value} is not for use in the vSwitch {block}: {wanted}", f"{_RUN}; vSwitch page for the reserved addresses",
)  # fmt: skip
ADDRESS_TAKEN: Final = Rule(
    "ALI763", "private-address-twice", "error",
    ApiFault(400, "InvalidPrivateIpAddress.Duplicated", "Specified private IP address is duplicated."),
    "{value} is the address of {other} already", _RUN,
)  # fmt: skip
IPV6_OFF: Final = Rule(
    "ALI764", "interface-without-vswitch-ipv6", "error",
    ApiFault(
        404, "InvalidOperation.VSwitchIpv6Disabled", "The specified VSwitch does not support Ipv6 feature."
    ),
    "an IPv6 address is asked for, and the vSwitch has no IPv6 block", _RUN,
)  # fmt: skip
# guess: the messages of both, "%s" in metadata
ATTACHMENT_VPC: Final = Rule(
    "ALI765", "attachment-other-vpc", "error",
    ApiFault(
        403, "InvalidOperation.VpcMismatch", "The network interface and the instance are not in the same VPC."
    ),
    "the interface and the instance are not in one VPC", "AttachNetworkInterface error codes",
)  # fmt: skip
ATTACHMENT_ZONE: Final = Rule(
    "ALI766", "attachment-other-zone", "error",
    ApiFault(
        403, "InvalidOperation.AvailabilityZoneMismatch",
        "The network interface and the instance are not in the same zone.",
    ),
    "the interface is in {value}, and the instance in {zone}", "AttachNetworkInterface error codes",
)  # fmt: skip

MOST_IPV6_BLOCKS: Final = 256
"""A VPC's /56 has so many /64."""


def is_zone(zone: str, region: str) -> bool:
    """Whether a region has this zone; one whose zones are not published may have any letter."""
    found = regions.find(region)
    if found is None:
        return False
    if found.zone_letters:
        return zone in found.zones
    head = found.zones[0][:-1]
    return zone[:-1] == head and "a" <= zone[-1:] <= "z"


def check_zone(region: Maybe[str], zone: Maybe[str | None]) -> Violations:
    """The zone of a vSwitch that is to be made in a region; a region that is none has other rules."""
    if region is UNKNOWN or zone is UNKNOWN or not zone or regions.find(region) is None or is_zone(zone, region):
        return
    zones = regions.REGIONS[region].zones
    close = difflib.get_close_matches(zone, zones, 1, 0.9)
    wanted = f"did you mean {close[0]}?" if close and zone.startswith(region) and len(zones) == 1 else ", ".join(zones)
    yield ZONE.broken("zone_id", value=zone, region=region, wanted=wanted)


def check_ipv6_gateway(enabled: Maybe[bool]) -> Violations:
    """An IPv6 gateway needs a VPC with IPv6."""
    if enabled is False:
        yield IPV6_DISABLED.broken("vpc_id", what="an IPv6 gateway is asked for")


def check_vswitch_ipv6(
    number: Maybe[int | None], *, enabled: Maybe[bool], taken: Maybe[str | None] = None
) -> Violations:
    """The IPv6 block of a new vSwitch.

    Args:
        number: which of the VPC's 256 blocks of 64 bits; None without IPv6.
        enabled: whether the VPC has IPv6.
        taken: the vSwitch that has this block, None without.
    """
    if number is None:
        return
    if enabled is False:
        yield IPV6_DISABLED.broken("ipv6", what="the vSwitch is to have an IPv6 block")
    if number is UNKNOWN:
        return
    if not 0 <= number < MOST_IPV6_BLOCKS:
        yield IPV6_NUMBER.broken("ipv6", value=number)
    elif taken is not UNKNOWN and taken is not None:
        yield IPV6_TAKEN.broken("ipv6", value=number, other=taken)


def check_instance_zone(zone: Maybe[str | None], vswitch_zone: Maybe[str | None]) -> Violations:
    """The zone that an instance asks for, and that of its vSwitch."""
    if zone is not UNKNOWN and vswitch_zone is not UNKNOWN and zone and vswitch_zone and zone != vswitch_zone:
        yield INSTANCE_ZONE.broken("zone", value=zone, zone=vswitch_zone)


def check_has_vswitch(given: Maybe[bool]) -> Violations:
    """Whether a new instance has a vSwitch, of its own or of its interface."""
    if given is False:
        yield VSWITCH_MISSING.broken("vswitch_id")


def check_address(wanted: Maybe[str | None], block: Maybe[Cidr], taken: Maybe[str | None] = None) -> Violations:
    """A private address that is asked for.

    Args:
        block: the vSwitch's; its first address and its last three are the cloud's.
        taken: who has the address already, None if nobody.
    """
    if wanted is UNKNOWN or not wanted:
        return
    address = parse_address(wanted)
    if address is None or (block is not UNKNOWN and address.version != block.version):
        yield ADDRESS_MALFORMED.broken("address", value=wanted)
        return
    if block is not UNKNOWN:
        first, last = usable(block)
        if not block.contains(address):
            yield ADDRESS_OUTSIDE.broken("address", value=wanted, block=block, wanted="it is not in it")
            return
        if not first <= address.first <= last:
            why = "the first and the last three addresses are the cloud's"
            yield ADDRESS_OUTSIDE.broken("address", value=wanted, block=block, wanted=why)
            return
    if taken is not UNKNOWN and taken is not None:
        yield ADDRESS_TAKEN.broken("address", value=wanted, other=taken)


def check_ipv6_addresses(wanted: Maybe[bool], *, enabled: Maybe[bool]) -> Violations:
    """Whether an interface asks for IPv6 addresses, and whether its vSwitch has an IPv6 block."""
    if wanted is True and enabled is False:
        yield IPV6_OFF.broken("ipv6")


def check_attachment(same_vpc: Maybe[bool], zones: Sequence[Maybe[str | None]]) -> Violations:
    """An interface about to be attached: ``zones`` are its own and the instance's."""
    own, other = zones
    if same_vpc is False:
        yield ATTACHMENT_VPC.broken("interface")
    elif own is not UNKNOWN and other is not UNKNOWN and own and other and own != other:
        yield ATTACHMENT_ZONE.broken("interface", value=own, zone=other)
