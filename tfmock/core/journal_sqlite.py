"""The journal as one SQLite file: ``--state FILE``.

WAL with ``synchronous=NORMAL``: a commit is one write into the page cache, which outlives this process however it
ends. Only a crash of the whole machine may lose the last moments, and even then the file is whole. A sync for every
commit would buy power failures of a mock's state at a tenth of the speed (docs/decisions/0004-journal.md).
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from zlib import crc32

from tfmock.core.journal import JournalError

_MAGIC: Final = b"SQLite format 3\x00"
#: "tfmk": says whose file this is, also to file(1).
APPLICATION_ID: Final = 0x74666D6B
#: Raised when an older tfmock could not read the file.
FORMAT: Final = 1
#: Where SQLite keeps FORMAT and APPLICATION_ID (https://www.sqlite.org/fileformat2.html#the_database_header)
_FORMAT_AT: Final = 60
_APPLICATION_AT: Final = 68
_HEADER: Final = 100

_SCHEMA: Final = """
CREATE TABLE log (world TEXT, number INTEGER, crc INTEGER, record BLOB, PRIMARY KEY (world, number)) WITHOUT ROWID;
CREATE TABLE shelf (number INTEGER PRIMARY KEY, world TEXT, name TEXT, document BLOB, UNIQUE (world, name));
"""


class StateFileError(Exception):
    """The file cannot be used, and was not touched; the message says why in one line."""


class SqliteJournal:
    """All logs in one file, for one process at a time."""

    shared: Final = False

    def __init__(self, path: Path) -> None:
        """Open a state file, or make one where there is none.

        Raises:
            StateFileError: it is damaged, foreign, of a newer tfmock, in use, or cannot be made.
        """
        self._lock = threading.Lock()
        try:
            if not path.exists():
                _make(path)
            _check(path)
            self._connection = _connect(path)
        except sqlite3.Error as error:
            raise StateFileError(_why(path, error)) from None
        except OSError as error:
            raise StateFileError(f"{path}: {error.strerror}. Name a file in a folder that can be written.") from None

    def log(self, world: str) -> SqliteLog:
        return SqliteLog(self, world)

    def worlds(self) -> Sequence[str]:
        with self.using() as connection:
            return [str(row[0]) for row in connection.execute("SELECT DISTINCT world FROM log ORDER BY world")]

    def drop(self, world: str) -> None:
        with self.using() as connection, _transaction(connection):
            connection.execute("DELETE FROM log WHERE world = ?", (world,))
            connection.execute("DELETE FROM shelf WHERE world = ?", (world,))

    def shelve(self, world: str, name: str, document: bytes) -> None:
        with self.using() as connection:  # REPLACE gives it a new number: it is the newest
            connection.execute("REPLACE INTO shelf (world, name, document) VALUES (?, ?, ?)", (world, name, document))

    def shelf(self, world: str) -> Mapping[str, bytes]:
        with self.using() as connection:
            asked = "SELECT name, document FROM shelf WHERE world = ? ORDER BY number"
            return {str(name): bytes(document) for name, document in connection.execute(asked, (world,))}

    def unshelve(self, world: str, name: str) -> None:
        with self.using() as connection:
            connection.execute("DELETE FROM shelf WHERE world = ? AND name = ?", (world, name))

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def using(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time.

        Raises:
            JournalError: SQLite failed, on a full disk say.
        """
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise JournalError.lasting(f"--state: {error}.") from None


class SqliteLog:
    """One world's records. Nobody else writes them, so that nothing is ever new after the first reading."""

    def __init__(self, journal: SqliteJournal, world: str) -> None:
        self._journal = journal
        self._world = world
        self._number = 0
        self._read = False

    def fresh(self, *, use: bool = True) -> Sequence[bytes] | None:
        if self._read:
            return () if self._number else None
        with self._journal.using() as connection:
            asked = "SELECT number, crc, record FROM log WHERE world = ? ORDER BY number"
            rows = connection.execute(asked, (self._world,)).fetchall()
        for number, crc, record in rows:
            if not isinstance(record, bytes) or crc32(record) != crc:
                raise JournalError.unreadable(f"record {number} of world {self._world} is damaged")
        self._read = True
        self._number = rows[-1][0] if rows else 0
        return [record for _, _, record in rows] or None

    def reread(self) -> None:
        self._read = False

    def append(self, record: bytes, *, base: bool = False) -> None:
        number = self._number + 1
        with self._journal.using() as connection:
            if base:
                with _transaction(connection):
                    connection.execute("DELETE FROM log WHERE world = ?", (self._world,))
                    self._insert(connection, number, record)
            else:
                self._insert(connection, number, record)
        self._number = number

    def _insert(self, connection: sqlite3.Connection, number: int, record: bytes) -> None:
        connection.execute("INSERT INTO log VALUES (?, ?, ?, ?)", (self._world, number, crc32(record), record))


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _make(path: Path) -> None:
    """A new file, complete before it gets its name: a tfmock killed meanwhile leaves no half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    connection = sqlite3.connect(draft, isolation_level=None)
    try:
        connection.executescript(
            f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={FORMAT}; {_SCHEMA} PRAGMA journal_mode=WAL;"
        )
    finally:
        connection.close()
    draft.rename(path)


def _check(path: Path) -> None:
    """Look at a file without writing a byte of it.

    Raises:
        StateFileError: it is not to be used.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header.startswith(_MAGIC) or len(header) < _HEADER:
        raise StateFileError(f"{path} is no state file of tfmock. It is left as it is; name another file.")
    if int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4], "big") != APPLICATION_ID:
        raise StateFileError(f"{path} is a database of another program. It is left as it is; name another file.")
    form = int.from_bytes(header[_FORMAT_AT : _FORMAT_AT + 4], "big")
    if form > FORMAT:
        raise StateFileError(f"{path} was written by a newer tfmock (format {form}). It is left as it is.")
    wal, index = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    # Without a WAL nobody has it open, and no side file need be made to look at it.
    how, had_index = ("ro" if wal.exists() else "ro&immutable=1"), index.exists()
    reader = sqlite3.connect(f"{path.absolute().as_uri()}?mode={how}", uri=True, isolation_level=None, timeout=0)
    try:
        found = str(reader.execute("PRAGMA quick_check(1)").fetchone()[0])
    finally:
        reader.close()
        if not had_index:
            index.unlink(missing_ok=True)  # ours: tfmock itself, being alone, keeps this index in memory
    if found != "ok":
        raise sqlite3.DatabaseError(found.splitlines()[-1])


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
    # EXCLUSIVE before WAL: a second tfmock is refused, and the index of the WAL needs no shared memory
    # Checkpoints sync; at 16 MB of WAL instead of 4 they come a quarter as often, and write a page changed often once.
    for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=NORMAL", "wal_autocheckpoint=4000"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    with _transaction(connection):  # takes the lock, for as long as the connection lives
        connection.execute("DELETE FROM shelf WHERE 0")
    return connection


def _why(path: Path, error: sqlite3.Error) -> str:
    if "locked" in str(error):
        return f"{path} is in use by another tfmock. Stop that one, or name another file."
    return f"{path} is damaged ({error}). It is left as it is; name another file, or restore this one."
