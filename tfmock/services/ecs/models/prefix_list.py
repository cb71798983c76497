"""Prefix lists: blocks that security group rules name together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tfmock.core.store import Row
from tfmock.rulebook.cidr import Cidr, parse_cidr


@dataclass(frozen=True, slots=True)
class PrefixEntry:
    """One block of a list, as the cloud writes it."""

    cidr: str
    description: str


def entry_of(cidr: str, description: str, family: str) -> PrefixEntry | None:
    """An entry as the cloud writes it: a bare address is a block of one. None for what is no block of the family."""
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
    gone = {entry.cidr for entry in removed}
    kept = {entry.cidr: entry for entry in entries if entry.cidr not in gone}  # guess: one not there: no error
    return tuple((kept | {entry.cidr: entry for entry in added}).values())


def blocks_of(entries: Iterable[PrefixEntry]) -> tuple[Cidr, ...]:
    """Entries as blocks."""
    found = (parse_cidr(entry.cidr) for entry in entries)
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
