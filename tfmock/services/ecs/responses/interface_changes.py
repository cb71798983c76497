"""Network interfaces: change, attach, detach."""

from __future__ import annotations

from dataclasses import replace

from tfmock.core.call import Call, enforce
from tfmock.core.operation import (
    EmptyReply,
    ManyStrings,
    OptionalBool,
    OptionalInt,
    Request,
    Required,
    coalesce,
    operation,
)
from tfmock.rulebook import names
from tfmock.services.ecs import catalogue, find, instance_errors
from tfmock.services.ecs.addresses import check_groups, detach
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.run_interfaces import attach, check_card


class ModifyNetworkInterfaceAttribute(Request):
    network_interface_id: Required
    network_interface_name: str | None = None
    description: str | None = None
    security_group_id: ManyStrings = []
    queue_number: OptionalInt = None
    delete_on_release: OptionalBool = None
    source_dest_check: OptionalBool = None


@operation(PRODUCT, VERSION, "ModifyNetworkInterfaceAttribute")
def modify_network_interface_attribute(call: Call, request: ModifyNetworkInterfaceAttribute) -> EmptyReply:
    """Name, description, security groups (all of them), queues, what happens on release, source check."""
    row = find.network_interface(call, request.network_interface_id)
    enforce(names.check_texts("network_interface", request.network_interface_name, request.description))
    groups = row.security_groups
    if request.security_group_id:
        groups = check_groups(call, request.security_group_id, row.vpc)
    call.tx.put(
        replace(
            row,
            name=coalesce(request.network_interface_name, row.name),
            description=coalesce(request.description, row.description),
            security_groups=groups,
            queues=coalesce(request.queue_number, row.queues),
            delete_on_release=coalesce(request.delete_on_release, row.delete_on_release),
            source_dest_check=coalesce(request.source_dest_check, row.source_dest_check),
        )
    )
    return EmptyReply()


class Membership(Request):
    network_interface_id: Required
    instance_id: Required
    network_card_index: OptionalInt = None


@operation(PRODUCT, VERSION, "AttachNetworkInterface")
def attach_network_interface(call: Call, request: Membership) -> EmptyReply:
    """Give a free interface to an instance; its type says how many it may have."""
    row = find.network_interface(call, request.network_interface_id)
    owner = _instance(call, request.instance_id)
    check_card(request.network_card_index)
    kind = catalogue.instance_type(owner.type)
    if kind and len(call.tx.find(NetworkInterfaceRow, "instance", owner.id)) >= kind.interfaces:
        raise instance_errors.INTERFACE_LIMIT()
    attach(call, row, owner.vpc, owner.zone, owner.id)
    return EmptyReply()


@operation(PRODUCT, VERSION, "DetachNetworkInterface")
def detach_network_interface(call: Call, request: Membership) -> EmptyReply:
    """Take a secondary interface from its instance; the primary one stays."""
    row = find.network_interface(call, request.network_interface_id)
    owner = _instance(call, request.instance_id)
    if row.kind == "Primary":
        raise instance_errors.INTERFACE_KIND()
    if row.instance != owner.id:
        raise instance_errors.INTERFACE_ELSEWHERE()
    detach(call, row)
    return EmptyReply()


def _instance(call: Call, id: str) -> InstanceRow:
    row = find.visible(call, InstanceRow, id)
    if row is None:
        raise instance_errors.INTERFACE_INSTANCE()
    return row
