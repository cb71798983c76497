"""A mapping that reads each value when it is first needed: a packet meets a few parts of a large network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class LazyMapping(Mapping[str, T], Generic[T]):
    """The values that ``read`` gives by id, None for an id that does not exist; ``ids`` lists all ids.

    An exception of ``read`` is passed on.
    """

    __slots__ = ("_ids", "_read", "_seen")

    def __init__(self, read: Callable[[str], T | None], ids: Callable[[], Iterable[str]]) -> None:
        self._read = read
        self._ids = ids
        self._seen: dict[str, T | None] = {}

    def __getitem__(self, id: str) -> T:
        if id not in self._seen:
            self._seen[id] = self._read(id)
        value = self._seen[id]
        if value is None:
            raise KeyError(id)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._ids()))

    def __len__(self) -> int:
        return len(tuple(self._ids()))
