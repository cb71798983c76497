"""Where worlds are kept: memory, ``--state FILE`` or ``--store redis://...``."""

from __future__ import annotations

import re
import weakref

from tfmock.core.accounts import DEFAULT_WORLD, Accounts
from tfmock.core.journal import Journal, JournalError
from tfmock.core.universe import Universe
from tfmock.core.world import TransactionHook
from tfmock.core.world_settings import WorldSettings
from tfmock.seed import ApplySeeds
from tfmock.settings import Settings, SettingsError


def open_universe(
    settings: Settings, accounts: Accounts, world_settings: WorldSettings, plant: ApplySeeds, follow: TransactionHook
) -> Universe:
    """All worlds, from where they are kept; each new one begins with what ``plant`` puts there, and ``follow`` looks at
    every change.

    Raises:
        SettingsError: a seed, the file or the store cannot be used.
    """
    journal = open_journal(settings)
    try:
        universe = Universe(accounts, world_settings, plant, follow=follow, journal=journal, idle=settings.world_ttl)
        universe.open(DEFAULT_WORLD)  # a seed that the rulebook refuses is found now, not at the first call
    except BaseException as error:
        if journal is not None:
            journal.close()
        if isinstance(error, JournalError):
            home = settings.state or without_password(settings.store or "")
            raise SettingsError(f"{home}: {error.message.rstrip('.')}. It is left as it is.") from None
        raise
    if journal is not None:
        weakref.finalize(universe, journal.close)  # at an orderly end the state file is one file again, without WAL
    return universe


def open_journal(settings: Settings) -> Journal | None:
    """The journal that the settings name; None for memory alone.

    Raises:
        SettingsError: the file or the store cannot be used.
    """
    if settings.state is not None:
        from tfmock.storage.sqlite_journal import SqliteJournal
        from tfmock.storage.state_file import StateFileError

        try:
            return SqliteJournal(settings.state)
        except StateFileError as error:
            raise SettingsError(f"--state {error}") from None
    if settings.store is not None:
        from tfmock.storage.redis_journal import RedisJournal, StoreError

        try:
            return RedisJournal(settings.store, settings.world_ttl)
        except StoreError as error:
            raise SettingsError(f"--store {without_password(settings.store)} {str(error).rstrip('.')}.") from None
    return None


def without_password(url: str) -> str:
    """An address fit to be shown."""
    return re.sub(r"//[^@/]*@", "//***@", url)
