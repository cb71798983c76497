"""Route tables: one system table per VPC, and custom ones that vSwitches can be bound to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from typing_extensions import Self

from tfmock.core.lifecycle import GONE, Lifecycle, Profile, Status, settle
from tfmock.core.store import Row

# DescribeRouteTableList metadata: Pending, Available, Deleting
LIFECYCLE: Final = Lifecycle("RouteTable", seconds={"Pending": 2.0, "Deleting": 2.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTableRow(Row):
    """A route table."""

    table = "route_tables"

    account: str
    region: str
    vpc: str
    router: str
    kind: Literal["System", "Custom"]
    associate_type: Literal["VSwitch", "Gateway"]
    name: str
    description: str
    status: Status
    created: float
    resource_group: str
    propagation: bool = True

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc
        yield "home", (self.account, self.region)

    def settled(self, now: float, profile: Profile) -> Self | None:
        if not self.status.goal:
            return self
        status = settle(LIFECYCLE, self.status, now, profile)
        return None if status.state == GONE else replace(self, status=status)
