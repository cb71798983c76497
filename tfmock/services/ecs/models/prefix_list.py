"""Prefix lists: blocks that security group rules name together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tfmock.core.store import Row
from tfmock.rulebook.cidr import Cidr, parse


@dataclass(frozen=True, slots=True)
class PrefixEntry:
    """One block of a list, as the cloud writes it."""

    cidr: str
    description: str


def blocks_of(entries: Iterable[PrefixEntry]) -> tuple[Cidr, ...]:
    """Entries as blocks."""
    found = (parse(entry.cidr) for entry in entries)
    return tuple(block for block in found if block is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixListRow(Row):
    """A prefix list of a region. Family and size stay as they were made (CreatePrefixList page)."""

    table = "prefix_lists"

    account: str
    region: str
    name: str
    description: str
    family: Literal["IPv4", "IPv6"]
    max_entries: int
    created: float
    resource_group: str
    entries: tuple[PrefixEntry, ...] = ()

    def keys(self) -> Iterator[tuple[str, tuple[str, str]]]:
        yield "home", (self.account, self.region)

    def blocks(self) -> tuple[Cidr, ...]:
        """Its entries as blocks."""
        return blocks_of(self.entries)
