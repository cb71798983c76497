"""A world: one universe of accounts and regions. Worlds do not see each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from tfmock.core.accounts import Accounts
from tfmock.core.clock import Clock
from tfmock.core.lifecycle import Profile
from tfmock.core.store import Store
from tfmock.rulebook.quotas import Quotas


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds in a world and is not a row.

    Attributes:
        profile: how long transient states last.
        quotas: the limits in force.
        task_conflict: refuse a change of a VPC that follows another within a second, as the cloud does.
        allow_special_link_types: accept link types that the cloud opens per account (Silver).
        seed: what ids follow from.
    """

    profile: Profile = field(default_factory=Profile)
    quotas: Quotas = field(default_factory=Quotas)
    task_conflict: bool = False
    allow_special_link_types: bool = False
    seed: str = "tfmock"


class World:
    """Rows, a clock and terms, behind one lock: calls of a world run one after the other."""

    __slots__ = ("clock", "id", "lock", "requests", "store", "terms")

    def __init__(self, id: str, terms: Terms, clock: Clock | None = None) -> None:
        self.id = id
        self.terms = terms
        self.clock = clock or Clock()
        self.store = Store()
        self.lock = threading.RLock()
        self.requests = 0
        """How many calls were made; request ids follow from it."""


class Universe:
    """All worlds of one tfmock, made on first use, and the keys that lead to them."""

    __slots__ = ("_lock", "_make", "_worlds", "accounts")

    def __init__(self, accounts: Accounts, terms: Terms, make: Callable[[str, Terms], World] = World) -> None:
        self.accounts = accounts
        self._worlds: dict[str, World] = {}
        self._lock = threading.Lock()
        self._make: Callable[[str], World] = lambda id: make(id, terms)

    def world(self, id: str) -> World:
        """The world of this id; made when it does not exist yet."""
        found = self._worlds.get(id)
        if found is None:
            with self._lock:
                found = self._worlds.setdefault(id, self._make(id))
        return found

    def worlds(self) -> list[World]:
        """Every world that was ever named."""
        return list(self._worlds.values())
