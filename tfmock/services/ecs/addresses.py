"""Addresses in a vSwitch: which are free, which is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from tfmock.core.call import Call, enforce
from tfmock.core.ids import token
from tfmock.core.lifecycle import enter
from tfmock.protocol import common_errors
from tfmock.rulebook import placement, quotas
from tfmock.rulebook.cidr import Cidr, parse_address, usable_range
from tfmock.rulebook.groups import check_has_group, check_interface_groups
from tfmock.rulebook.rule import UNKNOWN, Rule
from tfmock.services.ecs import errors, find, instance_errors
from tfmock.services.ecs.models.network_interface import LIFECYCLE, NetworkInterfaceRow
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.simulation import prefix_lists

#: At once, of an interface; also what keeps a request from counting through a whole block.
_MAX_ADDRESSES: Final = 100


def _text(version: int, value: int) -> str:
    return Cidr(version, value, 32 if version == 4 else 128).host


def take_address(call: Call, vswitch: VSwitchRow, wanted: str, besides: Sequence[str] = ()) -> str:
    """The address asked for, or the first that is free. The first and the last three are the cloud's."""
    block = vswitch.block()
    taken = _taken(call, vswitch) | set(besides)
    if not wanted:
        return _free(vswitch, taken)
    enforce(placement.check_address(wanted, block, "another interface" if wanted in taken else None))
    return wanted


def _taken(call: Call, vswitch: VSwitchRow) -> set[str]:
    return {each for row in call.tx.find(NetworkInterfaceRow, "vswitch", vswitch.id) for each in row.addresses}


def _free(vswitch: VSwitchRow, taken: set[str]) -> str:
    first, last = usable_range(vswitch.block())
    free = (_text(4, value) for value in range(first, last + 1))
    found = next((address for address in free if address not in taken), None)
    if found is None:
        raise errors.ADDRESS_NONE_LEFT()
    return found


def _check_count(name: str, count: int) -> None:
    """guess: the metadata bounds the addresses of an interface by its instance type, never above some dozens."""
    if not 0 <= count <= _MAX_ADDRESSES:
        raise common_errors.INVALID_PARAMETER(name=name)


def take_secondary(
    call: Call, vswitch: VSwitchRow, wanted: Sequence[str], count: int, besides: Sequence[str] = ()
) -> tuple[str, ...]:
    """Secondary addresses asked for by value or by number; ``besides`` are taken, too, though no interface has them."""
    if wanted:
        twice = next((one for one in wanted if wanted.count(one) > 1 or one in besides), None)
        enforce(placement.check_address(twice, UNKNOWN, "this interface"))
        return tuple(take_address(call, vswitch, address) for address in wanted)
    _check_count("SecondaryPrivateIpAddressCount", count)
    taken = _taken(call, vswitch) | set(besides)
    found: list[str] = []
    for _ in range(count):
        found.append(_free(vswitch, taken | set(found)))
    return tuple(found)


def take_ipv6(call: Call, vswitch: VSwitchRow, wanted: Sequence[str], count: int) -> tuple[str, ...]:
    """IPv6 addresses asked for by value or by number."""
    if not wanted and not count:
        return ()
    _check_count("Ipv6AddressCount", count)
    block = next((block for block in vswitch.blocks() if block.version == 6), None)
    enforce(placement.check_ipv6_addresses(True, enabled=block is not None))
    assert block is not None
    taken = {ip for row in call.tx.find(NetworkInterfaceRow, "vswitch", vswitch.id) for ip in row.ipv6}
    for address in wanted:
        parsed = parse_address(address)
        if parsed is None or not block.contains(parsed):
            raise instance_errors.IPV6_OUTSIDE()
        if address in taken:
            raise instance_errors.IPV6_TAKEN()
    if wanted:
        return tuple(wanted)
    free = (_text(6, block.first + offset) for offset in range(2, 1 << 20))  # the first is the cloud's
    return tuple(address for address, _ in zip((a for a in free if a not in taken), range(count), strict=False))


def check_groups(call: Call, ids: Sequence[str], vpc: str) -> tuple[str, ...]:
    """Security groups that an interface may join together."""
    enforce(check_has_group(len(ids)))
    groups: list[SecurityGroupRow] = [find.security_group(call, id) for id in ids]
    enforce(check_interface_groups((group.vpc == vpc, group.kind) for group in groups))
    check_rules_of(call, ids)
    return tuple(dict.fromkeys(ids))


def check_rules_of(
    call: Call, groups: Iterable[str], *, adding: int = 0, rule: Rule = quotas.RULES_PER_INTERFACE
) -> None:
    """All rules of all groups of an interface, both directions, have one limit (ECS limits page)."""
    rows = (call.tx.get(SecurityGroupRow, id) for id in set(groups))
    used = sum(prefix_lists.size(call.tx, rule.peer_prefix_list) for row in rows if row for rule in row.permissions)
    limit = call.world.terms.quotas.ecs_quota_rules_per_interface_num
    enforce(quotas.check_count(rule, used=used, adding=adding, limit=limit))


def addresses_left(call: Call, group: str) -> int:
    """How many more private addresses a group takes: IPv4 and IPv6 of all its interfaces count (ECS limits page)."""
    row = call.tx.get(SecurityGroupRow, group)
    limit = call.world.terms.quotas.ecs_quota_security_group_address_num
    if row is None or row.kind == "enterprise":
        return limit  # those have a limit of interfaces, far higher, which tfmock does not count
    return limit - sum(
        len(one.addresses) + len(one.ipv6) for one in call.tx.find(NetworkInterfaceRow, "security_group", group)
    )


def check_room(call: Call, groups: Sequence[str], adding: int) -> None:
    """Whether the groups of an interface take so many addresses more."""
    for group in groups:
        limit = call.world.terms.quotas.ecs_quota_security_group_address_num
        used = limit - addresses_left(call, group)
        enforce(quotas.check_count(quotas.SECURITY_GROUP_ADDRESSES, used=used, adding=adding, limit=limit))


def make_interface(
    call: Call, vswitch: VSwitchRow, *, address: str, ipv6: tuple[str, ...], groups: tuple[str, ...],
    instance: str = "", primary: bool = False, name: str = "", description: str = "", resource_group: str = "",
    secondary: tuple[str, ...] = (), traffic_mode: str = "", queues: int = 0, queue_pairs: int = 0,
    delete_on_release: bool = False, source_dest_check: bool = False,
) -> NetworkInterfaceRow:  # fmt: skip
    """A network interface, of an instance or free."""
    check_room(call, groups, 1 + len(secondary) + len(ipv6))
    id, serial = call.new_id("eni", vswitch.region, length=20)
    mac = token(f"mac:{id}", 6).encode().hex()[:6]
    return call.tx.put(
        NetworkInterfaceRow(
            id=id, serial=serial, account=call.caller.account, region=vswitch.region, zone=vswitch.zone,
            vpc=vswitch.vpc, vswitch=vswitch.id, kind="Primary" if primary else "Secondary", instance=instance,
            name=name, description=description, created=call.now, address=address, ipv6=ipv6,
            mac=f"00:16:3e:{mac[:2]}:{mac[2:4]}:{mac[4:6]}", security_groups=groups, resource_group=resource_group,
            secondary=secondary, traffic_mode=traffic_mode or "Standard", queues=queues, queue_pairs=queue_pairs,
            delete_on_release=delete_on_release, source_dest_check=source_dest_check,
            status=enter(LIFECYCLE, "Attaching", call.now, "InUse") if instance
            else enter(LIFECYCLE, "Creating", call.now, "Available"),
        )
    )  # fmt: skip


def detach(call: Call, row: NetworkInterfaceRow) -> None:
    """Take an interface from its instance; one that was the primary one can be attached again."""
    status = enter(LIFECYCLE, "Detaching", call.now, "Available")
    call.tx.put(replace(row, instance="", kind="Secondary", before_instance=False, status=status))


def public_address(instance: str) -> str:
    """An address of the block for documentation (RFC 5737): it never leads anywhere."""
    return f"203.0.113.{1 + int(token(f'public:{instance}', 4), 36) % 254}"
