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
    former_fields = {
        "region": "region_id",
        "created": "creation_time",
        "resource_group": "resource_group_id",
        "vpc": "vpc_id",
    }

    account: str
    region_id: str
    vpc_id: str
    name: str
    description: str
    creation_time: float
    resource_group_id: str

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc_id
        yield "home", (self.account, self.region_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedIpv6Row(Row):
    """A /56 that AllocateVpcIpv6Cidr gave to an account, until a VPC gets it. ``id`` is the block."""

    table = "reserved_ipv6_blocks"
    former_fields = {
        "region": "region_id",
        "isp": "ipv6_isp",
    }

    account: str
    region_id: str
    ipv6_isp: str

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "home", (self.account, self.region_id)
