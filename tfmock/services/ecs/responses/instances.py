"""Instances: run, change, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from tfmock.core.call import Call, enforce
from tfmock.core.ids import token
from tfmock.core.lifecycle import GONE, enter
from tfmock.core.operation import (
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
from tfmock.rulebook import names, placement
from tfmock.services.common.messages import Tag
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.ecs import catalogue, errors, find, instance_errors
from tfmock.services.ecs.account_terms import check_paid
from tfmock.services.ecs.addresses import check_groups, detach, public_address
from tfmock.services.ecs.models.instance import LIFECYCLE, InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.run_interfaces import (
    RunNetwork,
    add_secondary,
    find_primary,
    groups_of,
    home_of,
    take_primary,
)
from tfmock.services.ecs.responses.run_options import (
    CpuOptions,
    InstanceDetails,
    RunOptions,
    SystemDisk,
    check_cpu,
    check_options,
    check_protection,
    with_options,
)
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.vswitch import VSwitchRow


class RunInstances(RunOptions, RunNetwork):
    """RunInstances parameters that matter to the end of a path; the others are counted and not kept."""

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
    """Instances in a vSwitch, running as soon as they are there."""
    vswitch = _check(call, request)
    check_paid(call, errors.ARREARS)
    amount = min(max(request.amount or 1, 1), 100)
    existing = find_primary(call, request, amount)
    groups = existing.security_groups if existing else check_groups(call, groups_of(request.primary), vswitch.vpc)
    return RunInstancesReply(instance_id_sets=[_run(call, request, vswitch, groups, existing) for _ in range(amount)])


def _check(call: Call, request: RunInstances) -> VSwitchRow:
    if not catalogue.image_exists(request.image_id):
        raise errors.IMAGE_NOT_FOUND()
    if catalogue.instance_type(request.instance_type) is None:
        raise errors.INSTANCE_TYPE()
    enforce(names.check_texts("instance", request.instance_name, request.description))
    enforce(names.check_tags([(tag.key, tag.value) for tag in request.tag]))
    check_options(request)
    home = home_of(call, request)
    enforce(placement.check_has_vswitch(bool(home)))
    vswitch = call.tx.get(VSwitchRow, home)
    if vswitch is None or (vswitch.account, vswitch.region) != (call.caller.account, call.region):
        raise errors.VSWITCH_NOT_FOUND()
    enforce(placement.check_instance_zone(request.zone_id, vswitch.zone))
    find.check_vswitch_status(vswitch)
    return vswitch


def _run(
    call: Call,
    request: RunInstances,
    vswitch: VSwitchRow,
    groups: tuple[str, ...],
    existing: NetworkInterfaceRow | None,
) -> str:
    id, serial = call.new_id("i", vswitch.region, length=20)
    interface = take_primary(call, request, vswitch, groups, existing, id)
    add_secondary(call, request, vswitch, groups, id)
    out = request.internet_max_bandwidth_out or 0
    disk, image = request.system_disk, next((i for i in catalogue.IMAGES if i.id == request.image_id), None)
    row = with_options(
        InstanceRow(
            id=id, serial=serial, account=vswitch.account, region=vswitch.region, zone=vswitch.zone, vpc=vswitch.vpc,
            vswitch=vswitch.id, interface=interface.id, image=request.image_id, type=request.instance_type,
            name=request.instance_name or id, host_name=request.host_name or f"iZ{token(id, 20)}Z",
            description=request.description, created=call.now,
            resource_group=find.resource_group(call, request.resource_group_id),
            disk=call.new_id("d", vswitch.region, length=20)[0], disk_category=disk.category or "cloud_efficiency",
            disk_size=disk.size or max(40, image.size if image else 40), disk_name=disk.disk_name,
            disk_description=disk.description, disk_level=_level(disk), disk_iops=disk.provisioned_iops or 0,
            disk_bursting=bool(disk.bursting_enabled),
            public_address=public_address(id) if out else "",
            internet_in=request.internet_max_bandwidth_in or (max(out, 10) if out else 0),  # RunInstances metadata
            internet_out=out,
            internet_charge=request.internet_charge_type or "PayByTraffic",
            user_data=request.user_data, key_pair=request.key_pair_name, credit=request.credit_specification,
            status=enter(LIFECYCLE, "Pending", call.now, "Starting"),
        ),
        request,
    )  # fmt: skip
    call.tx.put(row)
    put_tags(call.tx, vswitch.account, vswitch.region, "instance", id, ((tag.key, tag.value) for tag in request.tag))
    return id


def _level(disk: SystemDisk) -> str:
    return disk.performance_level or ("PL1" if disk.category == "cloud_essd" else "")


class NamedInstance(Request):
    instance_id: Required


class DeleteInstance(NamedInstance):
    force: OptionalBool = None


@operation(PRODUCT, VERSION, "DeleteInstance")
def delete_instance(call: Call, request: DeleteInstance) -> EmptyReply:
    """An instance that is stopped, or any with Force; its primary interface goes with it."""
    row = find.instance(call, request.instance_id)
    if row.protected:
        raise errors.INSTANCE_PROTECTED()
    if row.charge == "PrePaid":
        raise instance_errors.INSTANCE_CHARGE()
    if row.state != "Stopped" and not request.force:
        raise errors.INSTANCE_STATUS()
    if call.tx.find(RouteEntryRow, "hop", row.id):
        raise errors.INSTANCE_IN_ROUTE()
    for interface in call.tx.find(NetworkInterfaceRow, "instance", row.id):
        primary_of_its_own = interface.kind == "Primary" and not interface.before_instance
        if primary_of_its_own or interface.delete_on_release:
            drop_tags(call.tx, row.account, interface.id)
            call.tx.delete(interface)
        else:
            detach(call, interface)
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
    """Name, description, host name, user data, protection, security groups."""
    row = find.instance(call, request.instance_id)
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
    interface = find.network_interface(call, row.interface)
    call.tx.put(replace(interface, security_groups=groups))
