"""vSwitches: the subnets of a VPC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import StatefulRow
from tfmock.rulebook.cidr import Cidr, cidr_block

# DescribeVSwitches metadata: Pending, Available
LIFECYCLE: Final = Lifecycle("VSwitch", seconds={"Pending": 3.0})

#: Addresses the cloud keeps in each vSwitch: the first and the last three (CreateVSwitch metadata).
RESERVED_ADDRESSES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class VSwitchRow(StatefulRow):
    """A vSwitch. ``route_table`` is the table that its packets ask: the VPC's system table unless bound."""

    table = "vswitches"
    lifecycle = LIFECYCLE

    account: str
    region: str
    vpc: str
    zone: str
    cidr: str
    route_table: str
    name: str
    description: str
    created: float
    resource_group: str
    is_default: bool = False
    ipv6_cidr: str = ""

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc
        yield "route_table", self.route_table
        yield "home", (self.account, self.region)

    def block(self) -> Cidr:
        """Its IPv4 block."""
        return cidr_block(self.cidr)

    def blocks(self) -> tuple[Cidr, ...]:
        """Its IPv4 block, and its IPv6 /64 if it has one."""
        return (self.block(), cidr_block(self.ipv6_cidr)) if self.ipv6_cidr else (self.block(),)
