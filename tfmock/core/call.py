"""One call: who, where, when, and the transaction it runs in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tfmock.core import ids
from tfmock.core.accounts import Caller
from tfmock.core.store import Transaction
from tfmock.core.world import World
from tfmock.core.world_settings import WorldSettings
from tfmock.protocol.errors import ApiError
from tfmock.rulebook.rule import Violations


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler gets besides its request.

    Attributes:
        region: the region asked for, by parameter or by host name.
        now: the world's time at the start of the call, seconds since 1970.
        host: the host name that the request came to.
    """

    world: World
    tx: Transaction
    caller: Caller
    region: str
    now: float
    host: str

    def change_terms(self, change: Callable[[WorldSettings], WorldSettings]) -> None:
        """Let other terms hold in the world once this call has succeeded; it still sees those that held before."""
        self.tx.terms = change(self.tx.terms or self.world.terms)

    def new_id(self, prefix: str, region: str | None = None, length: int = 21) -> tuple[str, int]:
        """A fresh id of the cloud's form, and the serial that orders its row."""
        seed = f"{self.world.terms.seed}:{self.world.id}"
        while True:
            serial = self.tx.next_serial()
            id = ids.resource_id(seed, serial, prefix, region or "", length)
            if not self.tx.knows(id):  # a seed may come from a world of the same name: its ids are ours to be
                return id, serial


def enforce(violations: Violations) -> None:
    """Let the rulebook judge: raise the first violation that the API refuses.

    Raises:
        ApiError: with the cloud's own status, code and message.
    """
    for violation in violations:
        error = violation.api_error
        if error is not None:
            raise ApiError(error.status, error.code, error.message, violation.message)
