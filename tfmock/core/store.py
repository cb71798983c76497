"""Tables of frozen rows, with the indexes that lookups need, changed only through transactions.

A transaction writes in place under its world's lock and remembers what was there; if it fails, all is put back.
That is simpler than an overlay (reads and indexes see own writes for free) and as cheap as a plain dictionary.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import ClassVar, Final, Generic, TypeVar, cast

from typing_extensions import Self

from tfmock.core.errors import WorldFullError
from tfmock.core.lifecycle import GONE, Lifecycle, Profile, Status
from tfmock.core.resource import Resource, Summary
from tfmock.core.world_settings import WorldSettings

#: Rows of one type in one world: bounds the memory where the cloud has no quota.
MAX_ROWS: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing in a world. Subclasses name their ``table`` and say what they can be found by."""

    table: ClassVar[str]
    #: Fields with data of the user's own, an object's content: recordings do not keep them.
    confidential: ClassVar[frozenset[str]] = frozenset()
    #: Former name of a field -> its name now: snapshots and journals of earlier versions are still read. A dataclass
    #: that is part of a row may have the same.
    former_fields: ClassVar[Mapping[str, str]] = {}
    #: What ``table`` was in earlier versions.
    former_tables: ClassVar[tuple[str, ...]] = ()
    id: str
    #: Order of creation in its world; listings and page tokens follow it.
    serial: int

    def keys(self) -> Iterator[tuple[str, Hashable]]:
        """Pairs of index name and key under which this row is found."""
        return iter(())

    def as_of(self, now: float, profile: Profile) -> Self | None:
        """This row as of ``now``; None when it has vanished by then."""
        return self

    def next_transition_at(self, profile: Profile) -> float:
        """The moment at which this row will change by itself; infinite when it stays."""
        return inf


@dataclass(frozen=True, slots=True, kw_only=True)
class StatefulRow(Row):
    """A row whose status moves by itself, as its ``lifecycle`` says."""

    lifecycle: ClassVar[Lifecycle]
    status: Status

    @property
    def state(self) -> str:
        """The state as the cloud names it."""
        return self.status.state

    def as_of(self, now: float, profile: Profile) -> Self | None:
        status = self.lifecycle.status_at(now, self.status, profile)
        if status is self.status:
            return self
        return None if status.state == GONE else replace(self, status=status)

    def next_transition_at(self, profile: Profile) -> float:
        status = self.status
        return status.since + profile.duration(self.lifecycle, status.state) if status.goal else inf


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRow(Row):
    """A row that users make, described by its ``resource``."""

    resource: ClassVar[Resource]

    def summary(self, transaction: Transaction) -> Summary:
        """The row as lists of resources show it."""
        raise NotImplementedError(f"{type(self).__name__} has no summary")


R = TypeVar("R", bound=Row)


class Table(Generic[R]):
    """Rows of one type by id, plus their indexes."""

    __slots__ = ("_index", "_rows")

    def __init__(self) -> None:
        self._rows: dict[str, R] = {}
        # One id stands alone, several in a dictionary: most keys are unique, and a dictionary takes 232 bytes
        self._index: dict[tuple[str, Hashable], str | dict[str, None]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, id: str) -> R | None:
        return self._rows.get(id)

    def rows(self) -> list[R]:
        return sorted(self._rows.values(), key=lambda row: row.serial)

    def oldest(self) -> Iterator[R]:
        """The first row inserted, and the next for as long as the reader removes what it gets: a queue's head."""
        while self._rows:
            first = next(iter(self._rows))
            yield self._rows[first]
            if first in self._rows:
                return

    def entries(self) -> dict[tuple[str, Hashable], set[str]]:
        """What is found under each key of each index, for those who check."""
        return {entry: {ids} if isinstance(ids, str) else set(ids) for entry, ids in self._index.items()}

    def find(self, index: str, key: Hashable) -> list[R]:
        ids = self._index.get((index, key), ())
        if isinstance(ids, str):
            return [self._rows[ids]]
        return sorted((self._rows[id] for id in ids), key=lambda row: row.serial)

    def replace(self, id: str, row: R | None) -> R | None:
        """Set or remove the row of ``id``; returns what was there."""
        old = self._rows.pop(id, None) if row is None else self._rows.get(id)
        old_keys = set(old.keys()) if old is not None else set()
        new_keys = set(row.keys()) if row is not None else set()
        for entry in old_keys - new_keys:
            ids = self._index[entry]
            if isinstance(ids, str) or len(ids) == 1:
                del self._index[entry]
            else:
                del ids[id]
        for entry in new_keys - old_keys:
            ids = self._index.setdefault(entry, id)
            if isinstance(ids, dict):
                ids[id] = None
            elif ids != id:
                self._index[entry] = {ids: None, id: None}
        if row is not None:
            self._rows[id] = row
        return old


class Store:
    """All tables of one world."""

    __slots__ = ("_tables", "serial")

    def __init__(self) -> None:
        self._tables: dict[type[Row], Table[Row]] = {}
        #: How many rows and ids were ever made; the next one gets the next number.
        self.serial = 0

    def table(self, kind: type[R]) -> Table[R]:
        """The table of one row type, made on first use."""
        table = self._tables.get(kind)
        if table is None:
            table = self._tables[kind] = Table()
        return cast("Table[R]", table)

    def tables(self) -> dict[type[Row], Table[Row]]:
        """Every table that was ever touched, by row type."""
        return dict(self._tables)

    def size(self) -> int:
        """How many rows there are."""
        return sum(len(table) for table in self._tables.values())


@dataclass(frozen=True, slots=True)
class Change:
    """One row as it was and as it is; None for absent. A list of these is a changeset."""

    kind: type[Row]
    id: str
    old: Row | None
    new: Row | None


class Transaction:
    """Reads and writes of one call. All reads see rows as of the call's moment.

    Attributes:
        settings: the world's settings from this transaction on; None while it leaves them alone.
    """

    __slots__ = ("_first_serial", "_profile", "_store", "_undo", "now", "settings")

    def __init__(self, store: Store, now: float, profile: Profile) -> None:
        self.now = now
        self.settings: WorldSettings | None = None
        self._store = store
        self._profile = profile
        self._undo: list[Change] = []
        self._first_serial = store.serial

    def next_serial(self) -> int:
        """The next number in the order of creation."""
        self._store.serial += 1
        return self._store.serial

    def has_id(self, id: str) -> bool:
        """Whether any row has this id."""
        return any(table.get(id) is not None for table in self._store.tables().values())

    def get(self, kind: type[R], id: str) -> R | None:
        """The row of this id as of now, or None."""
        table = self._store.table(kind)
        row = table.get(id)
        return None if row is None else self._current(table, row)

    def find(self, kind: type[R], index: str, key: Hashable) -> list[R]:
        """Rows under ``key`` of an index, oldest first."""
        table = self._store.table(kind)
        return self._current_rows(table, table.find(index, key))

    def rows(self, kind: type[R]) -> list[R]:
        """Every row of a type, oldest first."""
        table = self._store.table(kind)
        return self._current_rows(table, table.rows())

    def oldest(self, kind: type[R]) -> Iterator[R]:
        """Rows of a type as stored, oldest first, for as long as the reader deletes what it gets."""
        return self._store.table(kind).oldest()

    def count(self, kind: type[R]) -> int:
        """How many rows of a type there are."""
        return len(self._store.table(kind))

    def keep_latest(self, kind: type[R], most: int, is_old: Callable[[R], bool]) -> None:
        """Remove the oldest rows of a type: as long as they are too old, and then until there are at most ``most``."""
        for row in self.oldest(kind):
            if not is_old(row):
                break
            self.delete(row)
        for row in self.oldest(kind):
            if self.count(kind) <= most:
                break
            self.delete(row)

    def put(self, row: R) -> R:
        """Insert or replace a row.

        Raises:
            WorldFullError: there are :data:`MAX_ROWS` of its type.
        """
        table = self._store.table(type(row))
        if len(table) >= MAX_ROWS and table.get(row.id) is None:
            raise WorldFullError(
                f"This world has {MAX_ROWS} rows of {type(row).table}, and tfmock keeps no more. "
                "Delete some, or the world."
            )
        old = table.replace(row.id, row)
        self._undo.append(Change(type(row), row.id, old, row))
        return row

    def delete(self, row: Row) -> None:
        """Remove a row."""
        old = self._store.table(type(row)).replace(row.id, None)
        self._undo.append(Change(type(row), row.id, old, None))

    @property
    def wrote(self) -> bool:
        """Whether anything was written so far."""
        return bool(self._undo)

    def changes(self) -> list[Change]:
        """What was written so far, in order."""
        return list(self._undo)

    def projected_to(self, moment: float) -> ProjectedTransaction:
        """The world as it will be at a later moment, with no further writes."""
        return ProjectedTransaction(self._store, moment, self._profile)

    def rollback(self) -> None:
        """Put everything back as it was when the transaction began."""
        for change in reversed(self._undo):
            self._store.table(change.kind).replace(change.id, change.old)
        self._undo.clear()
        self._store.serial = self._first_serial

    def _current(self, table: Table[R], row: R) -> R | None:
        """The row as of now. What time did to it is stored and is not a change of this transaction: it stays even if
        the call fails, and rows that have vanished by now leave the table."""
        current = row.as_of(self.now, self._profile)
        if current is not row:
            table.replace(row.id, current)
        return current

    def _current_rows(self, table: Table[R], rows: list[R]) -> list[R]:
        current = (self._current(table, row) for row in rows)
        return [row for row in current if row is not None]


class ProjectedTransaction(Transaction):
    """Reads of a later moment. What time does to rows until then is not stored.

    Attributes:
        next_transition_at: when the first of the rows read so far will change again by itself; infinite when none will.
    """

    __slots__ = ("next_transition_at",)

    def __init__(self, store: Store, now: float, profile: Profile) -> None:
        super().__init__(store, now, profile)
        self.next_transition_at = inf

    def _current(self, table: Table[R], row: R) -> R | None:
        current = row.as_of(self.now, self._profile)
        if current is not None:
            self.next_transition_at = min(self.next_transition_at, current.next_transition_at(self._profile))
        return current
