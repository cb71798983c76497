"""Route tables: one system table per VPC, and custom ones that vSwitches can be bound to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import StatefulRow

# DescribeRouteTableList metadata: Pending, Available, Deleting
LIFECYCLE: Final = Lifecycle("RouteTable", seconds={"Pending": 2.0, "Deleting": 2.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTableRow(StatefulRow):
    """A route table."""

    table = "route_tables"
    lifecycle = LIFECYCLE
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

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc_id
        yield "home", (self.account, self.region_id)
        if self.gateway_id:
            yield "gateway", self.gateway_id
