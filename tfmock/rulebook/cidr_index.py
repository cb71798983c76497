"""An index of CIDR blocks: which of many share addresses, without comparing every pair.

Two blocks share addresses only if one contains the other (:class:`tfmock.rulebook.cidr.Cidr`). So the blocks that
contain a block are found by cutting it to each mask that occurs, and the blocks inside it are neighbours once all are
sorted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from tfmock.rulebook.cidr import Cidr

T = TypeVar("T")


class CidrIndex(Generic[T]):
    """Items that have blocks, found by block."""

    def __init__(self, items: Iterable[tuple[Cidr, T]]) -> None:
        self._items: dict[Cidr, list[T]] = {}
        for block, item in items:
            self._items.setdefault(block, []).append(item)
        self._sorted = sorted(self._items, key=_start)
        self._starts = [_start(block) for block in self._sorted]
        self._masks = sorted({(block.version, block.mask) for block in self._items})

    def containing(self, block: Cidr) -> Iterator[T]:
        """The items whose block contains ``block``: the widest first, items with the same block in the order given."""
        for outer in self._blocks_containing(block):
            yield from self._items[outer]

    def inside(self, block: Cidr) -> Iterator[Cidr]:
        """The blocks inside ``block``, itself included, each once and in order."""
        first = bisect_left(self._starts, _start(block))
        for inner in islice(self._sorted, first, None):
            if not block.contains(inner):
                return
            yield inner

    def overlapping(self, block: Cidr) -> Iterator[T]:
        """The items whose block shares an address with ``block``."""
        for outer in self._blocks_containing(block):
            if outer != block:
                yield from self._items[outer]
        for inner in self.inside(block):
            yield from self._items[inner]

    def has_version(self, version: int) -> bool:
        """Whether any block is of this IP version."""
        return any(known == version for known, _ in self._masks)

    def _blocks_containing(self, block: Cidr) -> Iterator[Cidr]:
        for version, mask in self._masks:
            if version == block.version and mask <= block.mask:
                shift = block.bits - mask
                outer = Cidr(version, block.first >> shift << shift, mask)
                if outer in self._items:
                    yield outer


def _start(block: Cidr) -> tuple[int, int, int]:
    return block.version, block.first, block.mask


def overlapping_pairs(items: Iterable[tuple[Cidr, T]]) -> Iterator[tuple[T, T]]:
    """Every pair of items whose blocks share an address, as (the later, the earlier) in the order given."""
    ordered = sorted(enumerate(items), key=lambda entry: (_start(entry[1][0]), entry[0]))
    outer: list[tuple[int, tuple[Cidr, T]]] = []
    for number, (block, item) in ordered:
        while outer and not outer[-1][1][0].contains(block):
            outer.pop()
        for before, (_, other) in outer:
            yield (item, other) if number > before else (other, item)
        outer.append((number, (block, item)))
