"""Where worlds are kept: memory, ``--state FILE`` or ``--store redis://...``."""

from __future__ import annotations

import re

from tfmock.core.journal import Journal
from tfmock.settings import Settings, SettingsError


def open_journal(settings: Settings) -> Journal | None:
    """The journal that the settings name; None for memory alone.

    Raises:
        SettingsError: the file or the store cannot be used.
    """
    if settings.state is not None:
        from tfmock.core.journal_sqlite import SqliteJournal, StateFileError

        try:
            return SqliteJournal(settings.state)
        except StateFileError as error:
            raise SettingsError(f"--state {error}") from None
    if settings.store is not None:
        from tfmock.core.journal_redis import RedisJournal, StoreError

        try:
            return RedisJournal(settings.store, settings.world_ttl)
        except StoreError as error:
            raise SettingsError(f"--store {without_password(settings.store)} {str(error).rstrip('.')}.") from None
    return None


def without_password(url: str) -> str:
    """An address fit to be shown."""
    return re.sub(r"//[^@/]*@", "//***@", url)
