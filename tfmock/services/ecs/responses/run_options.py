"""Parameters of RunInstances that say nothing about the network: kept to be shown, or refused with what they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from pydantic import Field

from tfmock.core.operation import ApiObject, OptionalBool, OptionalInt, Request
from tfmock.protocol.errors import ErrorTemplate
from tfmock.rulebook import instance_options as options
from tfmock.services.ecs import instance_errors
from tfmock.services.ecs.models.instance import InstanceRow, Renewal


class SystemDisk(ApiObject):
    category: str = ""
    size: OptionalInt = None
    disk_name: str = ""
    description: str = ""
    performance_level: str = ""
    encrypted: OptionalBool = None
    kms_key_id: str = Field("", alias="KMSKeyId")
    auto_snapshot_policy_id: str = ""
    storage_cluster_id: str = ""
    provisioned_iops: OptionalInt = None
    bursting_enabled: OptionalBool = None


class NetworkOptions(ApiObject):
    enable_jumbo_frame: OptionalBool = None


class ImageOptions(ApiObject):
    login_as_non_root: OptionalBool = None


class CpuOptions(ApiObject):
    core: OptionalInt = None
    threads_per_core: OptionalInt = None
    topology_type: str = ""


class InstanceDetails(ApiObject):
    """AdditionalInfo."""

    enable_high_density_mode: OptionalBool = None


class PrivatePoolOptions(ApiObject):
    match_criteria: str = ""
    id: str = ""


class RunOptions(Request):
    """What RunInstances takes and the end of a path does not need."""

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


#: What tfmock holds none of: whatever is named does not exist (RunInstances metadata).
_ABSENT: Final[Mapping[str, ErrorTemplate]] = MappingProxyType(
    {
        "launch_template_id": instance_errors.LAUNCH_TEMPLATE,
        "launch_template_name": instance_errors.LAUNCH_TEMPLATE,
        "deployment_set_id": instance_errors.DEPLOYMENT_SET,
        "dedicated_host_id": instance_errors.DEDICATED_HOST,
        "hpc_cluster_id": instance_errors.HPC_CLUSTER,
    }
)


def check_options(request: RunOptions) -> None:
    """Refuse what cannot be had.

    Raises:
        ApiError: with the cloud's code.
    """
    for name, fault in _ABSENT.items():
        if getattr(request, name):
            raise fault()
    if request.system_disk.auto_snapshot_policy_id:
        raise instance_errors.SNAPSHOT_POLICY()
    if request.system_disk.storage_cluster_id:
        raise instance_errors.STORAGE_CLUSTER()
    check_disk_options(
        request.system_disk.category, request.system_disk.provisioned_iops, request.system_disk.bursting_enabled
    )
    check_cpu(request.cpu_options)
    check_pool(request.private_pool_options, request.spot_strategy or "NoSpot")
    if request.spot_interruption_behavior not in ("", "Terminate", "Stop"):
        raise instance_errors.SPOT_INTERRUPTION()
    check_charge(request.instance_charge_type or "PostPaid")
    check_bandwidth(request.internet_max_bandwidth_out)
    check_protection(
        bool(request.deletion_protection), request.instance_charge_type or "PostPaid", request.spot_strategy or "NoSpot"
    )
    if request.http_tokens not in ("", "optional", "required"):
        raise instance_errors.HTTP_TOKENS()


def check_bandwidth(out: int | None) -> None:
    """Mbit/s to the Internet: 0 to 100 (RunInstances metadata)."""
    if out is not None and not 0 <= out <= 100:
        raise instance_errors.BANDWIDTH_OUT()


def check_charge(charge: str) -> None:
    """PostPaid or PrePaid (RunInstances metadata)."""
    if charge not in ("PostPaid", "PrePaid"):
        raise instance_errors.CHARGE_TYPE()


def check_disk_options(category: str, iops: int | None, bursting: bool | None) -> None:
    """Provisioned IOPS and bursts are for ESSD AutoPL disks alone (RunInstances error codes)."""
    if options.performance_refused(iops or 0, category):
        raise instance_errors.PROVISIONED_IOPS()
    if options.performance_refused(bool(bursting), category):
        raise instance_errors.BURSTING()


def check_cpu(wanted: CpuOptions) -> None:
    """The topologies of RunInstances metadata; guess: what an instance type allows is not looked at."""
    if wanted.topology_type not in ("", "ContinuousCoreToHTMapping", "DiscreteCoreToHTMapping"):
        raise instance_errors.CPU_TOPOLOGY(topology=wanted.topology_type)


def check_pool(wanted: PrivatePoolOptions, spot: str) -> None:
    """No private pool is here to be a target (RunInstances error codes)."""
    if wanted.match_criteria not in ("", "Open", "Target", "None"):
        raise instance_errors.POOL_CRITERIA()
    if options.pool_refused(wanted.match_criteria, spot=spot):
        raise instance_errors.POOL_SPOT()
    if options.pool_missing(wanted.match_criteria, wanted.id):
        raise instance_errors.POOL_ID_MISSING()
    if wanted.match_criteria == "Target":
        raise instance_errors.POOL()


def check_protection(protected: bool, charge: str, spot: str) -> None:
    """Only a PostPaid instance that is no spot instance can be protected (RunInstances, ModifyInstanceAttribute)."""
    if options.protection_refused(protected, charge=charge, spot=spot):
        raise instance_errors.PROTECTION_CHARGE()


def with_options(row: InstanceRow, request: RunOptions) -> InstanceRow:
    """The instance with its options."""
    renewal = Renewal(
        "AutoRenewal" if request.auto_renew else "Normal",
        (request.auto_renew_period or 1) if request.auto_renew else 0,
        request.period_unit or "Month",
    )
    spot = request.spot_strategy or "NoSpot"
    return replace(
        row, protected=bool(request.deletion_protection), role=request.ram_role_name,
        charge=request.instance_charge_type or "PostPaid", spot=spot,
        spot_limit=request.spot_price_limit, spot_hours=request.spot_duration or 0, released=request.auto_release_time,
        http_endpoint=request.http_endpoint or "enabled", http_tokens=request.http_tokens or "optional",
        http_hops=request.http_put_response_hop_limit or 1, jumbo=bool(request.network_options.enable_jumbo_frame),
        non_root=bool(request.image_options.login_as_non_root), renewal=renewal,
        disk_encrypted=bool(request.system_disk.encrypted), disk_key=request.system_disk.kms_key_id,
        spot_interruption=request.spot_interruption_behavior or ("" if spot == "NoSpot" else "Terminate"),
        high_density=bool(request.additional_info.enable_high_density_mode),
        core_count=request.cpu_options.core or 0, threads_per_core=request.cpu_options.threads_per_core or 0,
        topology=request.cpu_options.topology_type,
        pool_criteria=request.private_pool_options.match_criteria or "None",
    )  # fmt: skip
