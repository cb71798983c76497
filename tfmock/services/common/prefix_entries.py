"""Entries of prefix lists, of which VPC and ECS each have their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
