"""Addresses in a vSwitch: which are free, and which one an interface gets next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from tfmock.core.call import Call
from tfmock.core.ids import token
from tfmock.protocol import common_errors
from tfmock.protocol.errors import enforce
from tfmock.rulebook import placement
from tfmock.rulebook.cidr import Cidr, parse_address, usable_range
from tfmock.rulebook.rule import UNKNOWN
from tfmock.services.ecs import errors
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.simulation.resources import VSwitchRow

#: Addresses that one request may add to an interface. It also bounds the work of one request.
#: guess: the metadata bounds the addresses of an interface by its instance type, never above some dozens.
_MAX_ADDRESSES: Final = 100
#: Offsets in an IPv6 block that are tried. The first addresses are the cloud's.
_IPV6_OFFSETS: Final = range(2, 1 << 20)


def _text(version: int, value: int) -> str:
    return Cidr(version, value, 32 if version == 4 else 128).host


def allocate_address(call: Call, vswitch: VSwitchRow, requested: str, reserved: Sequence[str] = ()) -> str:
    """The requested IPv4 address, or the first free one. The first and the last three are the cloud's.

    Args:
        requested: an address, or empty for any.
        reserved: further addresses that count as used.

    Raises:
        ApiError: the address is outside of the vSwitch or in use, or none is left.
    """
    used = _used_addresses(call, vswitch) | set(reserved)
    if not requested:
        return _next_free_address(vswitch, used)
    enforce(placement.check_address(requested, vswitch.block(), "another interface" if requested in used else None))
    return requested


def _used_addresses(call: Call, vswitch: VSwitchRow) -> set[str]:
    interfaces = call.transaction.find(NetworkInterfaceRow, "vswitch", vswitch.id)
    return {address for interface in interfaces for address in interface.addresses}


def _next_free_address(vswitch: VSwitchRow, used: set[str]) -> str:
    first, last = usable_range(vswitch.block())
    candidates = (_text(4, value) for value in range(first, last + 1))
    address = next((candidate for candidate in candidates if candidate not in used), None)
    if address is None:
        raise errors.ADDRESS_NONE_LEFT()
    return address


def _check_count(name: str, count: int) -> None:
    if not 0 <= count <= _MAX_ADDRESSES:
        raise common_errors.INVALID_PARAMETER(name=name)


def allocate_secondary_addresses(
    call: Call, vswitch: VSwitchRow, requested: Sequence[str], count: int, reserved: Sequence[str] = ()
) -> tuple[str, ...]:
    """Secondary IPv4 addresses, requested by value or by number.

    Raises:
        ApiError: an address is requested twice, is outside of the vSwitch or in use, or not enough are left.
    """
    if requested:
        repeated = next((ip for ip in requested if requested.count(ip) > 1 or ip in reserved), None)
        enforce(placement.check_address(repeated, UNKNOWN, "this interface"))
        return tuple(allocate_address(call, vswitch, address) for address in requested)
    _check_count("SecondaryPrivateIpAddressCount", count)
    used = _used_addresses(call, vswitch) | set(reserved)
    allocated: list[str] = []
    for _ in range(count):
        allocated.append(_next_free_address(vswitch, used | set(allocated)))
    return tuple(allocated)


def allocate_ipv6_addresses(call: Call, vswitch: VSwitchRow, requested: Sequence[str], count: int) -> tuple[str, ...]:
    """IPv6 addresses, requested by value or by number.

    Raises:
        ApiError: the vSwitch has no IPv6 block; an address is outside of it or in use.
    """
    if not requested and not count:
        return ()
    _check_count("Ipv6AddressCount", count)
    block = next((block for block in vswitch.blocks() if block.version == 6), None)
    enforce(placement.check_ipv6_addresses(True, enabled=block is not None))
    assert block is not None
    used = {
        ip for row in call.transaction.find(NetworkInterfaceRow, "vswitch", vswitch.id) for ip in row.ipv6_addresses
    }
    for address in requested:
        _check_ipv6_address(address, block, used)
    if requested:
        return tuple(requested)
    candidates = (_text(6, block.first + offset) for offset in _IPV6_OFFSETS)
    return tuple(islice((candidate for candidate in candidates if candidate not in used), count))


def _check_ipv6_address(address: str, block: Cidr, used: set[str]) -> None:
    parsed = parse_address(address)
    if parsed is None or not block.contains(parsed):
        raise errors.IPV6_OUTSIDE()
    if address in used:
        raise errors.IPV6_TAKEN()


def public_address(instance_id: str) -> str:
    """An address of the block for documentation (RFC 5737): it never leads anywhere."""
    return f"203.0.113.{1 + int(token(f'public:{instance_id}', 4), 36) % 254}"
