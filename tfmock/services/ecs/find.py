"""Look-ups that every Ecs action needs: a resource of the caller, in the region of the call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from tfmock.core.call import Call
from tfmock.protocol.errors import ErrorTemplate
from tfmock.rulebook.values import read_json
from tfmock.services.common.resource_groups import find_group
from tfmock.services.ecs import errors, instance_errors
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.models.prefix_list import PrefixListRow
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.services.vpc.models.vswitch import VSwitchRow

AnyRow = TypeVar("AnyRow", bound=SecurityGroupRow | InstanceRow | NetworkInterfaceRow | PrefixListRow)


def visible(call: Call, kind: type[AnyRow], id: str) -> AnyRow | None:
    """The caller's resource of this id. Regions are not compared: many Ecs actions carry none (metadata)."""
    row = call.tx.get(kind, id)
    return row if row is not None and row.account == call.caller.account else None


def _found(call: Call, kind: type[AnyRow], id: str, fault: ErrorTemplate) -> AnyRow:
    row = visible(call, kind, id)
    if row is None:
        raise fault(id=id)
    return row


def security_group(call: Call, id: str, fault: ErrorTemplate = errors.GROUP_NOT_FOUND) -> SecurityGroupRow:
    """The caller's security group, or the given fault."""
    return _found(call, SecurityGroupRow, id, fault)


def prefix_list(call: Call, id: str) -> PrefixListRow:
    """The caller's prefix list."""
    return _found(call, PrefixListRow, id, errors.LIST_NOT_FOUND)


def instance(call: Call, id: str) -> InstanceRow:
    """The caller's instance."""
    return _found(call, InstanceRow, id, errors.INSTANCE_NOT_FOUND)


def network_interface(call: Call, id: str) -> NetworkInterfaceRow:
    """The caller's network interface."""
    return _found(call, NetworkInterfaceRow, id, errors.INTERFACE_NOT_FOUND)


def check_vswitch_status(vswitch: VSwitchRow) -> None:
    """A vSwitch takes no interfaces while it is new, or its route table changes (provider: retries the code)."""
    if vswitch.state != "Available":
        raise errors.VSWITCH_STATUS()


def instance_of_disk(call: Call, id: str) -> InstanceRow | None:
    """The caller's instance that has this system disk."""
    rows = call.tx.find(InstanceRow, "disk", id)
    return next((row for row in rows if row.account == call.caller.account), None)


def disk(call: Call, id: str) -> InstanceRow:
    """The caller's instance that has this system disk, or the API's answer."""
    row = instance_of_disk(call, id)
    if row is None:
        raise instance_errors.DISK_NOT_FOUND()
    return row


def resource_group(call: Call, id: str) -> str:
    """The group asked for; empty stays empty."""
    if id and find_group(call.tx, call.caller.account, id) is None:
        raise errors.RESOURCE_GROUP()
    return id


#: Ids in one call (metadata).
MAX_IDS: Final = 100


def check_id_count(ids: Sequence[str]) -> None:
    """Not more instances than one call takes."""
    if len(ids) > MAX_IDS:
        raise errors.TOO_MANY_INSTANCES()


def id_list(text: str, name: str) -> list[str]:
    """A JSON array of ids in one parameter, ``["i-1", "i-2"]``.

    Raises:
        ApiError: it is none, or holds more than 100 (metadata; guess: the code of more).
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
