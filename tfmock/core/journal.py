"""Where a world's changes are kept besides memory: one ordered log of records for each world.

A record is either a *base* (a whole world, as a snapshot has it) or the changes of one transaction. Whoever reads a
log from its last base on has the world. Two homes: a SQLite file and Redis streams (docs/decisions/0004-journal.md).
Without ``--state`` and ``--store`` there is no journal, and nothing of this runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from tfmock.protocol.errors import ApiError


class ConflictError(Exception):
    """Somebody else appended since the log was last read: read, and do it again."""


class JournalError(ApiError):
    """The journal cannot be read or written. The caller is told, and nothing of the call remains."""

    @classmethod
    def lasting(cls, why: str) -> JournalError:
        """What repeating the call does not heal, a full disk say. 400, since the provider repeats 5xx for minutes."""
        return cls(400, "Tfmock.StateNotSaved", f"tfmock could not save this change, and undid it: {why}")

    @classmethod
    def passing(cls, why: str) -> JournalError:
        """What heals within seconds, a restart of Redis say: the cloud's own code, on which the provider repeats."""
        return cls(503, "ServiceUnavailable", f"tfmock could not reach its store, and has changed nothing: {why}")


class UnreadableError(JournalError):
    """What was kept is damaged, or of another tfmock."""

    def __init__(self, why: str) -> None:
        super().__init__(400, "Tfmock.StateNotReadable", f"tfmock cannot read what it kept: {why}")


class Log(Protocol):
    """The records of one world. Not thread-safe: used under the world's lock."""

    def fresh(self, *, use: bool = True) -> Sequence[bytes] | None:
        """Records that are new to this reader, oldest first; a base comes first where what it had is void.

        None when there is no log: never begun, deleted, or expired. ``use`` keeps it from expiring.

        Raises:
            JournalError: the journal cannot be read.
        """

    def reread(self) -> None:
        """Forget what was read: the next reading begins at the last base."""

    def append(self, record: bytes, *, base: bool = False) -> None:
        """One more record; a base makes those before it void. Whole or not at all, also when tfmock is killed.

        Raises:
            Conflict: this reader has not seen the log's last record.
            JournalError: the journal cannot be written.
        """


class Journal(Protocol):
    """The logs of all worlds, and a shelf of documents (named snapshots) for each."""

    @property
    def shared(self) -> bool:
        """Whether other processes may use it at the same time."""

    def log(self, world: str) -> Log:
        """The log of one world, to be read from its beginning."""

    def worlds(self) -> Sequence[str]:
        """Every world that has a log."""

    def drop(self, world: str) -> None:
        """Forget a world: its log and its shelf."""

    def shelve(self, world: str, name: str, document: bytes) -> None:
        """Keep a document of a world that was read here, in place of one of the same name.

        Raises:
            JournalError: it cannot be written, or another process deleted or changed the world since.
        """

    def shelf(self, world: str) -> Mapping[str, bytes]:
        """The documents of a world by name, in the order they were kept."""

    def unshelve(self, world: str, name: str) -> None:
        """Forget a document; no error where there is none. Otherwise as :meth:`shelve`."""

    def close(self) -> None:
        """Let go of files and connections."""
