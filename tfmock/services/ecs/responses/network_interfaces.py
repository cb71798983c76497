"""Network interfaces: create, read, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call, enforce
from tfmock.core.clock import timestamp
from tfmock.core.lifecycle import GONE, enter
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    ManyStrings,
    OptionalBool,
    OptionalInt,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.rulebook import names
from tfmock.services.common.messages import Tag, TagFilters, matches_tags
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.ecs import errors, find, instance_errors
from tfmock.services.ecs.addresses import check_groups, make_interface, take_address, take_ipv6, take_secondary
from tfmock.services.ecs.models.network_interface import LIFECYCLE, NetworkInterfaceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.interface_addresses import check_prefixes
from tfmock.services.ecs.responses.parts import EcsTags, ListReply, ListRequest, cut, ecs_tags
from tfmock.services.vpc.models.vswitch import VSwitchRow


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


class InterfaceItem(NewInterface):
    """An interface as Describe shows it."""

    instance_id: str
    creation_time: str
    network_interface_traffic_mode: str
    queue_number: int
    queue_pair_number: int
    delete_on_release: bool
    source_dest_check: bool
    ipv4_prefix_sets: Annotated[list[str], wrapped("Ipv4PrefixSet")] = []
    ipv6_prefix_sets: Annotated[list[str], wrapped("Ipv6PrefixSet")] = []
    attachment: Attachment


def ip_sets(row: NetworkInterfaceRow) -> tuple[list[PrivateIpSet], list[Ipv6Set]]:
    """The addresses of an interface, IPv4 and IPv6."""
    private = [PrivateIpSet(private_ip_address=each, primary=each == row.address) for each in row.addresses]
    return private, [Ipv6Set(ipv6_address=ip) for ip in row.ipv6]


def _item(call: Call, row: NetworkInterfaceRow) -> InterfaceItem:
    private, ipv6 = ip_sets(row)
    return InterfaceItem(
        network_interface_id=row.id, network_interface_name=row.name, description=row.description, type=row.kind,
        status=row.state, vpc_id=row.vpc, v_switch_id=row.vswitch, zone_id=row.zone, instance_id=row.instance,
        creation_time=timestamp(row.created), mac_address=row.mac, private_ip_address=row.address,
        owner_id=row.account, resource_group_id=row.resource_group, security_group_ids=list(row.security_groups),
        private_ip_sets=private, ipv6_sets=ipv6, attachment=Attachment(instance_id=row.instance),
        network_interface_traffic_mode=row.traffic_mode, queue_number=row.queues, queue_pair_number=row.queue_pairs,
        delete_on_release=row.delete_on_release, source_dest_check=row.source_dest_check, tags=ecs_tags(call, row.id),
    )  # fmt: skip


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
    home = call.tx.find(NetworkInterfaceRow, "home", (call.caller.account, call.region))
    rows = [row for row in home if _fits(request, row) and matches_tags(call, row.id, request.tag)]
    part, token = cut(rows, request, least=10, most=500, error=errors.NEXT_TOKEN(name="NextToken"))
    return DescribeNetworkInterfacesReply(
        page_number=part.number, page_size=part.size, total_count=part.total, next_token=token,
        network_interface_sets=[_item(call, row) for row in part.items],
    )  # fmt: skip


def _fits(request: DescribeNetworkInterfaces, row: NetworkInterfaceRow) -> bool:
    return (
        (not request.network_interface_id or row.id in request.network_interface_id)
        and (not request.network_interface_name or row.name == request.network_interface_name)
        and (not request.type or row.kind == request.type)
        and (not request.status or row.state == request.status)
        and (not request.instance_id or row.instance == request.instance_id)
        and (not request.vpc_id or row.vpc == request.vpc_id)
        and (not request.v_switch_id or row.vswitch == request.v_switch_id)
        and (not request.security_group_id or request.security_group_id in row.security_groups)
        and (not request.primary_ip_address or row.address == request.primary_ip_address)
        and (not request.private_ip_address or bool(set(row.addresses) & set(request.private_ip_address)))
        and (not request.resource_group_id or row.resource_group == request.resource_group_id)
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
    """A secondary interface; it can be the end of a path without an instance."""
    vswitch = call.tx.get(VSwitchRow, request.v_switch_id)
    if vswitch is None or (vswitch.account, vswitch.region) != (call.caller.account, call.region):
        raise errors.VSWITCH_NOT_FOUND()
    find.check_vswitch_status(vswitch)
    wanted = [(tag.key, tag.value) for tag in request.tag]
    enforce(names.check_texts("network_interface", request.network_interface_name, request.description))
    enforce(names.check_tags(list(wanted)))
    asked = request.security_group_ids or ([request.security_group_id] if request.security_group_id else [])
    if request.instance_type not in ("", "Secondary"):
        raise instance_errors.TRUNK()
    check_prefixes(request.ipv4_prefix, request.ipv4_prefix_count)
    # chosen ones first, so that no free one happens to be among them
    chosen = take_secondary(call, vswitch, request.private_ip_address, 0, besides=[request.primary_ip_address])
    address = take_address(call, vswitch, request.primary_ip_address, besides=chosen)
    more = take_secondary(call, vswitch, [], request.secondary_private_ip_address_count or 0, besides=[address])
    row = make_interface(
        call, vswitch, address=address, secondary=chosen or more, queues=request.queue_number or 0,
        queue_pairs=request.queue_pair_number or 0,
        traffic_mode=request.network_interface_traffic_mode,
        delete_on_release=bool(request.delete_on_release),  # guess: what is made alone outlives instances
        source_dest_check=bool(request.source_dest_check),
        ipv6=take_ipv6(call, vswitch, request.ipv6_address, request.ipv6_address_count or 0),
        groups=check_groups(call, asked, vswitch.vpc), name=request.network_interface_name,
        description=request.description, resource_group=find.resource_group(call, request.resource_group_id),
    )  # fmt: skip
    put_tags(call.tx, row.account, row.region, "eni", row.id, wanted)
    return NewInterface(**{name: value for name, value in _item(call, row) if name in NewInterface.model_fields})


class NamedInterface(Request):
    network_interface_id: Required


@operation(PRODUCT, VERSION, "DeleteNetworkInterface")
def delete_network_interface(call: Call, request: NamedInterface) -> EmptyReply:
    """A secondary interface that no instance uses."""
    row = find.network_interface(call, request.network_interface_id)
    if row.kind == "Primary" or row.instance:
        raise errors.INTERFACE_STATE()
    drop_tags(call.tx, row.account, row.id)
    call.tx.put(replace(row, status=enter(LIFECYCLE, "Deleting", call.now, GONE)))
    return EmptyReply()
