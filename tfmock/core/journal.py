"""Where a world's changes are kept besides memory: one ordered log of records for each world.

A record is either a *base* (a whole world, as a snapshot has it) or the changes of one transaction. Replaying a log
from its last base on gives the world. There are two implementations: a SQLite file and Redis streams
(docs/decisions/0004-journal.md). Without ``--state`` and ``--store`` there is no journal, and nothing of this runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Log(Protocol):
    """The records of one world. Not thread-safe: used under the world's lock."""

    def read_new(self, *, use: bool = True) -> Sequence[bytes] | None:
        """Records that this reader has not read yet, oldest first; if the first one is a base, it replaces all that was
        read before.

        None when there is no log: never begun, deleted, or expired. ``use`` keeps it from expiring.

        Raises:
            JournalError: the journal cannot be read.
        """

    def forget_position(self) -> None:
        """Read from the last base on again next time."""

    def append(self, record: bytes, *, base: bool = False) -> None:
        """Add a record; a base makes those before it void. Whole or not at all, also when tfmock is killed.

        Raises:
            ConflictError: this reader has not seen the log's last record.
            JournalError: the journal cannot be written.
        """


class Journal(Protocol):
    """The logs and the named snapshots of all worlds."""

    @property
    def shared(self) -> bool:
        """Whether other processes may use it at the same time."""

    def log(self, world: str) -> Log:
        """The log of one world, to be read from its beginning."""

    def worlds(self) -> Sequence[str]:
        """Every world that has a log."""

    def delete_world(self, world: str) -> None:
        """Delete a world's log and its snapshots."""

    def save_snapshot(self, world: str, name: str, document: bytes) -> None:
        """Store a snapshot of a world that was read here, in place of one of the same name.

        Raises:
            JournalError: it cannot be written, or another process deleted or changed the world since.
        """

    def list_snapshots(self, world: str) -> Mapping[str, bytes]:
        """The snapshots of a world by name, oldest first."""

    def delete_snapshot(self, world: str, name: str) -> None:
        """Delete a snapshot; no error where there is none. Otherwise as :meth:`save_snapshot`."""

    def close(self) -> None:
        """Close files and connections."""
