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

    account: str
    region: str
    vpc: str
    router: str
    kind: Literal["System", "Custom"]
    associate_type: Literal["VSwitch", "Gateway"]
    name: str
    description: str
    created: float
    resource_group: str
    propagation: bool = True
    #: The IPv4 gateway whose packets ask a gateway table.
    gateway: str = ""

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc
        yield "home", (self.account, self.region)
        if self.gateway:
            yield "gateway", self.gateway
