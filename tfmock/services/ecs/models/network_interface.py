"""Network interfaces: an address in a vSwitch, and the security groups that guard it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import StatefulRow

# DescribeNetworkInterfaces metadata: Available, Attaching, InUse, Detaching, Deleting
LIFECYCLE: Final = Lifecycle(
    "NetworkInterface", seconds={"Creating": 1.0, "Attaching": 2.0, "Detaching": 2.0, "Deleting": 1.0}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkInterfaceRow(StatefulRow):
    """An interface.

    A primary one dies with its instance unless it was there ``before_instance``; a secondary one does with
    ``delete_on_release``.
    """

    table = "network_interfaces"
    lifecycle = LIFECYCLE

    account: str
    region: str
    zone: str
    vpc: str
    vswitch: str
    kind: Literal["Primary", "Secondary"]
    instance: str
    name: str
    description: str
    created: float
    address: str
    ipv6: tuple[str, ...]
    mac: str
    security_groups: tuple[str, ...]
    resource_group: str = ""
    secondary: tuple[str, ...] = ()
    traffic_mode: str = "Standard"
    queues: int = 0
    queue_pairs: int = 0
    delete_on_release: bool = False
    source_dest_check: bool = False
    before_instance: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """Its IPv4 addresses, the primary one first."""
        return (self.address, *self.secondary)

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vswitch", self.vswitch
        yield "vpc", self.vpc
        yield "instance", self.instance
        yield "home", (self.account, self.region)
        yield "address", self.address
        for group in self.security_groups:
            yield "security_group", group
