"""A world: one universe of accounts and regions. Worlds do not see each other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Final, TypeVar

from tfmock.core.clock import Clock
from tfmock.core.errors import (
    ConflictError,
    JournalError,
    StateNotReadableError,
    StoreUnavailableError,
    WorldGoneError,
)
from tfmock.core.journal import Log
from tfmock.core.snapshot import Codec, Document, SnapshotError, State
from tfmock.core.store import Store, Transaction
from tfmock.core.world_settings import WorldSettings

T = TypeVar("T")

#: Runs before each writing transaction commits, and may update rows that follow from others.
TransactionHook = Callable[[Transaction], None]

#: Each conflict means that another replica got its change in; so many in a row mean that something else is wrong.
_ATTEMPTS: Final = 200
#: A log is compacted when it has so many records, and several times as many as the world has rows: each record then
#: pays for a few rows of the next base, however large the world.
_LONG_LOG: Final = 2000
_RECORDS_PER_ROW: Final = 4


def do_nothing(_: object) -> None:
    """The default of seeds and hooks."""


class World:
    """Rows, a clock and settings, behind one lock: calls of a world run one after the other.

    A world that was deleted or has expired is ``gone`` and raises WorldGoneError: its journal, its snapshots and its
    name belong to the world that came after it. ``Universe.use`` and ``inspect`` hand out worlds that are locked and
    not gone. With a journal, every change is in its log before any client gets the reply, and every call begins with
    what other replicas have appended.

    Args:
        codec: writes and reads records and snapshots.
        seed: puts into a new world what every world begins with.
        hook: see :data:`TransactionHook`.
    """

    __slots__ = (
        "_clock", "_codec", "_hook", "_initial_settings", "_log", "_records", "_seed", "_settings", "gone", "id",
        "lock", "replica", "requests", "store", "used",
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        settings: WorldSettings,
        codec: Codec,
        *,
        clock: Clock | None = None,
        seed: Callable[[World], None] = do_nothing,
        hook: TransactionHook = do_nothing,
        log: Log | None = None,
        replica: str = "",
    ) -> None:
        self.id = id
        self._initial_settings = self._settings = settings
        self.store = Store()
        self.lock = threading.RLock()
        #: How many calls were made; request ids follow from it.
        self.requests = 0
        #: Tells the request ids of replicas apart; empty where there is only one.
        self.replica = replica
        #: When it was last called, on the universe's own clock; see ``--world-ttl``.
        self.used = 0.0
        #: Deleted or expired; set under the lock, and never taken back.
        self.gone = False
        self._clock = clock or Clock()
        self._codec = codec
        self._seed = seed
        self._hook = hook
        self._log = log
        self._records = 0
        if log is None:
            self._seed(self)

    @property
    def clock(self) -> Clock:
        """Its time. Setting it is a change like any other: journalled, and seen by all replicas."""
        return self._clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self.change_clock(lambda _: clock)

    def change_clock(self, change: Callable[[Clock], Clock]) -> None:
        """Replace the clock by what ``change`` makes of the present one."""
        self._change(lambda clock, settings: (change(clock), settings))

    @property
    def settings(self) -> WorldSettings:
        """What holds in it. Changes of profile, quotas and accounts are journalled."""
        return self._settings

    @settings.setter
    def settings(self, settings: WorldSettings) -> None:
        self.change_settings(lambda _: settings)

    def change_settings(self, change: Callable[[WorldSettings], WorldSettings]) -> None:
        """Replace the settings by what ``change`` makes of the present ones, which another replica may have changed."""
        self._change(lambda clock, settings: (clock, change(settings)))

    def _change(self, change: Callable[[Clock, WorldSettings], tuple[Clock, WorldSettings]]) -> None:
        def work(tx: Transaction) -> None:
            clock, settings = change(self._clock, self._settings)
            state = replace(self._state(settings), clock=clock)
            if self._log is not None:
                self._log.append(self._codec.settings(state))
            self._settings = settings
            self._set_state(state)

        with self.lock:
            self.run(work)
            with suppress(JournalError):  # the change is made; the next transaction updates what follows from it
                self.run(self._hook)  # states may now last longer or shorter

    def run(self, work: Callable[[Transaction], T]) -> T:
        """One transaction: all that ``work`` writes, or nothing if it raises. ``work`` may be called several times,
        each time on what other replicas did meanwhile.

        Raises:
            JournalError: the change could not be stored; it is undone.
            WorldGoneError: see the class.
        """
        with self.lock:
            self._check_not_gone()
            for _ in range(_ATTEMPTS):
                if self._log is not None:
                    self.refresh()
                tx = self._transaction()
                try:
                    result = work(tx)
                    if tx.wrote:
                        self._hook(tx)
                    appended = self._log is not None and self._append(self._log, tx)
                    self._settings = tx.settings or self._settings
                except ConflictError:
                    tx.rollback()
                    continue
                except BaseException:
                    tx.rollback()
                    raise
                if appended and self._log is not None:
                    self._count_record(self._log)
                return result
        raise StoreUnavailableError(f"world {self.id} changed {_ATTEMPTS} times while one call tried to change it")

    def _append(self, log: Log, tx: Transaction) -> bool:
        """Add a transaction to the log; whether it changed rows."""
        changes = tx.changes()
        if changes or tx.settings is not None:
            log.append(self._codec.changes(self._state(tx.settings), changes, with_settings=tx.settings is not None))
        return bool(changes)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """The world as it is now, other replicas' writes included, to be read only; locked meanwhile.

        Raises:
            JournalError, WorldGoneError: see :meth:`refresh`.
        """
        with self.lock:
            self.refresh(use=False)
            yield self._transaction()

    def _check_not_gone(self) -> None:
        if self.gone:
            raise WorldGoneError(self.id)

    def _transaction(self) -> Transaction:
        return Transaction(self.store, self._clock.now(), self._settings.profile)

    def refresh(self, *, use: bool = True) -> bool:
        """Replay what other replicas appended; start the log of a world that has none. Under the lock.

        Args:
            use: whether this counts against expiring. Inspecting a world does not, nor does it start a log.

        Returns:
            False where there is no world to inspect: another replica deleted it, or it has expired.

        Raises:
            JournalError: the journal cannot be read, or has what this tfmock does not understand.
            WorldGoneError: see the class.
        """
        self._check_not_gone()
        log = self._log
        while log is not None:
            records = log.read_new(use=use)
            if records is None:
                if not use:
                    return False
                try:
                    self._write_base(self.initial()._state())
                except ConflictError:
                    continue  # another replica started it just now
            elif records:
                self._replay(log, records)
            return True
        return True

    def _replay(self, log: Log, records: Sequence[bytes]) -> None:
        state = self._state()
        try:
            for record in records:
                state = self._codec.replay(record, state)
        except SnapshotError as error:
            log.forget_position()  # what was replayed so far is not a state to go on with
            raise StateNotReadableError(f"world {self.id}: {error}") from None
        self._records += len(records)
        self._set_state(replace(state, requests=max(state.requests, self.requests)))

    def start(self, document: Document) -> bool:
        """Start a new world as a snapshot describes it; False where its log exists already. Fails as :meth:`load`."""
        state = self._codec.state(document)
        if self._log is not None and self._log.read_new(use=False) is not None:
            return False
        try:
            self._write_base(state)
        except ConflictError:
            return False
        return True

    def reset(self) -> None:
        """Return to the beginning: the seeds, real time, ids from the start. Profile, quotas and accounts stay."""
        with self.lock:
            self._replace_state(self.initial()._state)
            overrides = self._settings.overrides_of(self._initial_settings)
            settings = replace(self._initial_settings, profile=self._settings.profile)
            self._settings = settings.with_overrides(overrides, self._initial_settings)

    def load(self, document: Document) -> None:
        """Become what a snapshot describes, whole or not at all.

        Raises:
            SnapshotError: it cannot be loaded; nothing has changed.
        """
        state = self._codec.state(document)
        with self.lock:  # decoded once, and loaded once: the decoded store becomes this world's own
            self._replace_state(lambda: state)

    def snapshot(self) -> Document:
        """This world as a reader would see it now."""
        with self.lock:
            self.refresh(use=False)
            tx = self._transaction()
            for kind in self.store.tables():
                tx.rows(kind)  # brings every row up to now
            return self._codec.document(self._state())

    def _replace_state(self, make: Callable[[], State]) -> None:
        for _ in range(_ATTEMPTS):
            self.refresh()
            try:
                self._write_base(make())
            except ConflictError:
                continue
            return
        raise StoreUnavailableError(f"world {self.id} changed {_ATTEMPTS} times while one call tried to replace it")

    def initial(self) -> World:
        """A world apart from this one, as this one was in the beginning, with its seeds."""
        clock = Clock(real=self._clock.real)
        return World(self.id, self._initial_settings, self._codec, clock=clock, seed=self._seed, hook=self._hook)

    def _write_base(self, state: State) -> None:
        if self._log is not None:
            self._log.append(self._codec.base(state), base=True)
        self._records = 0
        self._set_state(state)

    def _set_state(self, state: State) -> None:
        self.store, self.requests = state.store, state.requests
        self._clock = replace(state.clock, real=self._clock.real)
        settings = replace(self._settings, profile=state.profile or self._initial_settings.profile)
        self._settings = settings.with_overrides(state.overrides, self._initial_settings)

    def _state(self, settings: WorldSettings | None = None) -> State:
        settings, initial = settings or self._settings, self._initial_settings
        own_profile = None if settings.profile == initial.profile else settings.profile
        return State(
            store=self.store,
            clock=self._clock,
            profile=own_profile,
            requests=self.requests,
            overrides=settings.overrides_of(initial),
        )

    def _count_record(self, log: Log) -> None:
        """Compact a long log. Another replica may be faster; then it is done."""
        self._records += 1
        if self._records < _LONG_LOG or self._records < _RECORDS_PER_ROW * self.store.size():
            return
        state = self._state()
        try:
            log.append(self._codec.base(state), base=True)
        except (ConflictError, JournalError):
            return  # the change itself is in the log; the next one tries again
        self._records = 0
