"""Network interfaces as several actions need them: create, attach, detach, and the limits of their security groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tfmock.core.call import Call
from tfmock.core.ids import token
from tfmock.protocol.errors import enforce
from tfmock.rulebook import quotas
from tfmock.rulebook.groups import check_has_group, check_interface_groups
from tfmock.rulebook.placement import check_attachment
from tfmock.rulebook.rule import Rule
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.models.network_interface import LIFECYCLE, NetworkInterfaceRow
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.simulation import prefix_lists
from tfmock.simulation.resources import VSwitchRow


def create_interface(
    call: Call,
    vswitch: VSwitchRow,
    *,
    address: str,
    ipv6: tuple[str, ...],
    groups: tuple[str, ...],
    instance: str = "",
    primary: bool = False,
    name: str = "",
    description: str = "",
    resource_group: str = "",
    secondary: tuple[str, ...] = (),
    traffic_mode: str = "",
    queues: int = 0,
    queue_pairs: int = 0,
    delete_on_release: bool = False,
    source_dest_check: bool = False,
) -> NetworkInterfaceRow:
    """A new network interface, of an instance or free.

    Raises:
        ApiError: a security group takes no more addresses.
    """
    check_address_quota(call, groups, 1 + len(secondary) + len(ipv6))
    id, serial = call.new_id_of(NetworkInterfaceRow, vswitch.region_id)
    mac = token(f"mac:{id}", 6).encode().hex()[:6]
    if instance:
        status = LIFECYCLE.start("Attaching", at=call.now, then="InUse")
    else:
        status = LIFECYCLE.start("Creating", at=call.now, then="Available")
    return call.transaction.put(
        NetworkInterfaceRow(
            id=id,
            serial=serial,
            account=call.account,
            region_id=vswitch.region_id,
            zone_id=vswitch.zone_id,
            vpc_id=vswitch.vpc_id,
            v_switch_id=vswitch.id,
            type="Primary" if primary else "Secondary",
            instance_id=instance,
            network_interface_name=name,
            description=description,
            creation_time=call.now,
            private_ip_address=address,
            ipv6_addresses=ipv6,
            mac_address=f"00:16:3e:{mac[:2]}:{mac[2:4]}:{mac[4:6]}",
            security_group_ids=groups,
            resource_group_id=resource_group,
            secondary_private_ip_addresses=secondary,
            network_interface_traffic_mode=traffic_mode or "Standard",
            queue_number=queues,
            queue_pair_number=queue_pairs,
            delete_on_release=delete_on_release,
            source_dest_check=source_dest_check,
            status=status,
        )
    )


def attach_interface(call: Call, row: NetworkInterfaceRow, *, vpc: str, zone: str, instance: str) -> None:
    """Give a free interface to an instance in the same VPC and zone (AttachNetworkInterface metadata).

    Raises:
        ApiError: it is a primary one, in use, or elsewhere.
    """
    if row.type == "Primary":
        raise errors.INTERFACE_KIND()
    if row.instance_id or row.state != "Available":
        raise errors.INTERFACE_STATE()
    enforce(check_attachment(row.vpc_id == vpc, (row.zone_id, zone)))
    call.transaction.put(
        replace(row, instance_id=instance, status=LIFECYCLE.start("Attaching", at=call.now, then="InUse"))
    )


def attach_primary(call: Call, row: NetworkInterfaceRow, instance: str) -> NetworkInterfaceRow:
    """Give a free interface to a new instance as its primary one."""
    status = LIFECYCLE.start("Attaching", at=call.now, then="InUse")
    return call.transaction.put(replace(row, type="Primary", before_instance=True, instance_id=instance, status=status))


def detach_interface(call: Call, row: NetworkInterfaceRow) -> None:
    """Take an interface from its instance; a former primary one can be attached again as a secondary one."""
    status = LIFECYCLE.start("Detaching", at=call.now, then="Available")
    call.transaction.put(replace(row, instance_id="", type="Secondary", before_instance=False, status=status))


def check_network_card(index: int | None) -> None:
    """No instance type of the catalogue has a second network card (AttachNetworkInterface metadata)."""
    if index:
        raise errors.NETWORK_CARD()


def check_groups(call: Call, ids: Sequence[str], vpc: str) -> tuple[str, ...]:
    """The security groups that an interface may join together, without repetition.

    Raises:
        ApiError: there is none, one does not exist, is of another VPC or type, or they have too many rules.
    """
    enforce(check_has_group(len(ids)))
    groups: list[SecurityGroupRow] = [find.get_security_group(call, id) for id in ids]
    enforce(check_interface_groups((group.vpc_id == vpc, group.security_group_type) for group in groups))
    check_rules_per_interface(call, ids)
    return tuple(dict.fromkeys(ids))


def check_rules_per_interface(
    call: Call, groups: Iterable[str], *, adding: int = 0, rule: Rule = quotas.RULES_PER_INTERFACE
) -> None:
    """All rules of all groups of an interface, both directions, have one limit (ECS limits page)."""
    rows = (call.transaction.get(SecurityGroupRow, id) for id in set(groups))
    used = sum(
        prefix_lists.size(call.transaction, rule.peer_prefix_list_id) for row in rows if row for rule in row.permissions
    )
    limit = call.quotas.ecs_quota_rules_per_interface_num
    enforce(quotas.check_count(rule, used=used, adding=adding, limit=limit))


def remaining_addresses(call: Call, group: str) -> int:
    """How many more private addresses a group takes: IPv4 and IPv6 of all its interfaces count (ECS limits page)."""
    row = call.transaction.get(SecurityGroupRow, group)
    limit = call.quotas.ecs_quota_security_group_address_num
    if row is None or row.security_group_type == "enterprise":
        return limit  # those have a limit of interfaces, far higher, which tfmock does not count
    members = call.transaction.find(NetworkInterfaceRow, "security_group", group)
    return limit - sum(len(interface.addresses) + len(interface.ipv6_addresses) for interface in members)


def check_address_quota(call: Call, groups: Sequence[str], adding: int) -> None:
    """The security groups of an interface take that many more addresses.

    Raises:
        ApiError: one of them does not.
    """
    limit = call.quotas.ecs_quota_security_group_address_num
    for group in groups:
        used = limit - remaining_addresses(call, group)
        enforce(quotas.check_count(quotas.SECURITY_GROUP_ADDRESSES, used=used, adding=adding, limit=limit))
