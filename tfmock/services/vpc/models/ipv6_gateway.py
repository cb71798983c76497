"""IPv6 gateways, and IPv6 blocks that an account has reserved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import Row, StatefulRow

# DescribeIpv6Gateways metadata: Pending, Available; DeleteIpv6Gateway metadata: Deleting
LIFECYCLE: Final = Lifecycle("Ipv6Gateway", seconds={"Pending": 2.0, "Deleting": 2.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipv6GatewayRow(StatefulRow):
    """The IPv6 gateway of a VPC; there is at most one."""

    table = "ipv6_gateways"
    lifecycle = LIFECYCLE

    account: str
    region: str
    vpc: str
    name: str
    description: str
    created: float
    resource_group: str

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc
        yield "home", (self.account, self.region)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedIpv6Row(Row):
    """A /56 that AllocateVpcIpv6Cidr gave to an account, until a VPC gets it. ``id`` is the block."""

    table = "reserved_ipv6_blocks"

    account: str
    region: str
    isp: str

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "home", (self.account, self.region)
