"""Route tables: one system table per VPC, and custom ones that vSwitches can be bound to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction
from tfmock.services.vpc import errors

# DescribeRouteTableList metadata: Pending, Available, Deleting
LIFECYCLE: Final = Lifecycle("RouteTable", seconds={"Pending": 2.0, "Deleting": 2.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTableRow(StatefulRow, ResourceRow):
    """A route table."""

    table = "route_tables"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="route_table",
        product="Vpc",
        terraform_types=("alicloud_route_table",),
        terraform_parts=("alicloud_route_table_attachment",),
        id_prefix="vtb",
        tag_type="ROUTETABLE",
        parent_in_use=errors.VPC_HAS_ROUTE_TABLE,
        parent_check=6,
    )
    former_fields = {
        "region": "region_id",
        "created": "creation_time",
        "resource_group": "resource_group_id",
        "vpc": "vpc_id",
        "router": "router_id",
        "kind": "route_table_type",
        "name": "route_table_name",
        "propagation": "route_propagation_enable",
        "gateway": "gateway_id",
    }

    account: str
    region_id: str
    vpc_id: str
    router_id: str
    route_table_type: Literal["System", "Custom"]
    associate_type: Literal["VSwitch", "Gateway"]
    route_table_name: str
    description: str
    creation_time: float
    resource_group_id: str
    route_propagation_enable: bool = True
    #: The IPv4 gateway whose packets ask a gateway table.
    gateway_id: str = ""

    @property
    def name(self) -> str:
        """The name, under the word that rows of every kind have."""
        return self.route_table_name

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id,
            account=self.account,
            region=self.region_id,
            name=self.route_table_name,
            detail=f"of {self.vpc_id}",
            listed=self.route_table_type == "Custom",
        )

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc_id
        yield "home", (self.account, self.region_id)
        if self.gateway_id:
            yield "gateway", self.gateway_id
