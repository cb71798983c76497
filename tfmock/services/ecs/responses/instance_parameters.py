"""Parameters that several actions on instances share, and what they may be."""

from __future__ import annotations

from pydantic import Field

from tfmock.core.operation import ApiObject, OptionalBool, OptionalInt
from tfmock.rulebook import instance_options as constraints
from tfmock.services.ecs import errors


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


def check_bandwidth(out: int | None) -> None:
    """Mbit/s to the Internet: 0 to 100 (RunInstances metadata)."""
    if out is not None and not 0 <= out <= 100:
        raise errors.BANDWIDTH_OUT()


def check_charge(charge: str) -> None:
    """PostPaid or PrePaid (RunInstances metadata)."""
    if charge not in ("PostPaid", "PrePaid"):
        raise errors.CHARGE_TYPE()


def check_disk_options(category: str, iops: int | None, bursting: bool | None) -> None:
    """Provisioned IOPS and bursts are for ESSD AutoPL disks alone (RunInstances error codes)."""
    if constraints.performance_refused(iops or 0, category):
        raise errors.PROVISIONED_IOPS()
    if constraints.performance_refused(bool(bursting), category):
        raise errors.BURSTING()


def check_cpu(options: CpuOptions) -> None:
    """The topologies of RunInstances metadata; guess: any instance type allows them."""
    if options.topology_type not in ("", "ContinuousCoreToHTMapping", "DiscreteCoreToHTMapping"):
        raise errors.CPU_TOPOLOGY(topology=options.topology_type)


def check_pool(options: PrivatePoolOptions, spot: str) -> None:
    """tfmock has no private pool that could be a target (RunInstances error codes)."""
    if options.match_criteria not in ("", "Open", "Target", "None"):
        raise errors.POOL_CRITERIA()
    if constraints.pool_refused(options.match_criteria, spot=spot):
        raise errors.POOL_SPOT()
    if constraints.pool_missing(options.match_criteria, options.id):
        raise errors.POOL_ID_MISSING()
    if options.match_criteria == "Target":
        raise errors.POOL()


def check_protection(protected: bool, charge: str, spot: str) -> None:
    """Only a PostPaid instance that is no spot instance can be protected (RunInstances, ModifyInstanceAttribute)."""
    if constraints.protection_refused(protected, charge=charge, spot=spot):
        raise errors.PROTECTION_CHARGE()
