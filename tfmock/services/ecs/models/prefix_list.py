"""Prefix lists: blocks that security group rules name together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, Transaction
from tfmock.rulebook.cidr import Cidr
from tfmock.services.common.prefix_entries import PrefixEntry, blocks_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixListRow(ResourceRow):
    """A prefix list of a region. Its family and its size never change (CreatePrefixList page)."""

    table = "prefix_lists"
    resource: ClassVar[Resource] = Resource(
        kind="prefix_list",
        product="Ecs",
        terraform_types=("alicloud_ecs_prefix_list",),
        id_prefix="pl",
        id_length=20,
        quota="ecs_quota_prefix_list_num",
    )
    former_fields: ClassVar[Mapping[str, str]] = {
        "region": "region_id",
        "name": "prefix_list_name",
        "created": "creation_time",
        "resource_group": "resource_group_id",
        "family": "address_family",
    }

    account: str
    region_id: str
    prefix_list_name: str
    description: str
    address_family: Literal["IPv4", "IPv6"]
    max_entries: int
    creation_time: float
    resource_group_id: str
    entries: tuple[PrefixEntry, ...] = ()

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

    @property
    def name(self) -> str:
        """The name, under the word that rows of every kind have."""
        return self.prefix_list_name

    @property
    def region(self) -> str:
        """The region, under the word that the lists of both products have."""
        return self.region_id

    @property
    def family(self) -> Literal["IPv4", "IPv6"]:
        """The address family, under the word that the lists of both products have."""
        return self.address_family

    def blocks(self) -> tuple[Cidr, ...]:
        """Its entries as blocks."""
        return blocks_of(self.entries)
