"""vSwitches: the subnets of a VPC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction
from tfmock.rulebook.cidr import Cidr, cidr_block
from tfmock.services.vpc import errors

# DescribeVSwitches metadata: Pending, Available
LIFECYCLE: Final = Lifecycle("VSwitch", seconds={"Pending": 3.0})

#: Addresses the cloud keeps in each vSwitch: the first and the last three (CreateVSwitch metadata).
RESERVED_ADDRESSES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class VSwitchRow(StatefulRow, ResourceRow):
    """A vSwitch. ``route_table`` is the table that its packets ask: the VPC's system table unless bound."""

    table = "vswitches"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="vswitch",
        product="Vpc",
        terraform_types=("alicloud_vswitch", "alicloud_subnet"),
        id_prefix="vsw",
        tag_type="VSWITCH",
        parent_in_use=errors.VPC_HAS_VSWITCH,
        parent_check=1,
    )
    former_fields = {
        "region": "region_id",
        "created": "creation_time",
        "resource_group": "resource_group_id",
        "vpc": "vpc_id",
        "zone": "zone_id",
        "cidr": "cidr_block",
        "route_table": "route_table_id",
        "name": "v_switch_name",
        "ipv6_cidr": "ipv6_cidr_block",
    }

    account: str
    region_id: str
    vpc_id: str
    zone_id: str
    cidr_block: str
    route_table_id: str
    v_switch_name: str
    description: str
    creation_time: float
    resource_group_id: str
    is_default: bool = False
    ipv6_cidr_block: str = ""

    @property
    def name(self) -> str:
        """The name, under the word that rows of every kind have."""
        return self.v_switch_name

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id,
            account=self.account,
            region=self.region_id,
            name=self.v_switch_name,
            detail=", ".join(map(str, self.blocks())),
        )

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc_id
        yield "route_table", self.route_table_id
        yield "home", (self.account, self.region_id)

    def block(self) -> Cidr:
        """Its IPv4 block."""
        return cidr_block(self.cidr_block)

    def blocks(self) -> tuple[Cidr, ...]:
        """Its IPv4 block, and its IPv6 /64 if it has one."""
        return (self.block(), cidr_block(self.ipv6_cidr_block)) if self.ipv6_cidr_block else (self.block(),)
