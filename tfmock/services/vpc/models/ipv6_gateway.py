"""IPv6 gateways, and IPv6 blocks that an account has reserved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, Row, StatefulRow, Transaction
from tfmock.services.vpc import ipv6_errors

# DescribeIpv6Gateways metadata: Pending, Available; DeleteIpv6Gateway metadata: Deleting
LIFECYCLE: Final = Lifecycle("Ipv6Gateway", seconds={"Pending": 2.0, "Deleting": 2.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipv6GatewayRow(StatefulRow, ResourceRow):
    """The IPv6 gateway of a VPC; there is at most one."""

    table = "ipv6_gateways"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="ipv6_gateway",
        product="Vpc",
        terraform_types=("alicloud_vpc_ipv6_gateway",),
        id_prefix="ipv6gw",
        tag_type="IPV6GATEWAY",
        move_type="IPV6GATEWAY",
        parent_in_use=ipv6_errors.VPC_HAS_IPV6_GATEWAY,
        parent_check=5,
    )
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

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id, account=self.account, region=self.region_id, name=self.name, detail=f"of {self.vpc_id}"
        )

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
