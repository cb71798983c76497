"""A world as a test sees it: what is there, who reaches whom, what was called; and time at the test's command."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from tfmock.control.topology import network
from tfmock.core import world as core
from tfmock.core.clock import parse_duration
from tfmock.core.store import Row, Transaction
from tfmock.rulebook.reachability import Network, Walk, between, walk
from tfmock.seed import read_seeds
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import PeeringRow
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

    def can_reach(self, source: str, target: str) -> views.Reach:
        """Whether packets get from ``source`` to ``target``, each a VPC or a vSwitch; true or false as such.

        One direction: a conversation needs ``can_reach(a, b) and can_reach(b, a)``.

        Raises:
            NotInWorld: one of them does not exist.
        """
        with self._world.lock:
            tx = self._reading()
            for id in (source, target):
                if tx.get(VpcRow, id) is None and tx.get(VSwitchRow, id) is None:
                    raise NotInWorld(f"there is no VPC or vSwitch {id} in {self}; {_there(tx, VpcRow, 'VPC')}")
            return views.Reach.of(source, target, _walk(network(tx), source, target))

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
                self._plant(path)
        else:
            self._plant(Path(what))

    def _plant(self, path: Path) -> None:
        plant = read_seeds([path], self._default_account)
        with self._world.lock:
            plant(self._world)

    def _reading(self) -> Transaction:
        return Transaction(self._world.store, self._world.clock.now(), self._world.terms.profile)

    def _one(self, what: str, kind: type[R], id: str, view: Callable[[Transaction, R], V]) -> V:
        with self._world.lock:
            tx = self._reading()
            row = tx.get(kind, id)
            if row is None:
                raise NotInWorld(f"there is no {what} {id} in {self}; {_there(tx, kind, what)}")
            return view(tx, row)

    def _all(self, kind: type[R], view: Callable[[Transaction, R], V]) -> list[V]:
        with self._world.lock:
            tx = self._reading()
            return [view(tx, row) for row in tx.rows(kind)]


def _there(tx: Transaction, kind: type[Row], what: str) -> str:
    names = [f"{row.id} ({name})" if (name := getattr(row, "name", "")) else row.id for row in tx.rows(kind)]
    return f"it has {', '.join(names)}" if names else f"it has no {what} at all"


def _walk(net: Network, source: str, target: str) -> Walk:
    if source not in net.vswitches and target not in net.vswitches:
        return between(net, source, target)
    result: Walk | None = None
    for result in _steps(net, source, target):
        if not result.reachable:
            break
    if result is None:
        empty = source if source not in net.vswitches and not net.by_vpc.get(source) else target
        return Walk(False, "no-vswitch", f"{empty} has no vSwitch")
    return result


def _steps(net: Network, source: str, target: str) -> Iterator[Walk]:
    """Each vSwitch meant by one end to each IPv4 block meant by the other; IPv6 is judged between whole VPCs."""
    sources = (net.vswitches[source],) if source in net.vswitches else net.by_vpc.get(source, ())
    targets = (net.vswitches[target],) if target in net.vswitches else net.by_vpc.get(target, ())
    for one in sources:
        for other in targets:
            for block in other.blocks:
                if block.version == 4:
                    yield walk(net, one.id, block, other.vpc)


def _seconds(by: str | float | timedelta) -> float:
    if isinstance(by, str):
        return parse_duration(by)
    seconds = by.total_seconds() if isinstance(by, timedelta) else by
    if seconds < 0:
        raise ValueError(f"{by!r}: a world's clock does not go back")
    return seconds
