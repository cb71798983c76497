"""Instances: read, change, move, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
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
from tfmock.services.common.messages import PageReply, TagFilters, matches_tags
from tfmock.services.common.pages import page
from tfmock.services.common.rows import matches, patched, reply_of
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
from tfmock.simulation.resources import VSwitchRow, eip_of, routes_to, unassociate_eips

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
    """The EIP of an instance; all is empty where it has none."""

    allocation_id: str = ""
    ip_address: str = ""
    internet_charge_type: str = ""
    bandwidth: int = 0
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
    eip_address: Eip
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
    instance_type = catalogue.instance_type(row.instance_type) or catalogue.INSTANCE_TYPES[0]
    image = next((image for image in catalogue.IMAGES if image.id == row.image_id), catalogue.IMAGES[0])
    interfaces = call.transaction.find(NetworkInterfaceRow, "instance", row.id)
    primary = _primary_interface(call, row)
    created = timestamp(row.creation_time)[:16] + "Z"
    return reply_of(
        InstanceItem,
        row,
        instance_id=row.id,
        status=_status(row),
        instance_type_family=instance_type.family,
        os_type=image.os_type,
        os_name=image.os_local,
        cpu=instance_type.cores,
        memory=int(instance_type.memory * 1024),
        creation_time=created,
        start_time=created,
        serial_number=row.id,
        stopped_mode=row.stopped_mode if row.state == "Stopped" else "Not-applicable",
        security_group_ids=primary.security_group_ids if primary else [],
        public_ip_address=[row.public_ip_address] if row.public_ip_address else [],
        eip_address=_eip(call, row),
        vpc_attributes=reply_of(VpcAttributes, row, private_ip_address=[primary.private_ip_address] if primary else []),
        network_interfaces=[_attached(interface) for interface in interfaces],
        metadata_options=reply_of(MetadataOptions, row),
        image_options=reply_of(ImageOptionsItem, row),
        additional_info=reply_of(AdditionalInfoItem, row),
        cpu_options=reply_of(
            CpuOptionsItem,
            row,
            core_count=row.core_count or max(instance_type.cores // 2, 1),
            threads_per_core=row.threads_per_core or 2,
        ),
        tags=ecs_tags(call, row.id),
    )


def _eip(call: Call, row: InstanceRow) -> Eip:
    eip = eip_of(call.transaction, row.id)
    return reply_of(Eip, eip, allocation_id=eip.id, is_support_unassociate=True) if eip else Eip()


def _primary_interface(call: Call, row: InstanceRow) -> NetworkInterfaceRow | None:
    """The primary interface; None for an instance that is being deleted."""
    interface = call.transaction.get(NetworkInterfaceRow, row.network_interface_id)
    return interface if interface is not None and interface.instance_id == row.id else None


def _status(row: InstanceRow) -> str:
    """The state for readers: the cloud has no Deleting."""
    return "Stopping" if row.state == "Deleting" else row.state


def _attached(row: NetworkInterfaceRow) -> AttachedInterface:
    private, ipv6 = ip_sets(row)
    return reply_of(
        AttachedInterface,
        row,
        network_interface_id=row.id,
        primary_ip_address=row.private_ip_address,
        private_ip_sets=private,
        ipv6_sets=ipv6,
    )


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
        for row in call.transaction.find(InstanceRow, "home", call.scope)
        if (not ids or row.id in ids)
        and _fits(request, row)
        and _fits_interface(request, _primary_interface(call, row), addresses)
        and matches_tags(call, row.id, request.tag)
    ]
    part, token = cut(rows, request, least=10, most=100, error=errors.NEXT_TOKEN(name="NextToken"))
    return DescribeInstancesReply.of(part, next_token=token, instances=[_item(call, row) for row in part.items])


def _fits(request: DescribeInstances, row: InstanceRow) -> bool:
    return matches(
        (request.vpc_id, row.vpc_id),
        (request.v_switch_id, row.v_switch_id),
        (request.zone_id, row.zone_id),
        (request.instance_name, row.instance_name),
        (request.instance_type, row.instance_type),
        (request.image_id, row.image_id),
        (request.status, _status(row)),
        (request.resource_group_id, row.resource_group_id),
    )


def _fits_interface(request: DescribeInstances, primary: NetworkInterfaceRow | None, addresses: list[str]) -> bool:
    if primary is None:
        return not addresses and not request.security_group_id
    return (not addresses or primary.private_ip_address in addresses) and (
        not request.security_group_id or request.security_group_id in primary.security_group_ids
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
    home = call.transaction.find(InstanceRow, "home", call.scope)
    rows = [row for row in home if not request.instance_id or row.id in request.instance_id]
    part = page(rows, request.page_number, request.page_size, default=10, limit=50)
    items = [InstanceStatus(instance_id=row.id, status=row.state) for row in part.items]
    return DescribeInstanceStatusReply.of(part, instance_statuses=items)


class InstanceAttribute(Reply):
    instance_id: str
    instance_name: str
    status: str
    enable_jumbo_frame: bool


@operation(PRODUCT, VERSION, "DescribeInstanceAttribute")
def describe_instance_attribute(call: Call, request: NamedInstance) -> InstanceAttribute:
    """The name, status and jumbo frames of one instance."""
    row = find.get_instance(call, request.instance_id)
    return reply_of(InstanceAttribute, row, instance_id=row.id)


class UserDataReply(Reply):
    region_id: str
    instance_id: str
    user_data: str


@operation(PRODUCT, VERSION, "DescribeUserData")
def describe_user_data(call: Call, request: NamedInstance) -> UserDataReply:
    """User data as it was given, base64."""
    row = find.get_instance(call, request.instance_id)
    return reply_of(UserDataReply, row, instance_id=row.id)


class DeleteInstance(NamedInstance):
    force: OptionalBool = None


@operation(PRODUCT, VERSION, "DeleteInstance")
def delete_instance(call: Call, request: DeleteInstance) -> EmptyReply:
    """Delete a stopped instance, or any one with Force. Its primary interface is deleted, too."""
    row = find.get_instance(call, request.instance_id)
    if row.deletion_protection:
        raise errors.INSTANCE_PROTECTED()
    if row.instance_charge_type == "PrePaid":
        raise errors.INSTANCE_CHARGE()
    if row.state != "Stopped" and not request.force:
        raise errors.INSTANCE_STATUS()
    if routes_to(call.transaction, row.id):
        raise errors.INSTANCE_IN_ROUTE()
    for interface in call.transaction.find(NetworkInterfaceRow, "instance", row.id):
        created_with_instance = interface.type == "Primary" and not interface.before_instance
        if created_with_instance or interface.delete_on_release:
            drop_tags(call.transaction, row.account, interface.id)
            unassociate_eips(call.transaction, interface.id, call.now)
            call.transaction.delete(interface)
        else:
            detach_interface(call, interface)
    drop_tags(call.transaction, row.account, row.id)
    drop_tags(call.transaction, row.account, row.disk_id)
    unassociate_eips(call.transaction, row.id, call.now)
    call.transaction.put(replace(row, status=LIFECYCLE.start("Deleting", at=call.now, then=GONE)))
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
    check_protection(bool(request.deletion_protection), row.instance_charge_type, row.spot_strategy)
    check_cpu(request.cpu_options)
    if request.security_group_ids:
        _set_groups(call, row, check_groups(call, request.security_group_ids, row.vpc_id))
    call.transaction.put(
        patched(
            row,
            instance_name=request.instance_name,
            description=request.description,
            host_name=request.host_name,
            user_data=request.user_data,
            credit_specification=request.credit_specification,
            deletion_protection=request.deletion_protection,
            enable_jumbo_frame=request.enable_jumbo_frame,
            core_count=request.cpu_options.core or None,
            threads_per_core=request.cpu_options.threads_per_core or None,
            topology_type=request.cpu_options.topology_type or None,
            enable_high_density_mode=request.additional_info.enable_high_density_mode,
        )
    )
    return EmptyReply()


def _set_groups(call: Call, row: InstanceRow, groups: tuple[str, ...]) -> None:
    interface = find.get_network_interface(call, row.network_interface_id)
    call.transaction.put(replace(interface, security_group_ids=groups))


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
    vswitch = call.transaction.get(VSwitchRow, request.v_switch_id)
    if vswitch is not None:
        check_own_vpc(call, vswitch.vpc_id)
    if vswitch is None or vswitch.account != row.account or vswitch.vpc_id != (request.vpc_id or row.vpc_id):
        raise errors.VSWITCH_NOT_FOUND()
    if vswitch.zone_id != row.zone_id:
        raise errors.VSWITCH_OTHER_ZONE()
    find.require_available(vswitch)
    interface = find.get_network_interface(call, row.network_interface_id)
    if vswitch.id == interface.v_switch_id and request.private_ip_address in ("", interface.private_ip_address):
        return EmptyReply()
    _check_movable(call, row, interface, vswitch)
    groups = interface.security_group_ids
    if vswitch.vpc_id != row.vpc_id:
        groups = check_groups(call, request.security_group_id, vswitch.vpc_id)
    address = allocate_address(call, vswitch, request.private_ip_address)
    call.transaction.put(
        replace(
            interface,
            vpc_id=vswitch.vpc_id,
            v_switch_id=vswitch.id,
            private_ip_address=address,
            security_group_ids=groups,
        )
    )
    call.transaction.put(replace(row, vpc_id=vswitch.vpc_id, v_switch_id=vswitch.id))
    return EmptyReply()


def _check_movable(call: Call, row: InstanceRow, interface: NetworkInterfaceRow, vswitch: VSwitchRow) -> None:
    """Nothing keeps the instance where it is (error codes of ModifyInstanceVpcAttribute)."""
    if routes_to(call.transaction, row.id):  # guess: also where it stays in its VPC
        raise errors.NEXT_HOP()
    if interface.secondary_private_ip_addresses:
        raise errors.SECONDARY_ADDRESSES()
    if vswitch.id != interface.v_switch_id and interface.ipv6_addresses:
        raise errors.IPV6_ASSIGNED()
    if vswitch.vpc_id != row.vpc_id and len(call.transaction.find(NetworkInterfaceRow, "instance", row.id)) > 1:
        raise errors.INTERFACES_ATTACHED()
