"""Reads of instances: fields with which the provider's second plan is clean (provider-contract: alicloud_instance)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import ApiObject, ManyStrings, OptionalInt, Request, operation, wrapped
from tfmock.services.common.messages import PageReply, TagFilters, matches_tags
from tfmock.services.common.pages import page
from tfmock.services.ecs import catalogue, errors, find
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.network_interfaces import Ipv6Set, PrivateIpSet, ip_sets
from tfmock.services.ecs.responses.parts import EcsTags, ListReply, ListRequest, cut, ecs_tags

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


class ImageOptions(ApiObject):
    login_as_non_root: bool


class CpuOptions(ApiObject):
    core_count: int
    threads_per_core: int
    numa: str = ""
    topology_type: str


class AdditionalInfo(ApiObject):
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
    image_options: ImageOptions
    cpu_options: CpuOptions
    additional_info: AdditionalInfo
    dedicated_host_attribute: DedicatedHost = DedicatedHost()
    tags: EcsTags


def instance_fields(call: Call, row: InstanceRow) -> InstanceItem:
    """An instance for readers."""
    kind = catalogue.instance_type(row.type) or catalogue.INSTANCE_TYPES[0]
    image = next((each for each in catalogue.IMAGES if each.id == row.image), catalogue.IMAGES[0])
    interfaces = call.tx.find(NetworkInterfaceRow, "instance", row.id)
    primary = next((each for each in interfaces if each.id == row.interface), None)
    return InstanceItem(
        instance_id=row.id, instance_name=row.name, host_name=row.host_name, description=row.description,
        status="Stopping" if row.state == "Deleting" else row.state, region_id=row.region, zone_id=row.zone,
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
        image_options=ImageOptions(login_as_non_root=row.non_root),
        security_group_ids=list(primary.security_groups) if primary else [],
        public_ip_address=[row.public_address] if row.public_address else [],
        vpc_attributes=VpcAttributes(
            vpc_id=row.vpc, v_switch_id=row.vswitch, private_ip_address=[primary.address] if primary else []
        ),
        network_interfaces=[_attached(each) for each in interfaces],
        spot_interruption_behavior=row.spot_interruption,
        additional_info=AdditionalInfo(enable_high_density_mode=row.high_density),
        cpu_options=CpuOptions(
            core_count=row.core_count or max(kind.cores // 2, 1), threads_per_core=row.threads_per_core or 2,
            topology_type=row.topology,
        ),
        tags=ecs_tags(call, row.id),
    )  # fmt: skip


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
    ids = find.id_list(request.instance_ids, "InstanceIds")
    addresses = find.id_list(request.private_ip_addresses, "PrivateIpAddresses")
    home = call.tx.find(InstanceRow, "home", (call.caller.account, call.region))
    found = {row.id: instance_fields(call, row) for row in home if not ids or row.id in ids}
    rows = [
        row
        for row in home
        if row.id in found and _fits(request, found[row.id], addresses) and matches_tags(call, row.id, request.tag)
    ]
    part, token = cut(rows, request, least=10, most=100, error=errors.NEXT_TOKEN(name="NextToken"))
    return DescribeInstancesReply(
        page_number=part.number, page_size=part.size, total_count=part.total, next_token=token,
        instances=[found[row.id] for row in part.items],
    )  # fmt: skip


def _fits(request: DescribeInstances, item: InstanceItem, addresses: list[str]) -> bool:
    attributes = item.vpc_attributes
    return (
        (not request.vpc_id or attributes.vpc_id == request.vpc_id)
        and (not request.v_switch_id or attributes.v_switch_id == request.v_switch_id)
        and (not request.zone_id or item.zone_id == request.zone_id)
        and (not request.security_group_id or request.security_group_id in item.security_group_ids)
        and (not request.instance_name or item.instance_name == request.instance_name)
        and (not request.instance_type or item.instance_type == request.instance_type)
        and (not request.image_id or item.image_id == request.image_id)
        and (not request.status or item.status == request.status)
        and (not addresses or bool(set(addresses) & set(attributes.private_ip_address)))
        and (not request.resource_group_id or item.resource_group_id == request.resource_group_id)
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
    """Only the states."""
    find.check_id_count(request.instance_id)
    home = call.tx.find(InstanceRow, "home", (call.caller.account, call.region))
    rows = [row for row in home if not request.instance_id or row.id in request.instance_id]
    cut = page(rows, request.page_number, request.page_size, default=10, limit=50)
    return DescribeInstanceStatusReply(
        page_number=cut.number, page_size=cut.size, total_count=cut.total,
        instance_statuses=[InstanceStatus(instance_id=row.id, status=row.state) for row in cut.items],
    )  # fmt: skip
