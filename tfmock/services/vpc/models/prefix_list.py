"""Prefix lists of VPC: blocks that routes, network ACLs and security group rules name together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction
from tfmock.rulebook.cidr import Cidr
from tfmock.services.common.prefix_entries import PrefixEntry, blocks_of

# ListPrefixLists page: Created, Modifying, Deleted
LIFECYCLE: Final = Lifecycle("PrefixList", seconds={"Modifying": 2.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class VpcPrefixListRow(StatefulRow, ResourceRow):
    """A prefix list of a region. Unlike those of ECS its size can be changed (ModifyVpcPrefixList page)."""

    table = "vpc_prefix_lists"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="prefix_list",
        product="Vpc",
        terraform_types=("alicloud_vpc_prefix_list",),
        id_prefix="pl",
        id_length=20,
        tag_type="PREFIXLIST",
        move_type="PREFIXLIST",
        quota="vpc_quota_prefixlist_num",
    )
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

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id,
            account=self.account,
            region=self.region_id,
            name=self.prefix_list_name,
            detail=f"{len(self.entries)} entries",
        )

    def keys(self) -> Iterator[tuple[str, tuple[str, str]]]:
        yield "home", (self.account, self.region_id)

    def blocks(self) -> tuple[Cidr, ...]:
        """Its entries as blocks."""
        return blocks_of(self.entries)
