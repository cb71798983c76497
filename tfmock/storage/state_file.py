"""Opening a state file (``--state FILE``): what it must be, who may have it, and what to say where it cannot be used.

A file is refused without a byte of it being written. A new one is made under SQLite's own lock, so that of two tfmock
that start at once exactly one gets it. A tfmock that is killed while it makes one leaves an empty file, or one with a
rollback journal; both count as new for the next start.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_MAGIC: Final = b"SQLite format 3\x00"
#: "tfmk": says whose file this is, also to file(1).
APPLICATION_ID: Final = 0x74666D6B
#: Raised when an older tfmock could not read the file.
FORMAT: Final = 1
#: Where SQLite keeps FORMAT and APPLICATION_ID (https://www.sqlite.org/fileformat2.html#the_database_header)
_FORMAT_AT: Final = 60
_APPLICATION_AT: Final = 68
_HEADER: Final = 100
#: It holds temporary keys and their secrets, and the answers that ClientTokens repeat.
_MODE: Final = 0o600
#: With less than this left, an error that SQLite does not name is taken for a full disk. Its index takes 32 KiB.
_ROOM: Final = 1 << 18

_SCHEMA: Final = (
    f"PRAGMA application_id={APPLICATION_ID}",
    f"PRAGMA user_version={FORMAT}",
    "CREATE TABLE log (world TEXT, number INTEGER, crc INTEGER, record BLOB, PRIMARY KEY (world, number))"
    " WITHOUT ROWID",
    "CREATE TABLE shelf (number INTEGER PRIMARY KEY, world TEXT, name TEXT, document BLOB, UNIQUE (world, name))",
)


class StateFileError(Exception):
    """The file cannot be used, and was not touched; the message says why in one line."""


def open_state_file(path: Path) -> sqlite3.Connection:
    """The only connection to a state file, which is made where there is none, with mode 0600.

    Raises:
        StateFileError: it is damaged, foreign, of a newer tfmock, no regular file, in use, or cannot be written.
    """
    try:
        # SQLite names its side files after the file that a link leads to.
        real = Path(os.path.realpath(path))
        _check_neighbours(path, real)
        if _is_new(path, real):
            _make(path, real)
        _check(path, real)
        return _connect(real)
    except sqlite3.Error as error:
        raise StateFileError(_why(path, real, error)) from None
    except OSError as error:
        raise StateFileError(_why_not_written(path, real, error)) from None


def is_full(path: Path, error: sqlite3.Error) -> bool:
    """Whether an error of SQLite means that there is no room left where a file lies."""
    # What SQLITE_FULL says. A write-ahead log that cannot get its index reports an I/O error instead.
    if "disk is full" in str(error):
        return True
    with suppress(OSError):
        room = os.statvfs(path.parent)
        return "I/O" in str(error) and room.f_bavail * room.f_frsize < _ROOM
    return False


def _is_new(path: Path, real: Path) -> bool:
    """Whether the file has yet to be made; an empty one is there afterwards in any case.

    Raises:
        StateFileError: it is not to be used.
        OSError: it cannot be written.
    """
    with suppress(FileNotFoundError):
        _check_kind(path, real.stat())  # before it is opened, which a FIFO or a device would notice
    if not real.parent.is_dir():
        raise StateFileError(f"{path}: there is no folder {real.parent}. Make it, or name a file in one that is there.")
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
    descriptor = os.open(real, flags, _MODE)
    try:
        status = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    _check_kind(path, status)
    # In this order: a rollback journal that is gone by now has left a complete file.
    return status.st_size == 0 or real.with_name(real.name + "-journal").exists()


def _check_kind(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        what = next((name for test, name in _KINDS if test(status.st_mode)), "no regular file")
        raise StateFileError(f"{path} is {what}, and a state file must be a regular file. Name another one.")
    if status.st_nlink > 1:  # https://www.sqlite.org/howtocorrupt.html, 2.4
        raise StateFileError(
            f"{path} has several names (hard links), and what SQLite keeps beside it would go with one of them. "
            "Remove the others, or copy the file."
        )


def _check_neighbours(path: Path, real: Path) -> None:
    """What SQLite keeps beside the file must be there for the process that opens it, and must not block (a FIFO does).

    Raises:
        StateFileError: it is not to be used.
        OSError: it cannot be looked at.
    """
    if _is_mount_point(real):
        raise StateFileError(
            f"{path} is mounted by itself (a bind mount), and what SQLite keeps beside it would be lost. "
            "Mount its folder instead."
        )
    for suffix in ("-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(real.with_name(real.name + suffix).lstat().st_mode):
                raise StateFileError(
                    f"{path}{suffix} is no regular file, and SQLite needs one there. Remove it, or name another file."
                )


def _is_mount_point(real: Path, table: Path = Path("/proc/self/mountinfo")) -> bool:
    """Also of a file of the same file system, which os.path.ismount does not see."""
    try:
        lines = table.read_bytes().splitlines()
    except OSError:  # not Linux
        return real.is_file() and os.path.ismount(real)
    # proc(5): the fifth field is the mount point; blanks, tabs, newlines and backslashes in it are octal
    named = os.fsencode(real)
    for plain in b"\\ \t\n":
        named = named.replace(bytes([plain]), b"\\%03o" % plain)
    return real.is_file() and any(line.split()[4:5] == [named] for line in lines)


_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def _make(path: Path, real: Path) -> None:
    """Fill a new file, whole or not at all, unless another process has done it meanwhile."""
    _check_header(path, real)
    connection = sqlite3.connect(real, isolation_level=None, timeout=0)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            for statement in _SCHEMA:
                connection.execute(statement)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _check_header(path: Path, real: Path) -> None:
    """Check by its first bytes whose file it is; an empty one belongs to no program yet.

    Raises:
        StateFileError: it is not to be used.
    """
    with real.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        return
    if not header.startswith(_MAGIC) or len(header) < _HEADER:
        raise StateFileError(f"{path} is no state file of tfmock. It is left as it is; name another file.")
    if int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4], "big") != APPLICATION_ID:
        raise StateFileError(f"{path} is a database of another program. It is left as it is; name another file.")
    form = int.from_bytes(header[_FORMAT_AT : _FORMAT_AT + 4], "big")
    if form > FORMAT:
        raise StateFileError(f"{path} was written by a newer tfmock (format {form}). It is left as it is.")


def _check(path: Path, real: Path) -> None:
    """Look at a file without writing a byte of it.

    Raises:
        StateFileError: it is not to be used.
    """
    _check_header(path, real)
    wal, index = (real.with_name(real.name + suffix) for suffix in ("-wal", "-shm"))
    # Without a WAL no process has it open, and it can be read without creating a side file.
    how, had_index = ("ro" if wal.exists() else "ro&immutable=1"), index.exists()
    reader = sqlite3.connect(f"{real.as_uri()}?mode={how}", uri=True, isolation_level=None, timeout=0)
    try:
        report = str(reader.execute("PRAGMA quick_check(1)").fetchone()[0])
    finally:
        reader.close()
        if not had_index:
            index.unlink(missing_ok=True)  # ours: tfmock itself, being alone, keeps this index in memory
    if report != "ok":
        raise sqlite3.DatabaseError(f"malformed: {report.splitlines()[-1]}")


def _connect(real: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(real, isolation_level=None, check_same_thread=False, timeout=0)
    try:
        # EXCLUSIVE before WAL: a second tfmock is refused, and the index of the WAL needs no shared memory
        # Checkpoints sync; at 16 MB of WAL instead of 4 they come a quarter as often, and write a page changed often
        # once.
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=NORMAL", "wal_autocheckpoint=4000"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        with transaction(connection):  # takes the lock, for as long as the connection lives
            connection.execute("DELETE FROM shelf WHERE 0")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # on a full disk SQLite may have rolled back by itself
            connection.execute("ROLLBACK")
        raise


def _why(path: Path, real: Path, error: sqlite3.Error) -> str:
    text = str(error)
    if "locked" in text:
        return f"{path} is in use by another tfmock. Stop that one, or name another file."
    if is_full(real, error):
        return f"{path}: the disk is full. Make room and start again; the file is left as it is."
    if not os.access(real.parent, os.W_OK | os.X_OK):
        return f"{path}: nothing can be written beside it, in {real.parent}, and SQLite must. Name a file elsewhere."
    if "malformed" in text or "not a database" in text:
        return f"{path} is damaged ({error}). It is left as it is; name another file, or restore this one."
    return f"{path} cannot be used ({error}). It is left as it is; see to its file system, or name another file."


def _why_not_written(path: Path, real: Path, error: OSError) -> str:
    if error.errno == errno.ENAMETOOLONG:
        return f"{path}: the name is too long, alone or with the -journal that SQLite adds. Choose a shorter one."
    if real.exists():
        return f"{path} cannot be written ({error.strerror}). It is left as it is; allow it, or name another file."
    return f"{path} cannot be made ({error.strerror}). Name a file in a folder that can be written."
