"""Look-ups that every Ecs action needs: a resource of the caller, in the region of the call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from tfmock.core.call import Call
from tfmock.core.store import ResourceRow
from tfmock.protocol.errors import ErrorTemplate
from tfmock.rulebook.values import read_json
from tfmock.services.common.resource_groups import find_group
from tfmock.services.ecs import errors
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.models.prefix_list import PrefixListRow
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.simulation.resources import VSwitchRow

AnyRow = TypeVar("AnyRow", bound=ResourceRow)


def find_visible(call: Call, kind: type[AnyRow], id: str) -> AnyRow | None:
    """The caller's resource of this id. Regions are not compared: many Ecs actions carry none (metadata)."""
    row = call.transaction.get(kind, id)
    return row if row is not None and row.summary(call.transaction).account == call.account else None


def _get(call: Call, kind: type[AnyRow], id: str, error: ErrorTemplate) -> AnyRow:
    row = find_visible(call, kind, id)
    if row is None:
        raise error(id=id)
    return row


def get_security_group(call: Call, id: str, error: ErrorTemplate = errors.GROUP_NOT_FOUND) -> SecurityGroupRow:
    """The caller's security group.

    Raises:
        ApiError: ``error``, when there is none of this id.
    """
    return _get(call, SecurityGroupRow, id, error)


def get_prefix_list(call: Call, id: str) -> PrefixListRow:
    """The caller's prefix list.

    Raises:
        ApiError: there is none of this id.
    """
    return _get(call, PrefixListRow, id, errors.LIST_NOT_FOUND)


def get_instance(call: Call, id: str) -> InstanceRow:
    """The caller's instance.

    Raises:
        ApiError: there is none of this id.
    """
    return _get(call, InstanceRow, id, errors.INSTANCE_NOT_FOUND)


def get_network_interface(call: Call, id: str) -> NetworkInterfaceRow:
    """The caller's network interface.

    Raises:
        ApiError: there is none of this id.
    """
    return _get(call, NetworkInterfaceRow, id, errors.INTERFACE_NOT_FOUND)


def find_instance_of_disk(call: Call, id: str) -> InstanceRow | None:
    """The caller's instance that has this system disk."""
    rows = call.transaction.find(InstanceRow, "disk", id)
    return next((row for row in rows if row.account == call.account), None)


def get_instance_of_disk(call: Call, id: str) -> InstanceRow:
    """The caller's instance that has this system disk.

    Raises:
        ApiError: there is none.
    """
    row = find_instance_of_disk(call, id)
    if row is None:
        raise errors.DISK_NOT_FOUND()
    return row


def require_available(vswitch: VSwitchRow) -> None:
    """A vSwitch takes no interfaces while it is new, or its route table changes (provider: retries the code).

    Raises:
        ApiError: it is not Available.
    """
    if vswitch.state != "Available":
        raise errors.VSWITCH_STATUS()


def require_resource_group(call: Call, id: str) -> str:
    """The id of a resource group as it was given; empty stays empty.

    Raises:
        ApiError: the caller has no such group.
    """
    if id and find_group(call.transaction, call.account, id) is None:
        raise errors.RESOURCE_GROUP()
    return id


#: Ids in one call (metadata).
MAX_IDS: Final = 100


def check_id_count(ids: Sequence[str]) -> None:
    """Not more instances than one call takes.

    Raises:
        ApiError: there are more than 100.
    """
    if len(ids) > MAX_IDS:
        raise errors.TOO_MANY_INSTANCES()


def parse_ids(text: str, name: str) -> list[str]:
    """A JSON array of ids in one parameter, ``["i-1", "i-2"]``.

    Raises:
        ApiError: it is no such array, or holds more than 100 (metadata; guess: the code of more).
    """
    if not text:
        return []
    try:
        ids = read_json(text)
    except ValueError:
        raise errors.ID_LIST(name=name) from None
    if not isinstance(ids, list) or len(ids) > MAX_IDS:
        raise errors.ID_LIST(name=name)
    return [str(id) for id in ids]
