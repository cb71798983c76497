"""RunInstances: its request, what is checked, and the instance that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.ids import token
from tfmock.core.operation import ApiObject, ManyStrings, OptionalBool, OptionalInt, Reply, Request, operation, wrapped
from tfmock.protocol.errors import ErrorTemplate, enforce
from tfmock.rulebook import names, placement
from tfmock.rulebook.placement import check_attachment
from tfmock.services.common.messages import Tag, tag_pairs
from tfmock.services.common.tags import put_tags
from tfmock.services.ecs import catalogue, errors, find
from tfmock.services.ecs.account_terms import check_paid
from tfmock.services.ecs.addresses import (
    allocate_address,
    allocate_ipv6_addresses,
    allocate_secondary_addresses,
    public_address,
)
from tfmock.services.ecs.interfaces import (
    attach_interface,
    attach_primary,
    check_groups,
    check_network_card,
    create_interface,
)
from tfmock.services.ecs.models.instance import LIFECYCLE, InstanceRow, Renewal
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.instance_parameters import (
    CpuOptions,
    ImageOptions,
    InstanceDetails,
    NetworkOptions,
    PrivatePoolOptions,
    SystemDisk,
    check_bandwidth,
    check_charge,
    check_cpu,
    check_disk_options,
    check_pool,
    check_protection,
)
from tfmock.simulation.resources import VSwitchRow


class RunOptions(Request):
    """Parameters that say nothing about the network."""

    deletion_protection: OptionalBool = None
    ram_role_name: str = ""
    instance_charge_type: str = ""
    period_unit: str = ""
    auto_renew: OptionalBool = None
    auto_renew_period: OptionalInt = None
    spot_strategy: str = ""
    spot_price_limit: float = 0.0
    spot_duration: OptionalInt = None
    spot_interruption_behavior: str = ""
    auto_release_time: str = ""
    internet_max_bandwidth_out: OptionalInt = None
    http_endpoint: str = ""
    http_tokens: str = ""
    http_put_response_hop_limit: OptionalInt = None
    network_options: NetworkOptions = NetworkOptions()
    image_options: ImageOptions = ImageOptions()
    cpu_options: CpuOptions = CpuOptions()
    additional_info: InstanceDetails = InstanceDetails()
    private_pool_options: PrivatePoolOptions = PrivatePoolOptions()
    system_disk: SystemDisk = SystemDisk()
    launch_template_id: str = ""
    launch_template_name: str = ""
    deployment_set_id: str = ""
    dedicated_host_id: str = ""
    hpc_cluster_id: str = ""


#: Resources that tfmock has none of, so that every named one does not exist (RunInstances metadata).
_ABSENT: Final[Mapping[str, ErrorTemplate]] = MappingProxyType(
    {
        "launch_template_id": errors.LAUNCH_TEMPLATE,
        "launch_template_name": errors.LAUNCH_TEMPLATE,
        "deployment_set_id": errors.DEPLOYMENT_SET,
        "dedicated_host_id": errors.DEDICATED_HOST,
        "hpc_cluster_id": errors.HPC_CLUSTER,
    }
)


def check_options(request: RunOptions) -> None:
    """Check every parameter that says nothing about the network.

    Raises:
        ApiError: one is not valid, or names what does not exist.
    """
    for name, error in _ABSENT.items():
        if getattr(request, name):
            raise error()
    if request.system_disk.auto_snapshot_policy_id:
        raise errors.SNAPSHOT_POLICY()
    if request.system_disk.storage_cluster_id:
        raise errors.STORAGE_CLUSTER()
    check_disk_options(
        request.system_disk.category, request.system_disk.provisioned_iops, request.system_disk.bursting_enabled
    )
    check_cpu(request.cpu_options)
    check_pool(request.private_pool_options, request.spot_strategy or "NoSpot")
    if request.spot_interruption_behavior not in ("", "Terminate", "Stop"):
        raise errors.SPOT_INTERRUPTION()
    check_charge(request.instance_charge_type or "PostPaid")
    check_bandwidth(request.internet_max_bandwidth_out)
    check_protection(
        bool(request.deletion_protection), request.instance_charge_type or "PostPaid", request.spot_strategy or "NoSpot"
    )
    if request.http_tokens not in ("", "optional", "required"):
        raise errors.HTTP_TOKENS()


class RunInterface(ApiObject):
    """One of NetworkInterface.N; without InstanceType it is a secondary one (RunInstances metadata)."""

    instance_type: str = ""
    network_interface_id: str = ""
    network_interface_name: str = ""
    description: str = ""
    v_switch_id: str = ""
    primary_ip_address: str = ""
    security_group_id: str = ""
    security_group_ids: ManyStrings = []
    ipv6_address: ManyStrings = Field(default_factory=list, max_length=10)  # metadata
    ipv6_address_count: OptionalInt = None
    secondary_private_ip_address_count: OptionalInt = None
    network_interface_traffic_mode: str = ""
    network_card_index: OptionalInt = None
    queue_number: OptionalInt = None
    queue_pair_number: OptionalInt = None
    delete_on_release: OptionalBool = None
    source_dest_check: OptionalBool = None


class RunNetwork(Request):
    """The vSwitch, addresses and interfaces of new instances."""

    v_switch_id: str = ""
    private_ip_address: str = ""
    security_group_id: str = ""
    security_group_ids: ManyStrings = []
    ipv6_address: ManyStrings = Field(default_factory=list, max_length=10)  # metadata
    ipv6_address_count: OptionalInt = None
    network_interface: list[RunInterface] = []

    @property
    def primary(self) -> RunInterface:
        """The primary interface: of the list, or as the flat parameters say it."""
        for interface in self.network_interface:
            if interface.instance_type == "Primary":
                return interface
        return RunInterface(
            instance_type="Primary",
            v_switch_id=self.v_switch_id,
            primary_ip_address=self.private_ip_address,
            security_group_id=self.security_group_id,
            security_group_ids=self.security_group_ids,
            ipv6_address=self.ipv6_address,
            ipv6_address_count=self.ipv6_address_count,
        )


def find_existing_primary(call: Call, request: RunNetwork, amount: int) -> NetworkInterfaceRow | None:
    """The existing interface that the request names as the primary one of its instance.

    Raises:
        ApiError: it is in use, or several instances are requested.
    """
    id = request.primary.network_interface_id
    if not id:
        return None
    row = find.get_network_interface(call, id)
    if row.instance_id or row.state != "Available":
        raise errors.INTERFACE_STATE()
    if amount > 1:
        raise errors.INTERFACE_SHARED()
    return row


def vswitch_id_of(call: Call, request: RunNetwork) -> str:
    """The vSwitch of new instances: as given, or that of the existing interface that they get."""
    primary = request.primary
    if primary.network_interface_id:
        return find.get_network_interface(call, primary.network_interface_id).v_switch_id
    return primary.v_switch_id


def create_primary(
    call: Call,
    request: RunNetwork,
    vswitch: VSwitchRow,
    groups: tuple[str, ...],
    *,
    existing: NetworkInterfaceRow | None,
    instance: str,
) -> NetworkInterfaceRow:
    """The primary interface of a new instance: the existing one, or a new one."""
    if existing is not None:
        return attach_primary(call, existing, instance)
    primary = request.primary
    return create_interface(
        call,
        vswitch,
        address=allocate_address(call, vswitch, primary.primary_ip_address),
        ipv6=allocate_ipv6_addresses(call, vswitch, primary.ipv6_address, primary.ipv6_address_count or 0),
        groups=groups,
        instance=instance,
        primary=True,
        traffic_mode=primary.network_interface_traffic_mode,
        queues=primary.queue_number or 0,
        queue_pairs=primary.queue_pair_number or 0,
        source_dest_check=bool(primary.source_dest_check),
    )


def security_group_ids_of(interface: RunInterface) -> list[str]:
    """The security groups of an interface, by either parameter."""
    return interface.security_group_ids or ([interface.security_group_id] if interface.security_group_id else [])


def create_secondary(call: Call, request: RunNetwork, vswitch: VSwitchRow, groups: tuple[str, ...], id: str) -> None:
    """Create or attach the secondary interfaces of instance ``id``. Defaults are those of the primary interface.

    Raises:
        ApiError: an interface, its vSwitch, address or security groups are refused.
    """
    for requested in request.network_interface:
        check_network_card(requested.network_card_index)
        if requested.instance_type == "Primary":
            continue
        if requested.network_interface_id:
            existing = find.get_network_interface(call, requested.network_interface_id)
            attach_interface(call, existing, vpc=vswitch.vpc_id, zone=vswitch.zone_id, instance=id)
        else:
            _create_secondary(call, requested, vswitch, groups, id)


def _create_secondary(
    call: Call, requested: RunInterface, primary: VSwitchRow, groups: tuple[str, ...], instance: str
) -> None:
    vswitch = call.transaction.get(VSwitchRow, requested.v_switch_id) if requested.v_switch_id else primary
    if vswitch is None or vswitch.account != primary.account:
        raise errors.VSWITCH_NOT_FOUND()
    enforce(check_attachment(vswitch.vpc_id == primary.vpc_id, (vswitch.zone_id, primary.zone_id)))
    find.require_available(vswitch)
    address = allocate_address(call, vswitch, requested.primary_ip_address)
    create_interface(
        call,
        vswitch,
        address=address,
        groups=check_groups(call, security_group_ids_of(requested) or groups, vswitch.vpc_id),
        ipv6=allocate_ipv6_addresses(call, vswitch, requested.ipv6_address, requested.ipv6_address_count or 0),
        instance=instance,
        secondary=allocate_secondary_addresses(
            call, vswitch, [], requested.secondary_private_ip_address_count or 0, reserved=[address]
        ),
        name=requested.network_interface_name,
        description=requested.description,
        traffic_mode=requested.network_interface_traffic_mode,
        queues=requested.queue_number or 0,
        queue_pairs=requested.queue_pair_number or 0,
        delete_on_release=requested.delete_on_release is not False,
        source_dest_check=bool(requested.source_dest_check),
    )


class RunInstances(RunOptions, RunNetwork):
    """The parameters of RunInstances that are heeded or shown again. tfmock reports others as ignored."""

    image_id: str = ""
    instance_type: str = ""
    zone_id: str = ""
    instance_name: str = ""
    host_name: str = ""
    description: str = ""
    internet_max_bandwidth_in: OptionalInt = None
    internet_charge_type: str = ""
    user_data: str = ""
    key_pair_name: str = ""
    credit_specification: str = ""
    resource_group_id: str = ""
    amount: OptionalInt = None
    tag: list[Tag] = []


class RunInstancesReply(Reply):
    instance_id_sets: Annotated[list[str], wrapped("InstanceIdSet")]


@operation(PRODUCT, VERSION, "RunInstances")
def run_instances(call: Call, request: RunInstances) -> RunInstancesReply:
    """One or more instances in a vSwitch. They start by themselves."""
    vswitch = _check(call, request)
    check_paid(call, errors.ARREARS)
    amount = min(max(request.amount or 1, 1), 100)
    existing = find_existing_primary(call, request, amount)
    if existing is not None:
        groups = existing.security_group_ids
    else:
        groups = check_groups(call, security_group_ids_of(request.primary), vswitch.vpc_id)
    return RunInstancesReply(instance_id_sets=[_run(call, request, vswitch, groups, existing) for _ in range(amount)])


def _check(call: Call, request: RunInstances) -> VSwitchRow:
    """The vSwitch of the new instances, once all that is common to them has been checked."""
    if not catalogue.image_exists(request.image_id):
        raise errors.IMAGE_NOT_FOUND()
    if catalogue.instance_type(request.instance_type) is None:
        raise errors.INSTANCE_TYPE()
    enforce(names.check_texts("instance", request.instance_name, request.description))
    enforce(names.check_tags(tag_pairs(request.tag)))
    check_options(request)
    vswitch_id = vswitch_id_of(call, request)
    enforce(placement.check_has_vswitch(bool(vswitch_id)))
    vswitch = call.transaction.get(VSwitchRow, vswitch_id)
    if vswitch is None or (vswitch.account, vswitch.region_id) != call.scope:
        raise errors.VSWITCH_NOT_FOUND()
    enforce(placement.check_instance_zone(request.zone_id, vswitch.zone_id))
    find.require_available(vswitch)
    return vswitch


def _run(
    call: Call,
    request: RunInstances,
    vswitch: VSwitchRow,
    groups: tuple[str, ...],
    existing: NetworkInterfaceRow | None,
) -> str:
    id, serial = call.new_id_of(InstanceRow, vswitch.region_id)
    interface = create_primary(call, request, vswitch, groups, existing=existing, instance=id)
    create_secondary(call, request, vswitch, groups, id)
    row = InstanceRow(
        id=id,
        serial=serial,
        account=vswitch.account,
        region_id=vswitch.region_id,
        zone_id=vswitch.zone_id,
        vpc_id=vswitch.vpc_id,
        v_switch_id=vswitch.id,
        network_interface_id=interface.id,
        image_id=request.image_id,
        instance_type=request.instance_type,
        instance_name=request.instance_name or id,
        host_name=request.host_name or f"iZ{token(id, 20)}Z",
        description=request.description,
        creation_time=call.now,
        resource_group_id=find.require_resource_group(call, request.resource_group_id),
        disk_id=call.new_id("d", vswitch.region_id, length=20)[0],
        disk_category=request.system_disk.category or "cloud_efficiency",
        disk_size=request.system_disk.size or max(40, catalogue.image_size(request.image_id)),
        user_data=request.user_data,
        key_pair_name=request.key_pair_name,
        credit_specification=request.credit_specification,
        status=LIFECYCLE.start("Pending", at=call.now, then="Starting"),
    )
    call.transaction.put(with_options(with_disk(with_bandwidth(row, request), request.system_disk), request))
    put_tags(
        call.transaction, vswitch.account, vswitch.region_id, InstanceRow.resource.tag_type, id, tag_pairs(request.tag)
    )
    return id


def with_bandwidth(row: InstanceRow, request: RunInstances) -> InstanceRow:
    """The instance with its bandwidth to the Internet, and with a public address if it has any."""
    out = request.internet_max_bandwidth_out or 0
    return replace(
        row,
        public_ip_address=public_address(row.id) if out else "",
        internet_max_bandwidth_in=request.internet_max_bandwidth_in
        or (max(out, 10) if out else 0),  # RunInstances metadata
        internet_max_bandwidth_out=out,
        internet_charge_type=request.internet_charge_type or "PayByTraffic",
    )


def with_disk(row: InstanceRow, disk: SystemDisk) -> InstanceRow:
    """The instance with the options of its system disk."""
    return replace(
        row,
        disk_name=disk.disk_name,
        disk_description=disk.description,
        disk_performance_level=disk.performance_level or ("PL1" if disk.category == "cloud_essd" else ""),
        disk_encrypted=bool(disk.encrypted),
        disk_kms_key_id=disk.kms_key_id,
        disk_provisioned_iops=disk.provisioned_iops or 0,
        disk_bursting_enabled=bool(disk.bursting_enabled),
    )


def with_options(row: InstanceRow, request: RunOptions) -> InstanceRow:
    """The instance with the options that say nothing about the network."""
    renewal = Renewal(
        "AutoRenewal" if request.auto_renew else "Normal",
        (request.auto_renew_period or 1) if request.auto_renew else 0,
        request.period_unit or "Month",
    )
    spot = request.spot_strategy or "NoSpot"
    return replace(
        row,
        deletion_protection=bool(request.deletion_protection),
        ram_role_name=request.ram_role_name,
        instance_charge_type=request.instance_charge_type or "PostPaid",
        spot_strategy=spot,
        spot_price_limit=request.spot_price_limit,
        spot_duration=request.spot_duration or 0,
        spot_interruption_behavior=request.spot_interruption_behavior or ("" if spot == "NoSpot" else "Terminate"),
        auto_release_time=request.auto_release_time,
        http_endpoint=request.http_endpoint or "enabled",
        http_tokens=request.http_tokens or "optional",
        http_put_response_hop_limit=request.http_put_response_hop_limit or 1,
        enable_jumbo_frame=bool(request.network_options.enable_jumbo_frame),
        login_as_non_root=bool(request.image_options.login_as_non_root),
        renewal=renewal,
        enable_high_density_mode=bool(request.additional_info.enable_high_density_mode),
        core_count=request.cpu_options.core or 0,
        threads_per_core=request.cpu_options.threads_per_core or 0,
        topology_type=request.cpu_options.topology_type,
        private_pool_options_match_criteria=request.private_pool_options.match_criteria or "None",
    )
