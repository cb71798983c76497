"""A world as a test sees it: what is there, who reaches whom, what was called; and time at the test's command."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Literal, TypeVar

from tfmock.core import world as core
from tfmock.core.clock import parse_duration
from tfmock.core.store import Row, Transaction
from tfmock.seed import read_seeds
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import PeeringRow
from tfmock.settings import SettingsError
from tfmock.simulation.endpoints import EmptyEnd, UnknownEnd
from tfmock.simulation.reachability import Reaching, reach
from tfmock.testing import views
from tfmock.testing.calls import Call, CallLog

R = TypeVar("R", bound=Row)
V = TypeVar("V")


class NotInWorld(AssertionError):
    """What a test looked for is not there; the message says what is."""


class World:
    """One world, for assertions. Every answer is as of the moment of asking."""

    def __init__(self, world: core.World, calls: CallLog, default_account: str) -> None:
        self._world = world
        self._calls = calls
        self._default_account = default_account

    def __repr__(self) -> str:
        return f"<world {self.id}>"

    @property
    def id(self) -> str:
        """Its name; an access key ``<id>.<account>`` leads to it."""
        return self._world.id

    # What is there

    def vpc(self, id: str) -> views.Vpc:
        """A VPC.

        Raises:
            NotInWorld: there is none of this id.
        """
        return self._one("VPC", VpcRow, id, views.vpc)

    def vswitch(self, id: str) -> views.VSwitch:
        """A vSwitch. Raises NotInWorld."""
        return self._one("vSwitch", VSwitchRow, id, views.vswitch)

    def route_table(self, id: str) -> views.RouteTable:
        """A route table with its custom routes. Raises NotInWorld."""
        return self._one("route table", RouteTableRow, id, views.route_table)

    def peering(self, id: str) -> views.Peering:
        """A peering connection. Raises NotInWorld."""
        return self._one("peering connection", PeeringRow, id, views.peering)

    def vpcs(self) -> list[views.Vpc]:
        """All VPCs, oldest first."""
        return self._all(VpcRow, views.vpc)

    def vswitches(self) -> list[views.VSwitch]:
        """All vSwitches, oldest first."""
        return self._all(VSwitchRow, views.vswitch)

    def peerings(self) -> list[views.Peering]:
        """All peering connections, oldest first."""
        return self._all(PeeringRow, views.peering)

    # What it does

    def can_reach(
        self, source: str, target: str, *, protocol: Literal["", "tcp", "udp", "icmp"] = "", port: int | None = None,
        source_port: int | None = None, one_way: bool = False, ipv6: bool = False,
    ) -> views.Reach:  # fmt: skip
        """Whether a packet gets from ``source`` to ``target`` and the answer back; true or false as such.

        The question of ``tfmock reach``: routes, connections, network ACLs and security groups all have their say.

        Args:
            source: id or name of an instance, interface, vSwitch or VPC, ``vsw-1=10.0.0.5``, or an address.
            target: the same.
            protocol: by default tcp where a port is given, else icmp (a ping).
            port: the destination's.
            source_port: the sender's; by default any that a client may get.
            one_way: the packet there only, not the answer to it.
            ipv6: between the IPv6 addresses of the two.

        Raises:
            NotInWorld: one of them does not exist, or its name is that of several.
        """
        with self._world.reading() as tx:
            try:
                found = reach(tx, Reaching(source, target, protocol, port, source_port, one_way, ipv6))
            except EmptyEnd as empty:
                return views.Reach(source, target, False, "no-vswitch", str(empty))
            except UnknownEnd as unknown:
                raise NotInWorld(f"{unknown}; {_there(tx, VpcRow, 'VPC')}") from None
            return views.Reach.of(source, target, found.trace.decisive)

    def calls(self, action: str = "") -> tuple[Call, ...]:
        """What was called in this world so far, all of it or one action."""
        return tuple(call for call in self._calls.of(self.id) if action in ("", call.action))

    # What a test does to it

    def advance(self, by: str | float | timedelta) -> None:
        """Put the world's clock forward: ``"8d"``, ``"1h30m"``, seconds, or a timedelta."""
        seconds = _seconds(by)
        with self._world.lock:
            self._world.clock = self._world.clock.advanced(seconds)

    def freeze(self) -> None:
        """Stop the world's clock; it then moves by :meth:`advance` alone."""
        with self._world.lock:
            self._world.clock = self._world.clock.frozen()

    def seed(self, what: str | Path | Mapping[str, object]) -> None:
        """Put what a seed file, or a dictionary of its form, describes into the world.

        Raises:
            SettingsError: it cannot be read, or the rulebook refuses it.
        """
        if isinstance(what, Mapping):
            with tempfile.TemporaryDirectory(prefix="tfmock-") as folder:
                path = Path(folder) / "seed.json"
                path.write_text(json.dumps(what), encoding="utf-8")
                self._plant(path, "the dictionary")
        else:
            self._plant(Path(what), str(what))

    def _plant(self, path: Path, told: str) -> None:
        try:
            plant = read_seeds([path], self._default_account)
            with self._world.lock:
                plant(self._world)
        except SettingsError as problem:
            raise SettingsError(str(problem).replace(f"--seed {path}", f"world.seed: {told}")) from None

    def _one(self, what: str, kind: type[R], id: str, view: Callable[[Transaction, R], V]) -> V:
        with self._world.reading() as tx:
            row = tx.get(kind, id)
            if row is None:
                raise NotInWorld(f"there is no {what} {id} in {self}; {_there(tx, kind, what)}")
            return view(tx, row)

    def _all(self, kind: type[R], view: Callable[[Transaction, R], V]) -> list[V]:
        with self._world.reading() as tx:
            return [view(tx, row) for row in tx.rows(kind)]


def _there(tx: Transaction, kind: type[Row], what: str) -> str:
    names = [f"{row.id} ({name})" if (name := getattr(row, "name", "")) else row.id for row in tx.rows(kind)]
    return f"it has {', '.join(names)}" if names else f"it has no {what} at all"


def _seconds(by: str | float | timedelta) -> float:
    if isinstance(by, str):
        return parse_duration(by)
    seconds = by.total_seconds() if isinstance(by, timedelta) else by
    if seconds < 0:
        raise ValueError(f"{by!r}: a world's clock does not go back")
    return seconds
