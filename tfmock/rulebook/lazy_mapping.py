"""A mapping that reads what it is asked for, once: a walk touches a handful of pieces of a large network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class LazyMapping(Mapping[str, T], Generic[T]):
    """What ``read`` gives for an id (None: nothing there); ``ids`` lists them all. What ``read`` raises comes out."""

    __slots__ = ("_ids", "_read", "_seen")

    def __init__(self, read: Callable[[str], T | None], ids: Callable[[], Iterable[str]]) -> None:
        self._read = read
        self._ids = ids
        self._seen: dict[str, T | None] = {}

    def __getitem__(self, id: str) -> T:
        if id not in self._seen:
            self._seen[id] = self._read(id)
        found = self._seen[id]
        if found is None:
            raise KeyError(id)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._ids()))

    def __len__(self) -> int:
        return len(tuple(self._ids()))
