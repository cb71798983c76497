"""Where worlds are kept: memory, ``--state FILE`` or ``--store redis://...``."""

from __future__ import annotations

import re
from pathlib import Path

from tfmock.core.journal import Journal


class StorageError(Exception):
    """A file or a store cannot be used; the message names the flag and says why in one line."""


def open_journal(state: Path | None, store: str | None, idle: float | None) -> Journal | None:
    """The journal in a state file or a store; None for memory alone.

    Args:
        state: the file of ``--state``.
        store: the address of ``--store``.
        idle: seconds without a call after which a store forgets a world.

    Raises:
        StorageError: the file or the store cannot be used.
    """
    if state is not None:
        from tfmock.storage.sqlite_journal import SqliteJournal
        from tfmock.storage.state_file import StateFileError

        try:
            return SqliteJournal(state)
        except StateFileError as error:
            raise StorageError(f"--state {error}") from None
    if store is not None:
        from tfmock.storage.redis_journal import RedisJournal, StoreError

        try:
            return RedisJournal(store, idle)
        except StoreError as error:
            raise StorageError(f"--store {redact_url(store)} {str(error).rstrip('.')}.") from None
    return None


def redact_url(url: str) -> str:
    """An address without its password."""
    return re.sub(r"//[^@/]*@", "//***@", url)
