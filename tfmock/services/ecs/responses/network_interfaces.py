"""Network interfaces: create, read, change, attach, detach, delete, and their addresses."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.lifecycle import GONE
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    ManyStrings,
    OptionalBool,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.protocol.errors import enforce
from tfmock.rulebook import names
from tfmock.services.common.messages import Tag, TagFilters, matches_tags, tag_pairs
from tfmock.services.common.rows import Timestamp, matches, patched, reply_of
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.ecs import catalogue, errors, find
from tfmock.services.ecs.addresses import allocate_address, allocate_ipv6_addresses, allocate_secondary_addresses
from tfmock.services.ecs.interfaces import (
    attach_interface,
    check_address_quota,
    check_groups,
    check_network_card,
    create_interface,
    detach_interface,
)
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import LIFECYCLE, NetworkInterfaceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.messages import EcsTags, ListReply, ListRequest, cut, ecs_tags
from tfmock.simulation.resources import VSwitchRow, eip_of, unassociate_eips


class NamedInterface(Request):
    network_interface_id: Required


class PrivateIpSet(ApiObject):
    private_ip_address: str
    primary: bool


class Ipv6Set(ApiObject):
    ipv6_address: str


class Attachment(ApiObject):
    instance_id: str
    device_index: int = 0
    network_card_index: int = 0
    trunk_network_interface_id: str = ""


class NewInterface(ApiObject):
    """An interface as CreateNetworkInterface answers it, flat."""

    network_interface_id: str
    network_interface_name: str
    description: str
    type: str
    status: str
    vpc_id: str
    v_switch_id: str
    zone_id: str
    mac_address: str
    private_ip_address: str
    owner_id: str
    resource_group_id: str
    service_managed: bool = False
    security_group_ids: Annotated[list[str], wrapped("SecurityGroupId")]
    private_ip_sets: Annotated[list[PrivateIpSet], wrapped("PrivateIpSet")]
    ipv6_sets: Annotated[list[Ipv6Set], wrapped("Ipv6Set")]
    tags: EcsTags


class AssociatedPublicIp(ApiObject):
    """The EIP of an interface."""

    allocation_id: str
    public_ip_address: str


class InterfaceItem(NewInterface):
    """An interface as Describe shows it."""

    instance_id: str
    creation_time: Timestamp
    network_interface_traffic_mode: str
    queue_number: int
    queue_pair_number: int
    delete_on_release: bool
    source_dest_check: bool
    ipv4_prefix_sets: Annotated[list[str], wrapped("Ipv4PrefixSet")] = []
    ipv6_prefix_sets: Annotated[list[str], wrapped("Ipv6PrefixSet")] = []
    attachment: Attachment
    associated_public_ip: AssociatedPublicIp | None


def ip_sets(row: NetworkInterfaceRow) -> tuple[list[PrivateIpSet], list[Ipv6Set]]:
    """The addresses of an interface, IPv4 and IPv6."""
    private = [PrivateIpSet(private_ip_address=ip, primary=ip == row.private_ip_address) for ip in row.addresses]
    return private, [Ipv6Set(ipv6_address=ip) for ip in row.ipv6_addresses]


def _item(call: Call, row: NetworkInterfaceRow) -> InterfaceItem:
    private, ipv6 = ip_sets(row)
    return reply_of(
        InterfaceItem,
        row,
        network_interface_id=row.id,
        owner_id=row.account,
        private_ip_sets=private,
        ipv6_sets=ipv6,
        attachment=Attachment(instance_id=row.instance_id),
        associated_public_ip=_associated_public_ip(call, row),
        tags=ecs_tags(call, row.id),
    )


def _associated_public_ip(call: Call, row: NetworkInterfaceRow) -> AssociatedPublicIp | None:
    """The EIP of a secondary interface, or of the instance whose primary one it is."""
    eip = eip_of(call.transaction, row.instance_id if row.type == "Primary" else row.id)
    return AssociatedPublicIp(allocation_id=eip.id, public_ip_address=eip.ip_address) if eip else None


class DescribeNetworkInterfaces(ListRequest):
    network_interface_id: ManyStrings = Field(default_factory=list, max_length=100)  # metadata: text
    network_interface_name: str = ""
    type: str = ""
    status: str = ""
    instance_id: str = ""
    vpc_id: str = ""
    v_switch_id: str = ""
    security_group_id: str = ""
    primary_ip_address: str = ""
    private_ip_address: ManyStrings = Field(default_factory=list, max_length=100)  # metadata
    resource_group_id: str = ""
    tag: TagFilters


class DescribeNetworkInterfacesReply(ListReply):
    network_interface_sets: Annotated[list[InterfaceItem], wrapped("NetworkInterfaceSet")]


@operation(PRODUCT, VERSION, "DescribeNetworkInterfaces")
def describe_network_interfaces(call: Call, request: DescribeNetworkInterfaces) -> DescribeNetworkInterfacesReply:
    """The caller's interfaces in a region, by any of the filters."""
    home = call.transaction.find(NetworkInterfaceRow, "home", call.scope)
    rows = [row for row in home if _fits(request, row) and matches_tags(call, row.id, request.tag)]
    part, token = cut(rows, request, least=10, most=500, error=errors.NEXT_TOKEN(name="NextToken"))
    items = [_item(call, row) for row in part.items]
    return DescribeNetworkInterfacesReply.of(part, next_token=token, network_interface_sets=items)


def _fits(request: DescribeNetworkInterfaces, row: NetworkInterfaceRow) -> bool:
    return (
        matches(
            (request.network_interface_id, row.id),
            (request.network_interface_name, row.network_interface_name),
            (request.type, row.type),
            (request.status, row.state),
            (request.instance_id, row.instance_id),
            (request.vpc_id, row.vpc_id),
            (request.v_switch_id, row.v_switch_id),
            (request.primary_ip_address, row.private_ip_address),
            (request.resource_group_id, row.resource_group_id),
        )
        and (not request.security_group_id or request.security_group_id in row.security_group_ids)
        and (not request.private_ip_address or bool(set(row.addresses) & set(request.private_ip_address)))
    )


class CreateNetworkInterface(Request):
    v_switch_id: Required
    primary_ip_address: str = ""
    security_group_id: str = ""
    security_group_ids: ManyStrings = []
    network_interface_name: str = ""
    description: str = ""
    ipv6_address: ManyStrings = Field(default_factory=list, max_length=10)  # metadata: text
    ipv6_address_count: OptionalInt = None
    private_ip_address: ManyStrings = []
    secondary_private_ip_address_count: OptionalInt = None
    ipv4_prefix: ManyStrings = []
    ipv4_prefix_count: OptionalInt = None
    queue_number: OptionalInt = None
    queue_pair_number: OptionalInt = None
    instance_type: str = ""
    network_interface_traffic_mode: str = ""
    delete_on_release: OptionalBool = None
    source_dest_check: OptionalBool = None
    resource_group_id: str = ""
    tag: list[Tag] = []


@operation(PRODUCT, VERSION, "CreateNetworkInterface")
def create_network_interface(call: Call, request: CreateNetworkInterface) -> NewInterface:
    """A secondary interface. Packets can be traced to it without an instance."""
    vswitch = _check_new(call, request)
    address, secondary = _allocate(call, vswitch, request)
    row = create_interface(
        call,
        vswitch,
        address=address,
        secondary=secondary,
        ipv6=allocate_ipv6_addresses(call, vswitch, request.ipv6_address, request.ipv6_address_count or 0),
        groups=check_groups(
            call,
            request.security_group_ids or ([request.security_group_id] if request.security_group_id else []),
            vswitch.vpc_id,
        ),
        name=request.network_interface_name,
        description=request.description,
        queues=request.queue_number or 0,
        queue_pairs=request.queue_pair_number or 0,
        traffic_mode=request.network_interface_traffic_mode,
        delete_on_release=bool(request.delete_on_release),  # guess: an interface of its own outlives instances
        source_dest_check=bool(request.source_dest_check),
        resource_group=find.require_resource_group(call, request.resource_group_id),
    )
    put_tags(
        call.transaction,
        row.account,
        row.region_id,
        NetworkInterfaceRow.resource.tag_type,
        row.id,
        tag_pairs(request.tag),
    )
    return NewInterface(**{name: value for name, value in _item(call, row) if name in NewInterface.model_fields})


def _check_new(call: Call, request: CreateNetworkInterface) -> VSwitchRow:
    """The vSwitch of the new interface, once names, tags and options have been checked."""
    vswitch = call.transaction.get(VSwitchRow, request.v_switch_id)
    if vswitch is None or (vswitch.account, vswitch.region_id) != call.scope:
        raise errors.VSWITCH_NOT_FOUND()
    find.require_available(vswitch)
    enforce(names.check_texts("network_interface", request.network_interface_name, request.description))
    enforce(names.check_tags(tag_pairs(request.tag)))
    if request.instance_type not in ("", "Secondary"):
        raise errors.TRUNK()
    check_prefixes(request.ipv4_prefix, request.ipv4_prefix_count)
    return vswitch


def _allocate(call: Call, vswitch: VSwitchRow, request: CreateNetworkInterface) -> tuple[str, tuple[str, ...]]:
    """The primary address and the secondary ones."""
    # those requested by value first, so that no other address happens to be among them
    requested = allocate_secondary_addresses(
        call, vswitch, request.private_ip_address, 0, reserved=[request.primary_ip_address]
    )
    address = allocate_address(call, vswitch, request.primary_ip_address, reserved=requested)
    count = request.secondary_private_ip_address_count or 0
    counted = allocate_secondary_addresses(call, vswitch, [], count, reserved=[address])
    return address, requested or counted


@operation(PRODUCT, VERSION, "DeleteNetworkInterface")
def delete_network_interface(call: Call, request: NamedInterface) -> EmptyReply:
    """Delete a secondary interface that no instance uses."""
    row = find.get_network_interface(call, request.network_interface_id)
    if row.type == "Primary" or row.instance_id:
        raise errors.INTERFACE_STATE()
    drop_tags(call.transaction, row.account, row.id)
    unassociate_eips(call.transaction, row.id, call.now)  # guess: as when an instance is deleted
    call.transaction.put(replace(row, status=LIFECYCLE.start("Deleting", at=call.now, then=GONE)))
    return EmptyReply()


class PrivateAddresses(NamedInterface):
    private_ip_address: ManyStrings = []
    secondary_private_ip_address_count: OptionalInt = None
    ipv4_prefix: ManyStrings = []
    ipv4_prefix_count: OptionalInt = None


class Assigned(ApiObject):
    network_interface_id: str
    private_ip_set: Annotated[list[str], wrapped("PrivateIpAddress")]


class AssignPrivateIpAddressesReply(Reply):
    assigned_private_ip_addresses_set: Assigned


@operation(PRODUCT, VERSION, "AssignPrivateIpAddresses")
def assign_private_ip_addresses(call: Call, request: PrivateAddresses) -> AssignPrivateIpAddressesReply:
    """Add secondary addresses, by value or by number."""
    row, vswitch = _with_vswitch(call, request)
    check_prefixes(request.ipv4_prefix, request.ipv4_prefix_count)
    count = request.secondary_private_ip_address_count or 0
    added = allocate_secondary_addresses(call, vswitch, request.private_ip_address, count)
    check_address_quota(call, row.security_group_ids, len(added))
    call.transaction.put(replace(row, secondary_private_ip_addresses=(*row.secondary_private_ip_addresses, *added)))
    return AssignPrivateIpAddressesReply(
        assigned_private_ip_addresses_set=Assigned(network_interface_id=row.id, private_ip_set=list(added))
    )


@operation(PRODUCT, VERSION, "UnassignPrivateIpAddresses")
def unassign_private_ip_addresses(call: Call, request: PrivateAddresses) -> EmptyReply:
    """Release secondary addresses."""
    row, _ = _with_vswitch(call, request)
    if not set(request.private_ip_address) <= set(row.secondary_private_ip_addresses):
        raise errors.ADDRESS_NOT_ASSIGNED()
    # guess: as when the interface is deleted
    unassociate_eips(call.transaction, row.id, call.now, request.private_ip_address)
    left = tuple(address for address in row.secondary_private_ip_addresses if address not in request.private_ip_address)
    call.transaction.put(replace(row, secondary_private_ip_addresses=left))
    return EmptyReply()


class Ipv6Addresses(NamedInterface):
    ipv6_address: ManyStrings = []
    ipv6_address_count: OptionalInt = None


class AssignIpv6AddressesReply(Reply):
    network_interface_id: str
    ipv6_sets: Annotated[list[str], wrapped("Ipv6Address")]
    ipv6_prefix_sets: Annotated[list[str], wrapped("Ipv6Prefix")] = Field(default_factory=list)


@operation(PRODUCT, VERSION, "AssignIpv6Addresses")
def assign_ipv6_addresses(call: Call, request: Ipv6Addresses) -> AssignIpv6AddressesReply:
    """Add IPv6 addresses, by value or by number."""
    row, vswitch = _with_vswitch(call, request)
    added = allocate_ipv6_addresses(call, vswitch, request.ipv6_address, request.ipv6_address_count or 0)
    check_address_quota(call, row.security_group_ids, len(added))
    call.transaction.put(replace(row, ipv6_addresses=(*row.ipv6_addresses, *added)))
    return AssignIpv6AddressesReply(network_interface_id=row.id, ipv6_sets=list(added))


@operation(PRODUCT, VERSION, "UnassignIpv6Addresses")
def unassign_ipv6_addresses(call: Call, request: Ipv6Addresses) -> EmptyReply:
    """Release IPv6 addresses."""
    row, _ = _with_vswitch(call, request)
    if not set(request.ipv6_address) <= set(row.ipv6_addresses):
        raise errors.ADDRESS_NOT_ASSIGNED()
    call.transaction.put(
        replace(
            row, ipv6_addresses=tuple(address for address in row.ipv6_addresses if address not in request.ipv6_address)
        )
    )
    return EmptyReply()


def check_prefixes(prefixes: list[str], count: int | None) -> None:
    """Prefixes come from reserved parts of a vSwitch, and tfmock's vSwitches have none (CreateNetworkInterface).

    Raises:
        ApiError: a prefix is requested.
    """
    if prefixes or count:
        raise errors.INTERFACE_PREFIXES()


def _with_vswitch(call: Call, request: NamedInterface) -> tuple[NetworkInterfaceRow, VSwitchRow]:
    row = find.get_network_interface(call, request.network_interface_id)
    vswitch = call.transaction.get(VSwitchRow, row.v_switch_id)
    if vswitch is None:
        raise errors.VSWITCH_NOT_FOUND()
    return row, vswitch


class ModifyNetworkInterfaceAttribute(NamedInterface):
    network_interface_name: str | None = None
    description: str | None = None
    security_group_id: ManyStrings = []
    queue_number: OptionalInt = None
    delete_on_release: OptionalBool = None
    source_dest_check: OptionalBool = None


@operation(PRODUCT, VERSION, "ModifyNetworkInterfaceAttribute")
def modify_network_interface_attribute(call: Call, request: ModifyNetworkInterfaceAttribute) -> EmptyReply:
    """Change name, description, security groups (all of them), queues, release and source check."""
    row = find.get_network_interface(call, request.network_interface_id)
    enforce(names.check_texts("network_interface", request.network_interface_name, request.description))
    groups = check_groups(call, request.security_group_id, row.vpc_id) if request.security_group_id else None
    call.transaction.put(
        patched(
            row,
            network_interface_name=request.network_interface_name,
            description=request.description,
            security_group_ids=groups,
            queue_number=request.queue_number,
            delete_on_release=request.delete_on_release,
            source_dest_check=request.source_dest_check,
        )
    )
    return EmptyReply()


class InterfaceAttachment(NamedInterface):
    instance_id: Required
    network_card_index: OptionalInt = None


@operation(PRODUCT, VERSION, "AttachNetworkInterface")
def attach_network_interface(call: Call, request: InterfaceAttachment) -> EmptyReply:
    """Give a free interface to an instance, whose type says how many it may have."""
    row = find.get_network_interface(call, request.network_interface_id)
    instance = _get_instance(call, request.instance_id)
    check_network_card(request.network_card_index)
    instance_type = catalogue.instance_type(instance.instance_type)
    attached = call.transaction.find(NetworkInterfaceRow, "instance", instance.id)
    if instance_type and len(attached) >= instance_type.interfaces:
        raise errors.INTERFACE_LIMIT()
    attach_interface(call, row, vpc=instance.vpc_id, zone=instance.zone_id, instance=instance.id)
    return EmptyReply()


@operation(PRODUCT, VERSION, "DetachNetworkInterface")
def detach_network_interface(call: Call, request: InterfaceAttachment) -> EmptyReply:
    """Take a secondary interface from its instance; the primary one stays."""
    row = find.get_network_interface(call, request.network_interface_id)
    instance = _get_instance(call, request.instance_id)
    if row.type == "Primary":
        raise errors.INTERFACE_KIND()
    if row.instance_id != instance.id:
        raise errors.INTERFACE_ELSEWHERE()
    detach_interface(call, row)
    return EmptyReply()


def _get_instance(call: Call, id: str) -> InstanceRow:
    row = find.find_visible(call, InstanceRow, id)
    if row is None:
        raise errors.INTERFACE_INSTANCE()
    return row
