"""One call: who, where, when, and the transaction it runs in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tfmock.core import ids
from tfmock.core.accounts import Caller
from tfmock.core.store import ResourceRow, Transaction
from tfmock.core.world import World
from tfmock.core.world_settings import WorldSettings
from tfmock.rulebook.quotas import Quotas


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a handler gets besides its request.

    Attributes:
        region: the region that the call is for, by parameter or by host name.
        now: the world's time at the start of the call, seconds since 1970.
        host: the host name that the request came to.
    """

    world: World
    transaction: Transaction
    caller: Caller
    region: str
    now: float
    host: str = ""

    @property
    def account(self) -> str:
        """The account that calls."""
        return self.caller.account

    @property
    def scope(self) -> tuple[str, str]:
        """Account and region: where most resources live, and the key of most listings."""
        return self.caller.account, self.region

    @property
    def quotas(self) -> Quotas:
        """The limits in force."""
        return self.world.settings.quotas

    def change_settings(self, change: Callable[[WorldSettings], WorldSettings]) -> None:
        """Change the world's settings once this call has succeeded; until then the former ones hold."""
        self.transaction.settings = change(self.transaction.settings or self.world.settings)

    def new_id(self, prefix: str, region: str | None = None, length: int = 21) -> tuple[str, int]:
        """A fresh id of the cloud's form, and the serial that orders its row."""
        seed = f"{self.world.settings.seed}:{self.world.id}"
        while True:
            serial = self.transaction.next_serial()
            id = ids.resource_id(seed, serial, prefix, region or "", length)
            if not self.transaction.has_id(id):  # a world that was seeded from another generates the same ids again
                return id, serial

    def new_id_of(self, kind: type[ResourceRow], region: str | None = None) -> tuple[str, int]:
        """A fresh id for a row of this kind, and its serial."""
        return self.new_id(kind.resource.id_prefix, region, kind.resource.id_length)
