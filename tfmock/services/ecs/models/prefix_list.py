"""Prefix lists: blocks that security group rules name together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, Transaction
from tfmock.rulebook.cidr import Cidr, parse_cidr


@dataclass(frozen=True, slots=True)
class PrefixEntry:
    """One block of a list, as the cloud writes it."""

    cidr: str
    description: str


def entry_of(cidr: str, description: str, family: str) -> PrefixEntry | None:
    """An entry as the cloud writes it: a bare address is a block of one. None if it is no block of the family."""
    block = parse_cidr(cidr)
    if block is None or block.version != (4 if family == "IPv4" else 6):
        return None
    return PrefixEntry(str(block), description)


def repeated(entries: Iterable[PrefixEntry]) -> str | None:
    """The first block that is given a second time."""
    seen: set[str] = set()
    for entry in entries:
        if entry.cidr in seen:
            return entry.cidr
        seen.add(entry.cidr)
    return None


def changed(
    entries: Iterable[PrefixEntry], added: Iterable[PrefixEntry], removed: Iterable[PrefixEntry]
) -> tuple[PrefixEntry, ...]:
    """The entries of a list after a change; one that is added again gets the new description."""
    removed_cidrs = {entry.cidr for entry in removed}  # guess: one that the list does not have is no error
    remaining = {entry.cidr: entry for entry in entries if entry.cidr not in removed_cidrs}
    return tuple((remaining | {entry.cidr: entry for entry in added}).values())


def blocks_of(entries: Iterable[PrefixEntry]) -> tuple[Cidr, ...]:
    """Entries as blocks."""
    blocks = (parse_cidr(entry.cidr) for entry in entries)
    return tuple(block for block in blocks if block is not None)


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
