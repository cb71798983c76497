"""Instances: what packets need to know of a server, and what the API shows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction

# DescribeInstanceStatus metadata: Pending, Starting, Running, Stopping, Stopped
LIFECYCLE: Final = Lifecycle(
    "Instance",
    seconds={"Pending": 3.0, "Starting": 10.0, "Stopping": 10.0, "Deleting": 2.0},
    then={"Starting": "Running", "Stopping": "Stopped"},
)


@dataclass(frozen=True, slots=True)
class Maintenance:
    """What is to be done when the host of an instance is maintained; windows are (start, end), ``HH:mm:ssZ``."""

    former_fields: ClassVar[Mapping[str, str]] = {
        "action": "action_on_maintenance",
        "notify": "notify_on_maintenance",
        "windows": "maintenance_windows",
    }

    action_on_maintenance: str = "AutoRecover"
    notify_on_maintenance: bool = False
    maintenance_windows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Renewal:
    """How a PrePaid instance is renewed: AutoRenewal, Normal or NotRenewal, for ``duration`` of ``period_unit``."""

    former_fields: ClassVar[Mapping[str, str]] = {
        "status": "renewal_status",
        "period": "duration",
        "unit": "period_unit",
    }

    renewal_status: str = "Normal"
    duration: int = 0
    period_unit: str = "Month"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceRow(StatefulRow, ResourceRow):
    """An instance. Its address and groups are those of its primary interface, ``network_interface_id``.

    What says nothing about the network is only stored and shown: nothing is released, renewed or maintained.
    """

    table = "instances"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="instance",
        product="Ecs",
        terraform_types=("alicloud_instance",),
        terraform_parts=(
            "alicloud_ecs_key_pair_attachment",
            "alicloud_key_pair_attachment",
            "alicloud_ecs_ram_role_attachment",
        ),
        id_prefix="i",
        id_length=20,
        tag_type="instance",
    )
    former_fields: ClassVar[Mapping[str, str]] = {
        "region": "region_id",
        "zone": "zone_id",
        "vpc": "vpc_id",
        "vswitch": "v_switch_id",
        "interface": "network_interface_id",
        "image": "image_id",
        "type": "instance_type",
        "name": "instance_name",
        "created": "creation_time",
        "resource_group": "resource_group_id",
        "disk": "disk_id",
        "disk_level": "disk_performance_level",
        "disk_key": "disk_kms_key_id",
        "disk_iops": "disk_provisioned_iops",
        "disk_bursting": "disk_bursting_enabled",
        "public_address": "public_ip_address",
        "internet_in": "internet_max_bandwidth_in",
        "internet_out": "internet_max_bandwidth_out",
        "internet_charge": "internet_charge_type",
        "charge": "instance_charge_type",
        "spot": "spot_strategy",
        "key_pair": "key_pair_name",
        "protected": "deletion_protection",
        "credit": "credit_specification",
        "role": "ram_role_name",
        "spot_limit": "spot_price_limit",
        "spot_hours": "spot_duration",
        "released": "auto_release_time",
        "jumbo": "enable_jumbo_frame",
        "non_root": "login_as_non_root",
        "http_hops": "http_put_response_hop_limit",
        "spot_interruption": "spot_interruption_behavior",
        "high_density": "enable_high_density_mode",
        "topology": "topology_type",
        "pool_criteria": "private_pool_options_match_criteria",
        "pool": "private_pool_options_id",
    }

    account: str
    region_id: str
    zone_id: str
    vpc_id: str
    v_switch_id: str
    network_interface_id: str
    image_id: str
    instance_type: str
    instance_name: str
    host_name: str
    description: str
    creation_time: float
    resource_group_id: str
    disk_id: str
    disk_category: str
    disk_size: int
    disk_name: str = ""
    disk_description: str = ""
    disk_performance_level: str = ""
    public_ip_address: str = ""
    internet_max_bandwidth_in: int = 0
    internet_max_bandwidth_out: int = 0
    internet_charge_type: str = "PayByTraffic"
    instance_charge_type: str = "PostPaid"
    spot_strategy: str = "NoSpot"
    user_data: str = ""
    key_pair_name: str = ""
    deletion_protection: bool = False
    credit_specification: str = ""
    ram_role_name: str = ""
    disk_encrypted: bool = False
    disk_kms_key_id: str = ""
    spot_price_limit: float = 0.0
    spot_duration: int = 0
    auto_release_time: str = ""
    stopped_mode: str = ""
    enable_jumbo_frame: bool = False
    login_as_non_root: bool = False
    http_endpoint: str = "enabled"
    http_tokens: str = "optional"
    http_put_response_hop_limit: int = 1
    maintenance: Maintenance = Maintenance()
    renewal: Renewal = Renewal()
    disk_provisioned_iops: int = 0
    disk_bursting_enabled: bool = False
    spot_interruption_behavior: str = ""
    enable_high_density_mode: bool = False
    core_count: int = 0
    threads_per_core: int = 0
    topology_type: str = ""
    private_pool_options_match_criteria: str = "None"
    private_pool_options_id: str = ""

    @property
    def name(self) -> str:
        """The name, under the word that rows of every kind have."""
        return self.instance_name

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id, account=self.account, region=self.region_id, name=self.instance_name, detail=self.state
        )

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc_id
        yield "vswitch", self.v_switch_id
        yield "interface", self.network_interface_id
        yield "disk", self.disk_id
        yield "home", (self.account, self.region_id)
