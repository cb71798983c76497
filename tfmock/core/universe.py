"""All worlds of one tfmock: made on first use, found by key, forgotten when idle."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Final

from tfmock.core.accounts import Accounts
from tfmock.core.journal import Journal
from tfmock.core.snapshot import Codec, Document
from tfmock.core.world import Follow, Terms, World
from tfmock.wire.faults import TOO_MANY_WORLDS

#: Told of a world whose past is void: reset, deleted or expired. A snapshot that is loaded leaves faults and
#: recordings alone: they are about calls, not about rows.
Forget = Callable[[str], None]

#: Far more than tests use at a time; an empty one takes half a kilobyte.
MOST_WORLDS: Final = 10_000


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
        terms: Terms,
        plant: Callable[[World], None] | None = None,
        *,
        follow: Follow | None = None,
        journal: Journal | None = None,
        idle: float | None = None,
        real: Callable[[], float] = time.monotonic,
    ) -> None:
        self.accounts = accounts
        self.terms = terms
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
        self._forget: list[Forget] = []
        if journal is not None:
            for id in journal.worlds():
                self.world(id)

    def on_forget(self, forget: Forget) -> None:
        """Have faults, recordings and whatever else is kept by world forgotten along with it."""
        self._forget.append(forget)

    def world(self, id: str) -> World:
        """The world of this id, in use from now on; made when it does not exist yet.

        Raises:
            ApiError: it would be one world too many.
            JournalError: the journal cannot be read or written.
        """
        now = self._real()
        found = self._worlds.get(id)
        if found is None and len(self._worlds) >= MOST_WORLDS:
            self._check_room(id)
        if found is None or found.gone or now - found.used > self._idle:
            found = self._find_or_make(id, now)
        found.used = now
        return found

    def worlds(self) -> list[World]:
        """Every world there is, by name; for looking at them, which is no use of them."""
        self._sweep(self._real())
        if self.journal is not None and self.journal.shared:
            there = set(self.journal.worlds())
            for id in there - self._worlds.keys():
                self.world(id)
            return [world for id in sorted(there) if (world := self._worlds.get(id))]
        return [world for _, world in sorted(self._worlds.copy().items())]

    def find(self, id: str) -> World | None:
        """The world of this id if there is one; looking is no use of it."""
        return next((world for world in self.worlds() if world.id == id), None)

    def idle(self, world: World) -> float:
        """Seconds since a world was last called through this tfmock."""
        return self._real() - world.used

    def reset(self, id: str) -> World:
        """A world as it was when it was made, faults and recordings included."""
        world = self.world(id)
        world.reset()
        self._tell(id)
        return world

    def load(self, id: str, document: Document) -> World:
        """A world as a snapshot describes it, whole or not at all; made when it does not exist yet.

        Raises:
            SnapshotError: the snapshot cannot be loaded; nothing has changed.
        """
        self._codec.state(document)  # refused before a world is made for it
        world = self.world(id)
        world.load(document)
        return world

    def delete(self, id: str) -> bool:
        """Forget a world and its snapshots; whether there was one."""
        world = self.find(id)
        if world is None:
            return False
        with world.lock, self._lock:  # in this order: who holds a world may ask for another
            if world.gone:
                return True  # by someone else, meanwhile
            if self.journal is not None:
                self.journal.drop(id)
            self._drop(world)
        self._tell(id)
        return True

    def shelve(self, id: str, name: str, document: Document) -> None:
        """Keep a snapshot of a world under a name."""
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

    def _find_or_make(self, id: str, now: float) -> World:
        self._sweep(now)
        with self._lock:
            found = self._worlds.get(id)
            if found is None:
                log = None if self.journal is None else self.journal.log(id)
                found = World(
                    id, self.terms, plant=self._plant, follow=self._follow, codec=self._codec, log=log,
                    replica=self._replica,
                )  # fmt: skip
                found.refresh()
                found.used = now
                self._worlds[id] = found
            return found

    def _check_room(self, id: str) -> None:
        """Access keys name worlds, so whoever calls makes them."""
        self._sweep(self._real())
        there = self.journal is not None and id in self.journal.worlds()
        if len(self._worlds) >= MOST_WORLDS and not there:
            raise TOO_MANY_WORLDS(limit=MOST_WORLDS)

    def _sweep(self, now: float) -> None:
        """Forget idle worlds. No timer: whenever worlds are made or listed."""
        if self._idle == float("inf"):
            return
        expired = []
        with self._lock:
            for world in list(self._worlds.values()):
                # Who holds the lock is using it, however long ago the call began.
                if now - world.used > self._idle and world.lock.acquire(blocking=False):
                    try:
                        if self.journal is not None and not self.journal.shared:
                            self.journal.drop(world.id)  # a shared one expires by itself: others may use the world
                        self._drop(world)
                    finally:
                        world.lock.release()
                    expired.append(world.id)
        for id in expired:
            self._tell(id)

    def _drop(self, world: World) -> None:
        world.gone = True
        self._worlds.pop(world.id, None)
        self._shelves.pop(world.id, None)

    def _tell(self, id: str) -> None:
        for forget in self._forget:
            forget(id)
