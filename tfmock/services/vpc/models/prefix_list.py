"""Prefix lists of VPC: blocks that routes, network ACLs and security group rules name together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import StatefulRow
from tfmock.rulebook.cidr import Cidr
from tfmock.services.ecs.models.prefix_list import PrefixEntry, blocks_of

# ListPrefixLists page: Created, Modifying, Deleted
LIFECYCLE: Final = Lifecycle("PrefixList", seconds={"Modifying": 2.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class VpcPrefixListRow(StatefulRow):
    """A prefix list of a region. Unlike those of ECS its size can be changed (ModifyVpcPrefixList page)."""

    table = "vpc_prefix_lists"
    lifecycle = LIFECYCLE
    former_fields = {
        "region": "region_id",
        "created": "creation_time",
        "resource_group": "resource_group_id",
        "name": "prefix_list_name",
        "description": "prefix_list_description",
    }

    account: str
    region_id: str
    prefix_list_name: str
    prefix_list_description: str
    family: Literal["IPv4", "IPv6"]
    max_entries: int
    creation_time: float
    resource_group_id: str
    entries: tuple[PrefixEntry, ...] = ()

    @property
    def name(self) -> str:
        """The name, under the word that rows of every kind have."""
        return self.prefix_list_name

    @property
    def region(self) -> str:
        """The region, under the word that the lists of both products have."""
        return self.region_id

    def keys(self) -> Iterator[tuple[str, tuple[str, str]]]:
        yield "home", (self.account, self.region_id)

    def blocks(self) -> tuple[Cidr, ...]:
        """Its entries as blocks."""
        return blocks_of(self.entries)
