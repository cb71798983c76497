"""IPv4 gateways: what makes a VPC ask its own route tables before the Internet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import StatefulRow

# CreateIpv4Gateway and EnableVpcIpv4Gateway metadata
LIFECYCLE: Final = Lifecycle(
    "Ipv4Gateway", seconds={"Creating": 2.0, "Modifying": 2.0, "Activating": 2.0, "Deleting": 2.0}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipv4GatewayRow(StatefulRow):
    """The IPv4 gateway of a VPC; there is at most one. ``enabled`` once it was activated."""

    table = "ipv4_gateways"
    lifecycle = LIFECYCLE

    account: str
    region: str
    vpc: str
    name: str
    description: str
    created: float
    resource_group: str
    enabled: bool = False

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc
        yield "home", (self.account, self.region)
