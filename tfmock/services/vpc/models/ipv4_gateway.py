"""IPv4 gateways: what makes a VPC ask its own route tables before the Internet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction
from tfmock.services.vpc import errors

# CreateIpv4Gateway and EnableVpcIpv4Gateway metadata
LIFECYCLE: Final = Lifecycle(
    "Ipv4Gateway", seconds={"Creating": 2.0, "Modifying": 2.0, "Activating": 2.0, "Deleting": 2.0}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipv4GatewayRow(StatefulRow, ResourceRow):
    """The IPv4 gateway of a VPC; there is at most one. ``enabled`` once it was activated."""

    table = "ipv4_gateways"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="ipv4_gateway",
        product="Vpc",
        terraform_types=("alicloud_vpc_ipv4_gateway",),
        terraform_parts=("alicloud_vpc_gateway_route_table_attachment",),
        id_prefix="ipv4gw",
        tag_type="IPV4GATEWAY",
        move_type="IPV4GATEWAY",
        parent_in_use=errors.VPC_HAS_IPV4_GATEWAY,
        parent_check=4,
    )
    former_fields = {
        "region": "region_id",
        "created": "create_time",
        "resource_group": "resource_group_id",
        "vpc": "vpc_id",
        "name": "ipv4_gateway_name",
        "description": "ipv4_gateway_description",
    }

    account: str
    region_id: str
    vpc_id: str
    ipv4_gateway_name: str
    ipv4_gateway_description: str
    create_time: float
    resource_group_id: str
    enabled: bool = False

    @property
    def name(self) -> str:
        """The name, under the word that rows of every kind have."""
        return self.ipv4_gateway_name

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id,
            account=self.account,
            region=self.region_id,
            name=self.ipv4_gateway_name,
            detail=f"of {self.vpc_id}",
        )

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc_id
        yield "home", (self.account, self.region_id)
