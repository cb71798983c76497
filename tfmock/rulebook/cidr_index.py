"""Which of many blocks share addresses, without comparing each with each.

Two blocks share addresses only if one contains the other (:class:`tfmock.rulebook.cidr.Cidr`), so the blocks around
one are found by cutting it to each mask that occurs, and those inside it lie side by side once all are sorted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from tfmock.rulebook.cidr import Cidr

T = TypeVar("T")


class CidrIndex(Generic[T]):
    """Things that have blocks, found by block."""

    def __init__(self, given: Iterable[tuple[Cidr, T]]) -> None:
        self._at: dict[Cidr, list[T]] = {}
        for block, thing in given:
            self._at.setdefault(block, []).append(thing)
        self._sorted = sorted(self._at, key=_start)
        self._starts = [_start(one) for one in self._sorted]
        self._masks = sorted({(one.version, one.mask) for one in self._at})

    def around(self, block: Cidr) -> Iterator[T]:
        """What has a block that contains ``block``: the widest first, those of one block in the order given."""
        for outer in self._around(block):
            yield from self._at[outer]

    def inside(self, block: Cidr) -> Iterator[Cidr]:
        """The blocks inside ``block``, itself included, each once and in order."""
        first = bisect_left(self._starts, _start(block))
        for one in islice(self._sorted, first, None):
            if not block.contains(one):
                return
            yield one

    def touching(self, block: Cidr) -> Iterator[T]:
        """What shares an address with ``block``."""
        for outer in self._around(block):
            if outer != block:
                yield from self._at[outer]
        for inner in self.inside(block):
            yield from self._at[inner]

    def has_version(self, version: int) -> bool:
        """Whether any block is of this IP version."""
        return any(one == version for one, _ in self._masks)

    def _around(self, block: Cidr) -> Iterator[Cidr]:
        for version, mask in self._masks:
            if version == block.version and mask <= block.mask:
                shift = block.bits - mask
                outer = Cidr(version, block.first >> shift << shift, mask)
                if outer in self._at:
                    yield outer


def _start(block: Cidr) -> tuple[int, int, int]:
    return block.version, block.first, block.mask


def overlapping_pairs(given: Iterable[tuple[Cidr, T]]) -> Iterator[tuple[T, T]]:
    """Every pair of things whose blocks share an address, as (the later, the earlier) one given."""
    ordered = sorted(enumerate(given), key=lambda one: (_start(one[1][0]), one[0]))
    around: list[tuple[int, tuple[Cidr, T]]] = []
    for number, (block, thing) in ordered:
        while around and not around[-1][1][0].contains(block):
            around.pop()
        for before, (_, other) in around:
            yield (thing, other) if number > before else (other, thing)
        around.append((number, (block, thing)))
