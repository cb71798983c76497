"""All worlds of one tfmock: created on first use, looked up by id, dropped when idle."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Final

from tfmock.core.accounts import Accounts
from tfmock.core.errors import (
    JournalError,
    NoSuchWorldError,
    StateNotReadableError,
    TooManyWorldsError,
    WorldExistsError,
)
from tfmock.core.journal import Journal
from tfmock.core.snapshot import Codec, Document
from tfmock.core.store import Row
from tfmock.core.world import TransactionHook, World, do_nothing
from tfmock.core.world_settings import WorldSettings
from tfmock.text.printable import printable

log = logging.getLogger("tfmock")

#: Called after a world was reset, deleted or expired. Loading a snapshot does not call it: faults and recordings are
#: about calls, not about rows. Called under the world's lock, so it must not use another world.
OnWorldReset = Callable[[str], None]

#: Far more than tests use at a time; an empty one takes half a kilobyte.
MAX_WORLDS: Final = 10_000


class _Use:
    """``Universe.use``. Every call goes through it; a generator would cost two microseconds more."""

    __slots__ = ("_id", "_universe", "_world")

    def __init__(self, universe: Universe, id: str) -> None:
        self._universe = universe
        self._id = id

    def __enter__(self) -> World:
        while True:
            world = self._universe.world(self._id)
            world.lock.acquire()
            if not world.gone:
                self._world = world
                return world
            world.lock.release()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._world.lock.release()


class Universe:
    """All worlds of one tfmock, created on first use, and the keys that lead to them.

    Args:
        row_types: every type of row that a world may have.
        seed: puts into a new world what every world begins with.
        hook: runs before each writing transaction commits; updates rows that follow from others.
        journal: where worlds are kept besides memory.
        idle: seconds without a call after which a world is dropped; None keeps all.
        real: the clock that idle time is measured on; it has nothing to do with the worlds' own.
    """

    def __init__(
        self,
        accounts: Accounts,
        settings: WorldSettings,
        row_types: Iterable[type[Row]],
        *,
        seed: Callable[[World], None] = do_nothing,
        hook: TransactionHook = do_nothing,
        journal: Journal | None = None,
        idle: float | None = None,
        real: Callable[[], float] = time.monotonic,
    ) -> None:
        self.accounts = accounts
        self.settings = settings
        self.journal = journal
        self._seed = seed
        self._hook = hook
        self._idle = float("inf") if idle is None else idle
        self._real = real
        self._codec = Codec(row_types)
        self._replica = secrets.token_hex(4) if journal is not None and journal.shared else ""
        self._worlds: dict[str, World] = {}
        self._snapshots: dict[str, dict[str, bytes]] = {}
        self._lock = threading.Lock()
        self._on_reset: list[OnWorldReset] = []
        if journal is not None:
            for id in journal.worlds():
                self.open(id)

    def open(self, id: str) -> None:
        """Read or create a world at start-up. A world in a shared journal that cannot be read does not keep the others
        from being served: it is listed with its problem, and can be deleted. A damaged state file is refused whole.

        Raises:
            TooManyWorldsError, JournalError: as :meth:`world`.
        """
        try:
            self.world(id)
        except StateNotReadableError as error:
            if self.journal is None or not self.journal.shared:
                raise
            log.warning("world %s is not served: %s", id, printable(error.message))

    def on_world_reset(self, callback: OnWorldReset) -> None:
        """Have faults, recordings and whatever else is kept by world dropped along with it."""
        self._on_reset.append(callback)

    def use(self, id: str) -> AbstractContextManager[World]:
        """The world of this id, created when it does not exist yet; locked, and not gone until it is released.

        The one way to a world that is to be changed: between a look-up and the lock another thread may delete it.

        Raises:
            TooManyWorldsError, JournalError: as :meth:`world`.
        """
        return _Use(self, id)

    @contextmanager
    def inspect(self, id: str) -> Iterator[World]:
        """The same for reading it, which does not count as use and creates no world.

        Raises:
            NoSuchWorldError: there is none of this id.
            JournalError: the journal cannot be read.
        """
        while True:
            world = self._find(id)
            if world is None:
                raise NoSuchWorldError(id)
            with world.lock:
                if world.gone:
                    continue
                if not world.refresh(use=False):
                    raise NoSuchWorldError(id)
                yield world
                return

    def world(self, id: str) -> World:
        """The world of this id, in use from now on; created when it does not exist yet. It may be gone by the time its
        lock is taken, and refuses everything then: code that serves clients takes :meth:`use`.

        Raises:
            TooManyWorldsError: there are :data:`MAX_WORLDS` already.
            JournalError: the journal cannot be read or written.
        """
        now = self._real()
        world = self._worlds.get(id)
        if world is None and len(self._worlds) >= MAX_WORLDS:
            self._check_world_limit(id)
        if world is None or world.gone or now - world.used > self._idle:
            world = self._get_or_create(id, now)
        world.used = now
        return world

    def exists(self, id: str) -> bool:
        """Whether there is a world of this id. Does not count as use and creates no world.

        Raises:
            JournalError: the journal cannot be read.
        """
        return self._find(id) is not None

    def names(self) -> list[str]:
        """The ids of all worlds, sorted. Does not count as use of them."""
        self._sweep(self._real())
        if self.journal is not None and self.journal.shared:
            return sorted(self.journal.worlds())
        return sorted(self._worlds.copy())

    def idle(self, world: World) -> float:
        """Seconds since a world was last called through this tfmock."""
        return self._real() - world.used

    def reset(self, id: str) -> World:
        """A world as it was when it was created, faults and recordings included."""
        with self.use(id) as world:
            world.reset()
            self._notify(id)
            return world

    def load(self, id: str, document: Document) -> World:
        """A world as a snapshot describes it, whole or not at all; created when it does not exist yet.

        Raises:
            SnapshotError: the snapshot cannot be loaded; nothing has changed.
        """
        self._codec.state(document)  # refused before a world is created for it
        with self.use(id) as world:
            world.load(document)
            return world

    def create(self, id: str, document: Document) -> World:
        """A new world as a snapshot describes it.

        Raises:
            SnapshotError: the snapshot cannot be loaded; nothing has changed.
            WorldExistsError: there is one of this id; it is as it was.
            JournalError: the journal cannot be read or written.
        """
        now = self._real()
        self._check_world_limit(id)
        with self._lock:
            world = self._new(id)
            if id in self._worlds or not world.start(document):
                raise WorldExistsError(id)
            self._register(world, now)
            return world

    def delete(self, id: str) -> bool:
        """Delete a world and its snapshots; whether there was one."""
        while id in self.names():
            world = self._worlds.get(id)
            if world is None:  # another replica's, and perhaps one that cannot be read here
                with self._lock:
                    if id in self._worlds:
                        continue
                    self._drop(id)
                return True
            with world.lock, self._lock:  # in this order: a thread that holds a world may ask for another
                if not world.gone:  # else another thread deleted it meanwhile
                    self._drop(id)
                return True
        return False

    def save_snapshot(self, id: str, name: str, document: Document) -> None:
        """Store a snapshot of a world under a name. The caller holds the world's lock since it took the snapshot."""
        text = document.text().encode()
        if self.journal is not None:
            self.journal.save_snapshot(id, name, text)
            return
        with self._lock:
            snapshots = self._snapshots.setdefault(id, {})
            snapshots.pop(name, None)  # stored again, it is the newest
            snapshots[name] = text

    def list_snapshots(self, id: str) -> Mapping[str, bytes]:
        """A world's snapshots by name, oldest first."""
        if self.journal is not None:
            return self.journal.list_snapshots(id)
        with self._lock:
            return dict(self._snapshots.get(id, {}))

    def delete_snapshot(self, id: str, name: str) -> None:
        """Delete a snapshot."""
        if self.journal is not None:
            self.journal.delete_snapshot(id, name)
            return
        with self._lock:
            self._snapshots.get(id, {}).pop(name, None)

    def _find(self, id: str) -> World | None:
        now = self._real()
        self._sweep(now)
        world = self._worlds.get(id)
        if world is not None or self.journal is None or not self.journal.shared:
            return world
        with self._lock:  # another replica may have created it
            world = self._worlds.get(id)
            if world is None:
                world = self._new(id)
                if not world.refresh(use=False):
                    return None
                self._register(world, now)
            return world

    def _get_or_create(self, id: str, now: float) -> World:
        self._sweep(now)
        with self._lock:
            world = self._worlds.get(id)
            if world is None:
                world = self._new(id)
                world.refresh()
                self._register(world, now)
            return world

    def _check_world_limit(self, id: str) -> None:
        """Access keys name worlds, so that any client can create them."""
        self._sweep(self._real())
        exists = self.journal is not None and id in self.journal.worlds()
        if len(self._worlds) >= MAX_WORLDS and not exists:
            raise TooManyWorldsError(
                f"tfmock keeps {MAX_WORLDS} worlds at most. Delete some (tfmock world delete), or start it with "
                "--world-ttl."
            )

    def _new(self, id: str) -> World:
        log = None if self.journal is None else self.journal.log(id)
        return World(id, self.settings, self._codec, seed=self._seed, hook=self._hook, log=log, replica=self._replica)

    def _register(self, world: World, now: float) -> None:
        world.used = now
        self._worlds[world.id] = world

    def _sweep(self, now: float) -> None:
        """Drop idle worlds. There is no timer: this runs when worlds are created or listed."""
        if self._idle == float("inf"):
            return
        with self._lock:
            for world in list(self._worlds.values()):
                # A thread that holds the lock is using it, however long ago the call began.
                if now - world.used > self._idle and world.lock.acquire(blocking=False):
                    try:
                        # A shared journal expires by itself: others may use the world.
                        self._drop(world.id, journalled=self.journal is not None and not self.journal.shared)
                    except JournalError as error:  # it stays; the next sweep tries again
                        log.warning("world %s has expired and could not be deleted: %s", world.id, error.message)
                    finally:
                        world.lock.release()

    def _drop(self, id: str, *, journalled: bool = True) -> None:
        """Delete all that is kept of a world, here and by the callbacks. Under its lock and ours, so that nothing is
        taken from the world that comes after it."""
        if journalled and self.journal is not None:
            self.journal.delete_world(id)
        world = self._worlds.pop(id, None)
        if world is not None:
            world.gone = True
        self._snapshots.pop(id, None)
        self._notify(id)

    def _notify(self, id: str) -> None:
        for callback in self._on_reset:
            callback(id)
