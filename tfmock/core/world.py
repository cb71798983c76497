"""A world: one universe of accounts and regions. Worlds do not see each other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Final, TypeVar

from tfmock.core.clock import Clock
from tfmock.core.journal import ConflictError, JournalError, Log, UnreadableError
from tfmock.core.snapshot import Codec, Document, SnapshotError, State
from tfmock.core.store import Store, Transaction
from tfmock.core.world_settings import WorldSettings
from tfmock.protocol.errors import ApiError

T = TypeVar("T")

#: Has a look at every transaction that wrote, before it is done: what follows from other rows is brought up to date.
TransactionHook = Callable[[Transaction], None]

#: Each conflict means that another replica got its change in; so many in a row mean that something else is wrong.
_ATTEMPTS: Final = 200
#: A log is cut short when it has so many records, and several times as many as the world has rows: each record then
#: pays for a few rows of the next base, however large the world.
_LONG_LOG: Final = 2000
_RECORDS_PER_ROW: Final = 4


class WorldGoneError(ApiError):
    """The world was deleted or has expired since it was looked up; the change was not made.

    ``Universe.use`` goes on with the world that came after it; whoever kept a world is refused here. 503, since the
    provider repeats the call, which then finds the new world.
    """

    def __init__(self, id: str) -> None:
        super().__init__(503, "ServiceUnavailable", f"world {id} was deleted during this call, which changed nothing")


class World:
    """Rows, a clock and settings, behind one lock: calls of a world run one after the other.

    One that was deleted or has expired is ``gone`` and raises WorldGoneError: its journal, its snapshots and its name
    belong to the world that came after it. ``Universe.use`` and ``look`` hand out worlds that are locked and not gone.
    With a journal, every change is in its log before anybody hears of it, and every call begins with what other
    replicas have appended.
    """

    __slots__ = (
        "_clock", "_codec", "_follow", "_initial_settings", "_log", "_plant", "_records", "_settings", "gone", "id",
        "lock", "replica", "requests", "store", "used",
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        settings: WorldSettings,
        clock: Clock | None = None,
        *,
        plant: Callable[[World], None] | None = None,
        follow: TransactionHook | None = None,
        codec: Codec | None = None,
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
        self._plant = plant or (lambda _: None)
        self._follow = follow or (lambda _: None)
        self._codec = codec or Codec()
        self._log = log
        self._records = 0
        if log is None:
            self._plant(self)

    @property
    def clock(self) -> Clock:
        """Its time. Setting it is a change like any other: journalled, and seen by all replicas."""
        return self._clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self.change_clock(lambda _: clock)

    def change_clock(self, change: Callable[[Clock], Clock]) -> None:
        """Make another clock of the present one."""
        self._set(lambda clock, settings: (change(clock), settings))

    @property
    def settings(self) -> WorldSettings:
        """What holds in it. Of settings that are set, profile, quotas and accounts are journalled."""
        return self._settings

    @settings.setter
    def settings(self, settings: WorldSettings) -> None:
        self.change_settings(lambda _: settings)

    def change_settings(self, change: Callable[[WorldSettings], WorldSettings]) -> None:
        """Make other settings of the present ones, which another replica may have set."""
        self._set(lambda clock, settings: (clock, change(settings)))

    def _set(self, change: Callable[[Clock, WorldSettings], tuple[Clock, WorldSettings]]) -> None:
        def work(tx: Transaction) -> None:
            clock, settings = change(self._clock, self._settings)
            state = replace(self._state(settings), clock=clock)
            if self._log is not None:
                self._log.append(self._codec.settings(state))
            self._settings = settings
            self._take(state)

        with self.lock:
            self.run(work)
            with suppress(JournalError):  # the change is made; what follows from it is made good by the next one
                self.run(self._follow)  # states may last otherwise now

    def run(self, work: Callable[[Transaction], T]) -> T:
        """One transaction: all that ``work`` writes, or nothing if it raises. It may be called several times, each
        time on what other replicas did meanwhile.

        Raises:
            JournalError: the change could not be made to last; it is undone.
            WorldGoneError: see the class.
        """
        with self.lock:
            self._check_not_gone()
            log = self._log
            for _ in range(_ATTEMPTS):
                if log is not None:
                    self.refresh()
                tx = self._begin()
                try:
                    result = work(tx)
                    if tx.wrote:
                        self._follow(tx)
                    if log is not None:
                        changes = tx.changes()
                        if changes or tx.settings is not None:
                            log.append(
                                self._codec.changes(self._state(tx.settings), changes, told=tx.settings is not None)
                            )
                    self._settings = tx.settings or self._settings
                except ConflictError:
                    tx.rollback()
                    continue
                except BaseException:
                    tx.rollback()
                    raise
                if log is not None and changes:
                    self._count(log)
                return result
        raise JournalError.passing(f"world {self.id} changed {_ATTEMPTS} times while one call tried to change it")

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """The world as it is now, other replicas' writes included, to be read only; locked meanwhile.

        Raises:
            JournalError, WorldGoneError: see :meth:`refresh`.
        """
        with self.lock:
            self.refresh(use=False)
            yield self._begin()

    def _check_not_gone(self) -> None:
        if self.gone:
            raise WorldGoneError(self.id)

    def _begin(self) -> Transaction:
        return Transaction(self.store, self._clock.now(), self._settings.profile)

    def refresh(self, *, use: bool = True) -> bool:
        """Take over what other replicas appended; begin the world where nobody has yet. Under the lock.

        Args:
            use: whether this counts against expiring. Looking at a world does not, nor does it begin one.

        Returns:
            False where there is nothing to look at: another replica deleted it, or it has expired.

        Raises:
            JournalError: the journal cannot be read, or has what this tfmock does not understand.
            WorldGoneError: see the class.
        """
        self._check_not_gone()
        log = self._log
        while log is not None:
            records = log.fresh(use=use)
            if records is None:
                if not use:
                    return False
                try:
                    self._replace(self.beginning()._state())
                except ConflictError:
                    continue  # another replica began it just now
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
            log.reread()  # what was replayed so far is no state to go on with
            raise UnreadableError(f"world {self.id}: {error}") from None
        self._records += len(records)
        self._take(replace(state, requests=max(state.requests, self.requests)))

    def begin(self, document: Document) -> bool:
        """Begin a new world as a snapshot describes it; False where its log has begun. Fails as :meth:`load`."""
        state = self._codec.state(document)
        if self._log is not None and self._log.fresh(use=False) is not None:
            return False
        try:
            self._replace(state)
        except ConflictError:
            return False
        return True

    def reset(self) -> None:
        """As it was when it was made: the seeds, real time, ids from the start."""
        with self.lock:
            self._swap(self.beginning()._state)
            self._settings = replace(self._initial_settings, profile=self._settings.profile).after(
                self._settings.told(self._initial_settings), self._initial_settings
            )

    def load(self, document: Document) -> None:
        """Become what a snapshot describes, whole or not at all.

        Raises:
            SnapshotError: it cannot be loaded; nothing has changed.
        """
        state = self._codec.state(document)
        with self.lock:  # decoded once, and loaded once: the store it made is this world's now
            self._swap(lambda: state)

    def snapshot(self) -> Document:
        """This world as a reader would find it now."""
        with self.lock:
            self.refresh(use=False)
            self._settle()
            return self._codec.document(self._state())

    def _settle(self) -> None:
        tx = self._begin()
        for kind in self.store.tables():
            tx.rows(kind)

    def _swap(self, make: Callable[[], State]) -> None:
        with self.lock:
            for _ in range(_ATTEMPTS):
                self.refresh()
                try:
                    self._replace(make())
                except ConflictError:
                    continue
                return
        raise JournalError.passing(f"world {self.id} changed {_ATTEMPTS} times while one call tried to replace it")

    def beginning(self) -> World:
        """This world as it began, seeds planted, apart from it: to look at."""
        return World(
            self.id, self._initial_settings, Clock(real=self._clock.real), plant=self._plant, follow=self._follow
        )

    def _replace(self, state: State) -> None:
        if self._log is not None:
            self._log.append(self._codec.base(state), base=True)
        self._records = 0
        self._take(state)

    def _take(self, state: State) -> None:
        self.store, self.requests = state.store, state.requests
        self._clock = replace(state.clock, real=self._clock.real)
        settings = replace(self._settings, profile=state.profile or self._initial_settings.profile)
        self._settings = settings.after(state.told, self._initial_settings)

    def _state(self, settings: WorldSettings | None = None) -> State:
        settings, first = settings or self._settings, self._initial_settings
        own = None if settings.profile == first.profile else settings.profile
        return State(self.store, self._clock, own, self.requests, settings.told(first))

    def _count(self, log: Log) -> None:
        """Cut a long log short. Another replica may be faster; then it has done it."""
        self._records += 1
        if self._records < _LONG_LOG or self._records < _RECORDS_PER_ROW * self.store.size():
            return
        state = self._state()
        try:
            log.append(self._codec.base(state), base=True)
        except (ConflictError, JournalError):
            return  # the change itself is in the log; the next one tries again
        self._records = 0
