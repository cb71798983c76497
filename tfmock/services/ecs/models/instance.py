"""Instances: enough of a server to be the end of a path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import StatefulRow

# DescribeInstanceStatus metadata: Pending, Starting, Running, Stopping, Stopped
LIFECYCLE: Final = Lifecycle(
    "Instance",
    seconds={"Pending": 3.0, "Starting": 10.0, "Stopping": 10.0, "Deleting": 2.0},
    then={"Starting": "Running", "Stopping": "Stopped"},
)


@dataclass(frozen=True, slots=True)
class Maintenance:
    """What an instance wants done when its host is maintained; ``windows`` are (start, end), ``HH:mm:ssZ``."""

    action: str = "AutoRecover"
    notify: bool = False
    windows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Renewal:
    """How a PrePaid instance is renewed: AutoRenewal, Normal or NotRenewal, for ``period`` of ``unit``."""

    status: str = "Normal"
    period: int = 0
    unit: str = "Month"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceRow(StatefulRow):
    """An instance. Its address and groups are those of its primary interface, ``interface``.

    What says nothing about the network is kept to be shown: nothing is released, renewed or maintained.
    """

    table = "instances"
    lifecycle = LIFECYCLE

    account: str
    region: str
    zone: str
    vpc: str
    vswitch: str
    interface: str
    image: str
    type: str
    name: str
    host_name: str
    description: str
    created: float
    resource_group: str
    disk: str
    disk_category: str
    disk_size: int
    disk_name: str = ""
    disk_description: str = ""
    disk_level: str = ""
    public_address: str = ""
    internet_in: int = 0
    internet_out: int = 0
    internet_charge: str = "PayByTraffic"
    charge: str = "PostPaid"
    spot: str = "NoSpot"
    user_data: str = ""
    key_pair: str = ""
    protected: bool = False
    credit: str = ""
    role: str = ""
    disk_encrypted: bool = False
    disk_key: str = ""
    spot_limit: float = 0.0
    spot_hours: int = 0
    released: str = ""
    stopped_mode: str = ""
    jumbo: bool = False
    non_root: bool = False
    http_endpoint: str = "enabled"
    http_tokens: str = "optional"
    http_hops: int = 1
    maintenance: Maintenance = Maintenance()
    renewal: Renewal = Renewal()
    disk_iops: int = 0
    disk_bursting: bool = False
    spot_interruption: str = ""
    high_density: bool = False
    core_count: int = 0
    threads_per_core: int = 0
    topology: str = ""
    pool_criteria: str = "None"
    pool: str = ""

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc
        yield "vswitch", self.vswitch
        yield "interface", self.interface
        yield "disk", self.disk
        yield "home", (self.account, self.region)
