"""Instances: read, change, move, delete."""

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
    Reply,
    Request,
    Required,
    coalesce,
    operation,
    wrapped,
)
from tfmock.rulebook import names
from tfmock.services.common.messages import PageReply, TagFilters, matches_tags
from tfmock.services.common.pages import page
from tfmock.services.common.tags import drop_tags
from tfmock.services.ecs import catalogue, errors, find
from tfmock.services.ecs.account_terms import check_own_vpc
from tfmock.services.ecs.addresses import allocate_address
from tfmock.services.ecs.interfaces import check_groups, detach_interface
from tfmock.services.ecs.models.instance import LIFECYCLE, InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.instance_parameters import CpuOptions, InstanceDetails, check_cpu, check_protection
from tfmock.services.ecs.responses.messages import EcsTags, ListReply, ListRequest, NamedInstance, cut, ecs_tags
from tfmock.services.ecs.responses.network_interfaces import Ipv6Set, PrivateIpSet, ip_sets
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.vswitch import VSwitchRow

Addresses = Annotated[list[str], wrapped("IpAddress")]


class VpcAttributes(ApiObject):
    vpc_id: str
    v_switch_id: str
    nat_ip_address: str = ""
    private_ip_address: Addresses


class AttachedInterface(ApiObject):
    """The provider takes address and groups from the one of type Primary (provider-contract: alicloud_instance)."""

    network_interface_id: str
    type: str
    mac_address: str
    primary_ip_address: str
    private_ip_sets: Annotated[list[PrivateIpSet], wrapped("PrivateIpSet")]
    ipv6_sets: Annotated[list[Ipv6Set], wrapped("Ipv6Set")]


class Eip(ApiObject):
    allocation_id: str = ""
    ip_address: str = ""
    internet_charge_type: str = ""
    is_support_unassociate: bool = False


class MetadataOptions(ApiObject):
    http_endpoint: str
    http_tokens: str
    http_put_response_hop_limit: int


class ImageOptionsItem(ApiObject):
    login_as_non_root: bool


class CpuOptionsItem(ApiObject):
    core_count: int
    threads_per_core: int
    numa: str = ""
    topology_type: str


class AdditionalInfoItem(ApiObject):
    enable_high_density_mode: bool


class DedicatedHost(ApiObject):
    dedicated_host_id: str = ""
    dedicated_host_name: str = ""


class InstanceItem(ApiObject):
    instance_id: str
    instance_name: str
    host_name: str
    description: str
    status: str
    region_id: str
    zone_id: str
    instance_type: str
    instance_type_family: str
    image_id: str
    os_type: str = Field(alias="OSType")
    os_name: str = Field(alias="OSName")
    cpu: int
    memory: int
    creation_time: str
    start_time: str
    expired_time: str = "2099-12-31T15:59Z"
    auto_release_time: str
    serial_number: str
    resource_group_id: str
    instance_charge_type: str
    instance_network_type: str = "vpc"
    internet_charge_type: str
    internet_max_bandwidth_in: int
    internet_max_bandwidth_out: int
    io_optimized: bool = True
    spot_strategy: str
    spot_price_limit: float
    spot_duration: int
    spot_interruption_behavior: str
    stopped_mode: str
    deletion_protection: bool
    credit_specification: str
    key_pair_name: str
    hpc_cluster_id: str = ""
    deployment_set_id: str = ""
    device_available: bool = True
    recyclable: bool = False
    security_group_ids: Annotated[list[str], wrapped("SecurityGroupId")]
    public_ip_address: Addresses
    inner_ip_address: Addresses = []
    eip_address: Eip = Eip()
    vpc_attributes: VpcAttributes
    network_interfaces: Annotated[list[AttachedInterface], wrapped("NetworkInterface")]
    operation_locks: Annotated[list[str], wrapped("LockReason")] = []
    metadata_options: MetadataOptions
    image_options: ImageOptionsItem
    cpu_options: CpuOptionsItem
    additional_info: AdditionalInfoItem
    dedicated_host_attribute: DedicatedHost = DedicatedHost()
    tags: EcsTags


def _item(call: Call, row: InstanceRow) -> InstanceItem:
    kind = catalogue.instance_type(row.type) or catalogue.INSTANCE_TYPES[0]
    image = next((image for image in catalogue.IMAGES if image.id == row.image), catalogue.IMAGES[0])
    interfaces = call.tx.find(NetworkInterfaceRow, "instance", row.id)
    primary = _primary_interface(call, row)
    return InstanceItem(
        instance_id=row.id, instance_name=row.name, host_name=row.host_name, description=row.description,
        status=_status(row), region_id=row.region, zone_id=row.zone,
        instance_type=row.type, instance_type_family=kind.family, image_id=row.image, os_type=image.os_type,
        os_name=image.os_local, cpu=kind.cores, memory=int(kind.memory * 1024),
        creation_time=timestamp(row.created)[:16] + "Z", start_time=timestamp(row.created)[:16] + "Z",
        serial_number=row.id, resource_group_id=row.resource_group, instance_charge_type=row.charge,
        internet_charge_type=row.internet_charge, internet_max_bandwidth_in=row.internet_in,
        internet_max_bandwidth_out=row.internet_out, spot_strategy=row.spot, deletion_protection=row.protected,
        credit_specification=row.credit, key_pair_name=row.key_pair, auto_release_time=row.released,
        spot_price_limit=row.spot_limit, spot_duration=row.spot_hours,
        stopped_mode=row.stopped_mode if row.state == "Stopped" else "Not-applicable",
        metadata_options=MetadataOptions(
            http_endpoint=row.http_endpoint, http_tokens=row.http_tokens, http_put_response_hop_limit=row.http_hops
        ),
        image_options=ImageOptionsItem(login_as_non_root=row.non_root),
        security_group_ids=list(primary.security_groups) if primary else [],
        public_ip_address=[row.public_address] if row.public_address else [],
        vpc_attributes=VpcAttributes(
            vpc_id=row.vpc, v_switch_id=row.vswitch, private_ip_address=[primary.address] if primary else []
        ),
        network_interfaces=[_attached(interface) for interface in interfaces],
        spot_interruption_behavior=row.spot_interruption,
        additional_info=AdditionalInfoItem(enable_high_density_mode=row.high_density),
        cpu_options=CpuOptionsItem(
            core_count=row.core_count or max(kind.cores // 2, 1), threads_per_core=row.threads_per_core or 2,
            topology_type=row.topology,
        ),
        tags=ecs_tags(call, row.id),
    )  # fmt: skip


def _primary_interface(call: Call, row: InstanceRow) -> NetworkInterfaceRow | None:
    """The primary interface; None for an instance that is being deleted."""
    interface = call.tx.get(NetworkInterfaceRow, row.interface)
    return interface if interface is not None and interface.instance == row.id else None


def _status(row: InstanceRow) -> str:
    """The state for readers: the cloud has no Deleting."""
    return "Stopping" if row.state == "Deleting" else row.state


def _attached(row: NetworkInterfaceRow) -> AttachedInterface:
    private, ipv6 = ip_sets(row)
    return AttachedInterface(
        network_interface_id=row.id, type=row.kind, mac_address=row.mac, primary_ip_address=row.address,
        private_ip_sets=private, ipv6_sets=ipv6,
    )  # fmt: skip


class DescribeInstances(ListRequest):
    instance_ids: str = ""
    vpc_id: str = ""
    v_switch_id: str = ""
    zone_id: str = ""
    security_group_id: str = ""
    instance_name: str = ""
    instance_type: str = ""
    image_id: str = ""
    status: str = ""
    private_ip_addresses: str = ""
    resource_group_id: str = ""
    additional_attributes: ManyStrings = []
    tag: TagFilters


class DescribeInstancesReply(ListReply):
    instances: Annotated[list[InstanceItem], wrapped("Instance")]


@operation(PRODUCT, VERSION, "DescribeInstances")
def describe_instances(call: Call, request: DescribeInstances) -> DescribeInstancesReply:
    """The caller's instances in a region, by any of the filters."""
    ids = find.parse_ids(request.instance_ids, "InstanceIds")
    addresses = find.parse_ids(request.private_ip_addresses, "PrivateIpAddresses")
    rows = [
        row
        for row in call.tx.find(InstanceRow, "home", (call.caller.account, call.region))
        if (not ids or row.id in ids)
        and _fits(request, row)
        and _fits_interface(request, _primary_interface(call, row), addresses)
        and matches_tags(call, row.id, request.tag)
    ]
    part, token = cut(rows, request, least=10, most=100, error=errors.NEXT_TOKEN(name="NextToken"))
    return DescribeInstancesReply(
        page_number=part.number,
        page_size=part.size,
        total_count=part.total,
        next_token=token,
        instances=[_item(call, row) for row in part.items],
    )


def _fits(request: DescribeInstances, row: InstanceRow) -> bool:
    return (
        (not request.vpc_id or row.vpc == request.vpc_id)
        and (not request.v_switch_id or row.vswitch == request.v_switch_id)
        and (not request.zone_id or row.zone == request.zone_id)
        and (not request.instance_name or row.name == request.instance_name)
        and (not request.instance_type or row.type == request.instance_type)
        and (not request.image_id or row.image == request.image_id)
        and (not request.status or _status(row) == request.status)
        and (not request.resource_group_id or row.resource_group == request.resource_group_id)
    )


def _fits_interface(request: DescribeInstances, primary: NetworkInterfaceRow | None, addresses: list[str]) -> bool:
    if primary is None:
        return not addresses and not request.security_group_id
    return (not addresses or primary.address in addresses) and (
        not request.security_group_id or request.security_group_id in primary.security_groups
    )


class DescribeInstanceStatus(Request):
    instance_id: ManyStrings = []
    zone_id: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class InstanceStatus(ApiObject):
    instance_id: str
    status: str


class DescribeInstanceStatusReply(PageReply):
    instance_statuses: Annotated[list[InstanceStatus], wrapped("InstanceStatus")]


@operation(PRODUCT, VERSION, "DescribeInstanceStatus")
def describe_instance_status(call: Call, request: DescribeInstanceStatus) -> DescribeInstanceStatusReply:
    """The states of instances, without anything else."""
    find.check_id_count(request.instance_id)
    home = call.tx.find(InstanceRow, "home", (call.caller.account, call.region))
    rows = [row for row in home if not request.instance_id or row.id in request.instance_id]
    cut = page(rows, request.page_number, request.page_size, default=10, limit=50)
    return DescribeInstanceStatusReply(
        page_number=cut.number, page_size=cut.size, total_count=cut.total,
        instance_statuses=[InstanceStatus(instance_id=row.id, status=row.state) for row in cut.items],
    )  # fmt: skip


class InstanceAttribute(Reply):
    instance_id: str
    instance_name: str
    status: str
    enable_jumbo_frame: bool


@operation(PRODUCT, VERSION, "DescribeInstanceAttribute")
def describe_instance_attribute(call: Call, request: NamedInstance) -> InstanceAttribute:
    """The name, status and jumbo frames of one instance."""
    row = find.get_instance(call, request.instance_id)
    return InstanceAttribute(instance_id=row.id, instance_name=row.name, status=row.state, enable_jumbo_frame=row.jumbo)


class UserDataReply(Reply):
    region_id: str
    instance_id: str
    user_data: str


@operation(PRODUCT, VERSION, "DescribeUserData")
def describe_user_data(call: Call, request: NamedInstance) -> UserDataReply:
    """User data as it was given, base64."""
    row = find.get_instance(call, request.instance_id)
    return UserDataReply(region_id=row.region, instance_id=row.id, user_data=row.user_data)


class DeleteInstance(NamedInstance):
    force: OptionalBool = None


@operation(PRODUCT, VERSION, "DeleteInstance")
def delete_instance(call: Call, request: DeleteInstance) -> EmptyReply:
    """Delete a stopped instance, or any one with Force. Its primary interface is deleted, too."""
    row = find.get_instance(call, request.instance_id)
    if row.protected:
        raise errors.INSTANCE_PROTECTED()
    if row.charge == "PrePaid":
        raise errors.INSTANCE_CHARGE()
    if row.state != "Stopped" and not request.force:
        raise errors.INSTANCE_STATUS()
    if call.tx.find(RouteEntryRow, "hop", row.id):
        raise errors.INSTANCE_IN_ROUTE()
    for interface in call.tx.find(NetworkInterfaceRow, "instance", row.id):
        created_with_instance = interface.kind == "Primary" and not interface.before_instance
        if created_with_instance or interface.delete_on_release:
            drop_tags(call.tx, row.account, interface.id)
            call.tx.delete(interface)
        else:
            detach_interface(call, interface)
    drop_tags(call.tx, row.account, row.id)
    drop_tags(call.tx, row.account, row.disk)
    call.tx.put(replace(row, status=enter(LIFECYCLE, "Deleting", call.now, GONE)))
    return EmptyReply()


class ModifyInstanceAttribute(NamedInstance):
    instance_name: str | None = None
    description: str | None = None
    host_name: str | None = None
    user_data: str | None = None
    deletion_protection: OptionalBool = None
    credit_specification: str | None = None
    enable_jumbo_frame: OptionalBool = None
    security_group_ids: ManyStrings = []
    cpu_options: CpuOptions = CpuOptions()
    additional_info: InstanceDetails = InstanceDetails()


@operation(PRODUCT, VERSION, "ModifyInstanceAttribute")
def modify_instance_attribute(call: Call, request: ModifyInstanceAttribute) -> EmptyReply:
    """Change name, description, host name, user data, protection, security groups and options."""
    row = find.get_instance(call, request.instance_id)
    enforce(names.check_texts("instance", request.instance_name, request.description))
    check_protection(bool(request.deletion_protection), row.charge, row.spot)
    check_cpu(request.cpu_options)
    dense = request.additional_info.enable_high_density_mode
    if request.security_group_ids:
        _set_groups(call, row, check_groups(call, request.security_group_ids, row.vpc))
    call.tx.put(
        replace(
            row,
            name=coalesce(request.instance_name, row.name),
            description=coalesce(request.description, row.description),
            host_name=coalesce(request.host_name, row.host_name),
            user_data=coalesce(request.user_data, row.user_data),
            credit=coalesce(request.credit_specification, row.credit),
            protected=coalesce(request.deletion_protection, row.protected),
            jumbo=coalesce(request.enable_jumbo_frame, row.jumbo),
            core_count=request.cpu_options.core or row.core_count,
            threads_per_core=request.cpu_options.threads_per_core or row.threads_per_core,
            topology=request.cpu_options.topology_type or row.topology,
            high_density=coalesce(dense, row.high_density),
        )
    )
    return EmptyReply()


def _set_groups(call: Call, row: InstanceRow, groups: tuple[str, ...]) -> None:
    interface = find.get_network_interface(call, row.interface)
    call.tx.put(replace(interface, security_groups=groups))


class ModifyInstanceVpcAttribute(Request):
    instance_id: Required
    v_switch_id: Required
    private_ip_address: str = ""
    vpc_id: str = ""
    security_group_id: ManyStrings = []


@operation(PRODUCT, VERSION, "ModifyInstanceVpcAttribute")
def modify_instance_vpc_attribute(call: Call, request: ModifyInstanceVpcAttribute) -> EmptyReply:
    """Move a stopped instance to another vSwitch of its zone, to another address, or with VpcId to another VPC."""
    row = find.get_instance(call, request.instance_id)
    if row.state != "Stopped":
        raise errors.INSTANCE_STATUS()
    vswitch = call.tx.get(VSwitchRow, request.v_switch_id)
    if vswitch is not None:
        check_own_vpc(call, vswitch.vpc)
    if vswitch is None or vswitch.account != row.account or vswitch.vpc != (request.vpc_id or row.vpc):
        raise errors.VSWITCH_NOT_FOUND()
    if vswitch.zone != row.zone:
        raise errors.VSWITCH_OTHER_ZONE()
    find.require_available(vswitch)
    interface = find.get_network_interface(call, row.interface)
    if vswitch.id == interface.vswitch and request.private_ip_address in ("", interface.address):
        return EmptyReply()
    _check_movable(call, row, interface, vswitch)
    groups = interface.security_groups
    if vswitch.vpc != row.vpc:
        groups = check_groups(call, request.security_group_id, vswitch.vpc)
    address = allocate_address(call, vswitch, request.private_ip_address)
    call.tx.put(replace(interface, vpc=vswitch.vpc, vswitch=vswitch.id, address=address, security_groups=groups))
    call.tx.put(replace(row, vpc=vswitch.vpc, vswitch=vswitch.id))
    return EmptyReply()


def _check_movable(call: Call, row: InstanceRow, interface: NetworkInterfaceRow, vswitch: VSwitchRow) -> None:
    """Nothing keeps the instance where it is (error codes of ModifyInstanceVpcAttribute)."""
    if call.tx.find(RouteEntryRow, "hop", row.id):  # guess: also where it stays in its VPC
        raise errors.NEXT_HOP()
    if interface.secondary:
        raise errors.SECONDARY_ADDRESSES()
    if vswitch.id != interface.vswitch and interface.ipv6:
        raise errors.IPV6_ASSIGNED()
    if vswitch.vpc != row.vpc and len(call.tx.find(NetworkInterfaceRow, "instance", row.id)) > 1:
        raise errors.INTERFACES_ATTACHED()
