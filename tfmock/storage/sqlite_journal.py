"""The journal as one SQLite file: ``--state FILE``.

WAL with ``synchronous=NORMAL``: a commit is one write into the page cache, which outlives this process however it
ends. Only a crash of the whole machine may lose the last moments, and even then the file is whole. A sync for every
commit would buy power failures of a mock's state at a tenth of the speed (docs/decisions/0004-journal.md).
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from zlib import crc32

from tfmock.core.errors import StateNotReadableError, StateNotSavedError, StoreUnavailableError
from tfmock.storage.state_file import is_full, open_state_file, transaction

#: A log begins at a random number, so that a record number says also which of the worlds of that name it belongs to:
#: one that is deleted and made again has other numbers.
_FIRST_BITS: Final = 48
_INSERT: Final = "INSERT INTO log VALUES (?, ?, ?, ?)"


class SqliteJournal:
    """All logs in one file, for one process at a time."""

    shared: Final = False

    def __init__(self, path: Path) -> None:
        """Open a state file, or create one where there is none.

        Raises:
            StateFileError: it cannot be used.
        """
        self._path = path
        #: The number of the last record of each log, as the file has it: no other process writes it. The logs use it
        #: within :meth:`using`.
        self.last_numbers: Final[dict[str, int]] = {}
        self._lock = threading.Lock()
        self._connection = open_state_file(path)

    def log(self, world: str) -> SqliteLog:
        return SqliteLog(self, world)

    def worlds(self) -> Sequence[str]:
        with self.using() as connection:
            return [str(row[0]) for row in connection.execute("SELECT DISTINCT world FROM log ORDER BY world")]

    def delete_world(self, world: str) -> None:
        with self.using() as connection:
            with transaction(connection):
                connection.execute("DELETE FROM log WHERE world = ?", (world,))
                connection.execute("DELETE FROM shelf WHERE world = ?", (world,))
            self.last_numbers.pop(world, None)

    def save_snapshot(self, world: str, name: str, document: bytes) -> None:
        with self.using() as connection:  # REPLACE gives it a new number: it is the newest
            connection.execute("REPLACE INTO shelf (world, name, document) VALUES (?, ?, ?)", (world, name, document))

    def list_snapshots(self, world: str) -> Mapping[str, bytes]:
        with self.using() as connection:
            query = "SELECT name, document FROM shelf WHERE world = ? ORDER BY number"
            return {str(name): bytes(document) for name, document in connection.execute(query, (world,))}

    def delete_snapshot(self, world: str, name: str) -> None:
        with self.using() as connection:
            connection.execute("DELETE FROM shelf WHERE world = ? AND name = ?", (world, name))

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def using(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time.

        Raises:
            StateNotSavedError: SQLite failed, for example on a full disk.
        """
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                if is_full(self._path, error):
                    raise StateNotSavedError(f"the disk that holds {self._path} is full. Make room.") from None
                raise StateNotSavedError(f"--state {self._path}: {error}.") from None


class SqliteLog:
    """One world's records. No other process writes them, so that nothing is ever new after the first reading.

    Appending to the log of a world that was deleted meanwhile is refused, also when a world of that name was created
    again. That is a second line of defence: ``Universe.use`` returns no world that is gone.
    """

    def __init__(self, journal: SqliteJournal, world: str) -> None:
        self._journal = journal
        self._world = world
        self._number = 0
        self._read = False

    def read_new(self, *, use: bool = True) -> Sequence[bytes] | None:
        if self._read:
            return () if self._number else None
        with self._journal.using() as connection:
            query = "SELECT number, crc, record FROM log WHERE world = ? ORDER BY number"
            rows = connection.execute(query, (self._world,)).fetchall()
            if rows:
                self._journal.last_numbers[self._world] = rows[-1][0]
        for place, (_, crc, record) in enumerate(rows, 1):
            if not isinstance(record, bytes) or crc32(record) != crc:
                raise StateNotReadableError(f"record {place} of world {self._world} is damaged")
        self._read = True
        self._number = rows[-1][0] if rows else 0
        return [record for _, _, record in rows] or None

    def forget_position(self) -> None:
        self._read = False

    def append(self, record: bytes, *, base: bool = False) -> None:
        number = self._number + 1 if self._number else 1 + secrets.randbits(_FIRST_BITS)
        values = (self._world, number, crc32(record), record)
        with self._journal.using() as connection:
            if self._journal.last_numbers.get(self._world, 0) != self._number:
                raise StoreUnavailableError(f"world {self._world} was deleted meanwhile.")
            if base:
                with transaction(connection):
                    connection.execute("DELETE FROM log WHERE world = ?", (self._world,))
                    connection.execute(_INSERT, values)
            else:
                connection.execute(_INSERT, values)
            self._journal.last_numbers[self._world] = number
        self._number = number
