"""All worlds of one tfmock: made on first use, found by key, forgotten when idle."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Final

from tfmock.core.accounts import Accounts
from tfmock.core.journal import Journal, JournalError, UnreadableError
from tfmock.core.snapshot import Codec, Document
from tfmock.core.world import TransactionHook, World
from tfmock.core.world_settings import WorldSettings
from tfmock.protocol.common_errors import TOO_MANY_WORLDS
from tfmock.text.printable import printable

log = logging.getLogger("tfmock")

#: Told of a world whose past is void: reset, deleted or expired. A snapshot that is loaded leaves faults and
#: recordings alone: they are about calls, not about rows. Called under the world's lock: it must not ask for a world.
OnWorldReset = Callable[[str], None]

#: Far more than tests use at a time; an empty one takes half a kilobyte.
MAX_WORLDS: Final = 10_000


class NoSuchWorldError(Exception):
    """There is no world of this name."""


class WorldExistsError(Exception):
    """There is a world of this name already."""


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
    """All worlds of one tfmock, made on first use, and the keys that lead to them.

    Args:
        plant: puts into a new world what every world begins with.
        follow: brings up to date what follows from the rows that a transaction wrote.
        journal: where worlds are kept besides memory.
        idle: seconds without a call after which a world is forgotten; None keeps all.
        real: the clock that idle time is measured on; it has nothing to do with the worlds' own.
    """

    def __init__(
        self,
        accounts: Accounts,
        settings: WorldSettings,
        plant: Callable[[World], None] | None = None,
        *,
        follow: TransactionHook | None = None,
        journal: Journal | None = None,
        idle: float | None = None,
        real: Callable[[], float] = time.monotonic,
    ) -> None:
        self.accounts = accounts
        self.settings = settings
        self.journal = journal
        self._plant = plant
        self._follow = follow
        self._idle = float("inf") if idle is None else idle
        self._real = real
        self._codec = Codec()
        self._replica = secrets.token_hex(4) if journal is not None and journal.shared else ""
        self._worlds: dict[str, World] = {}
        self._shelves: dict[str, dict[str, bytes]] = {}
        self._lock = threading.Lock()
        self._forget: list[OnWorldReset] = []
        if journal is not None:
            for id in journal.worlds():
                self.open(id)

    def open(self, id: str) -> None:
        """Read or make a world at the start. One that cannot be read in a shared journal keeps no tfmock from serving
        the others: it is listed with its problem, and can be deleted. A damaged state file is refused whole.

        Raises:
            ApiError, JournalError: as :meth:`world`.
        """
        try:
            self.world(id)
        except UnreadableError as error:
            if self.journal is None or not self.journal.shared:
                raise
            log.warning("world %s is not served: %s", id, printable(error.message))

    def on_forget(self, forget: OnWorldReset) -> None:
        """Have faults, recordings and whatever else is kept by world forgotten along with it."""
        self._forget.append(forget)

    def use(self, id: str) -> AbstractContextManager[World]:
        """The world of this id, made when it does not exist yet; locked, and certainly not gone until it is let go.

        The one way to a world that is to be changed: between a look-up and the lock somebody may have deleted it.

        Raises:
            JournalError: the journal cannot be read or written.
        """
        return _Use(self, id)

    @contextmanager
    def look(self, id: str) -> Iterator[World]:
        """The same for looking at it, which is no use of it and makes none.

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
        """The world of this id, in use from now on; made when it does not exist yet. It may be gone by the time its
        lock is taken, and refuses everything then: whoever serves others takes :meth:`use`.

        Raises:
            ApiError: it would be one world too many.
            JournalError: the journal cannot be read or written.
        """
        now = self._real()
        found = self._worlds.get(id)
        if found is None and len(self._worlds) >= MAX_WORLDS:
            self._check_room(id)
        if found is None or found.gone or now - found.used > self._idle:
            found = self._find_or_make(id, now)
        found.used = now
        return found

    def exists(self, id: str) -> bool:
        """Whether there is a world of this id. Asking is no use of it and makes none.

        Raises:
            JournalError: the journal cannot be read.
        """
        return self._find(id) is not None

    def names(self) -> list[str]:
        """The ids of all worlds, sorted. Asking is no use of them."""
        self._sweep(self._real())
        if self.journal is not None and self.journal.shared:
            return sorted(self.journal.worlds())
        return sorted(self._worlds.copy())

    def idle(self, world: World) -> float:
        """Seconds since a world was last called through this tfmock."""
        return self._real() - world.used

    def reset(self, id: str) -> World:
        """A world as it was when it was made, faults and recordings included."""
        with self.use(id) as world:
            world.reset()
            self._tell(id)
            return world

    def load(self, id: str, document: Document) -> World:
        """A world as a snapshot describes it, whole or not at all; made when it does not exist yet.

        Raises:
            SnapshotError: the snapshot cannot be loaded; nothing has changed.
        """
        self._codec.state(document)  # refused before a world is made for it
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
        self._check_room(id)
        with self._lock:
            made = self._new(id)
            if id in self._worlds or not made.begin(document):
                raise WorldExistsError(id)
            self._publish(made, now)
            return made

    def delete(self, id: str) -> bool:
        """Forget a world and its snapshots; whether there was one."""
        while id in self.names():
            world = self._worlds.get(id)
            if world is None:  # another replica's, and perhaps one that cannot be read here
                with self._lock:
                    if id in self._worlds:
                        continue
                    self._forget_all_of(id)
                return True
            with world.lock, self._lock:  # in this order: who holds a world may ask for another
                if not world.gone:  # else somebody else did it meanwhile
                    self._forget_all_of(id)
                return True
        return False

    def shelve(self, id: str, name: str, document: Document) -> None:
        """Keep a snapshot of a world under a name. Whoever took it from that world holds the world meanwhile."""
        text = document.text().encode()
        if self.journal is not None:
            self.journal.shelve(id, name, text)
            return
        with self._lock:
            shelf = self._shelves.setdefault(id, {})
            shelf.pop(name, None)  # kept again, it is the newest
            shelf[name] = text

    def shelf(self, id: str) -> Mapping[str, bytes]:
        """A world's snapshots by name, oldest first."""
        if self.journal is not None:
            return self.journal.shelf(id)
        with self._lock:
            return dict(self._shelves.get(id, {}))

    def unshelve(self, id: str, name: str) -> None:
        """Forget a snapshot."""
        if self.journal is not None:
            self.journal.unshelve(id, name)
            return
        with self._lock:
            self._shelves.get(id, {}).pop(name, None)

    def _find(self, id: str) -> World | None:
        now = self._real()
        self._sweep(now)
        found = self._worlds.get(id)
        if found is not None or self.journal is None or not self.journal.shared:
            return found
        with self._lock:  # another replica may have made it
            found = self._worlds.get(id)
            if found is None:
                made = self._new(id)
                if not made.refresh(use=False):
                    return None
                self._publish(made, now)
                found = made
            return found

    def _find_or_make(self, id: str, now: float) -> World:
        self._sweep(now)
        with self._lock:
            found = self._worlds.get(id)
            if found is None:
                found = self._new(id)
                found.refresh()
                self._publish(found, now)
            return found

    def _check_room(self, id: str) -> None:
        """Access keys name worlds, so whoever calls makes them."""
        self._sweep(self._real())
        there = self.journal is not None and id in self.journal.worlds()
        if len(self._worlds) >= MAX_WORLDS and not there:
            raise TOO_MANY_WORLDS(limit=MAX_WORLDS)

    def _new(self, id: str) -> World:
        log = None if self.journal is None else self.journal.log(id)
        return World(
            id, self.settings, plant=self._plant, follow=self._follow, codec=self._codec, log=log, replica=self._replica
        )

    def _publish(self, world: World, now: float) -> None:
        world.used = now
        self._worlds[world.id] = world

    def _sweep(self, now: float) -> None:
        """Forget idle worlds. No timer: whenever worlds are made or listed."""
        if self._idle == float("inf"):
            return
        with self._lock:
            for world in list(self._worlds.values()):
                # Who holds the lock is using it, however long ago the call began.
                if now - world.used > self._idle and world.lock.acquire(blocking=False):
                    try:
                        # A shared journal expires by itself: others may use the world.
                        self._forget_all_of(world.id, journalled=self.journal is not None and not self.journal.shared)
                    except JournalError as error:  # it stays; the next sweep tries again
                        log.warning("world %s has expired and could not be forgotten: %s", world.id, error.message)
                    finally:
                        world.lock.release()

    def _forget_all_of(self, id: str, *, journalled: bool = True) -> None:
        """All that is kept of a world, here and by those who listen. Under its lock and ours, so that none of it is
        taken from the world that comes after it."""
        if journalled and self.journal is not None:
            self.journal.drop(id)
        world = self._worlds.pop(id, None)
        if world is not None:
            world.gone = True
        self._shelves.pop(id, None)
        self._tell(id)

    def _tell(self, id: str) -> None:
        for forget in self._forget:
            forget(id)
