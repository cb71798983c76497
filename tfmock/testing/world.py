"""A world as a test uses it: its resources, reachability and calls; its clock and seeds."""

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
from tfmock.simulation.endpoints import EmptyEndpointError, UnknownEndpointError
from tfmock.simulation.reachability import ReachabilityQuery, check_reachability
from tfmock.testing import snapshots
from tfmock.testing.calls import Call, CallLog

R = TypeVar("R", bound=Row)
V = TypeVar("V")


class NotInWorldError(AssertionError):
    """A test asked for a resource that does not exist; the message lists those that do."""


class World:
    """One world, for assertions. Every method reads the present state."""

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

    # Resources

    def vpc(self, id: str) -> snapshots.VpcSnapshot:
        """A VPC.

        Raises:
            NotInWorldError: no VPC has this id.
        """
        return self._get_snapshot("VPC", VpcRow, id, snapshots.vpc)

    def vswitch(self, id: str) -> snapshots.VSwitchSnapshot:
        """A vSwitch. Raises NotInWorldError."""
        return self._get_snapshot("vSwitch", VSwitchRow, id, snapshots.vswitch)

    def route_table(self, id: str) -> snapshots.RouteTableSnapshot:
        """A route table with its custom routes. Raises NotInWorldError."""
        return self._get_snapshot("route table", RouteTableRow, id, snapshots.route_table)

    def peering(self, id: str) -> snapshots.PeeringSnapshot:
        """A peering connection. Raises NotInWorldError."""
        return self._get_snapshot("peering connection", PeeringRow, id, snapshots.peering)

    def vpcs(self) -> list[snapshots.VpcSnapshot]:
        """All VPCs, oldest first."""
        return self._list_snapshots(VpcRow, snapshots.vpc)

    def vswitches(self) -> list[snapshots.VSwitchSnapshot]:
        """All vSwitches, oldest first."""
        return self._list_snapshots(VSwitchRow, snapshots.vswitch)

    def peerings(self) -> list[snapshots.PeeringSnapshot]:
        """All peering connections, oldest first."""
        return self._list_snapshots(PeeringRow, snapshots.peering)

    # Reachability and calls

    def can_reach(
        self, source: str, target: str, *, protocol: Literal["", "tcp", "udp", "icmp"] = "", port: int | None = None,
        source_port: int | None = None, one_way: bool = False, ipv6: bool = False,
    ) -> snapshots.Reachability:  # fmt: skip
        """Whether a packet gets from ``source`` to ``target`` and the answer back; its result is true or false.

        As ``tfmock reach``: over routes, connections, network ACLs and security groups.

        Args:
            source: id or name of an instance, interface, vSwitch or VPC, ``vsw-1=10.0.0.5``, or an address.
            target: the same.
            protocol: by default tcp where a port is given, else icmp (a ping).
            port: the destination's.
            source_port: the sender's; by default any that a client may get.
            one_way: the packet there only, not the answer to it.
            ipv6: between the IPv6 addresses of the two.

        Raises:
            NotInWorldError: one of them does not exist, or its name is that of several.
        """
        with self._world.reading() as tx:
            query = ReachabilityQuery(
                source=source, target=target, protocol=protocol, port=port, source_port=source_port,
                one_way=one_way, ipv6=ipv6,
            )  # fmt: skip
            try:
                result = check_reachability(tx, query)
            except EmptyEndpointError as empty:
                return snapshots.Reachability(
                    source=source, target=target, reachable=False, cause="no-vswitch", why=str(empty)
                )
            except UnknownEndpointError as unknown:
                raise NotInWorldError(f"{unknown}; {_describe_existing(tx, VpcRow, 'VPC')}") from None
            return snapshots.Reachability.of(source, target, result.trace.decisive)

    def calls(self, action: str = "") -> tuple[Call, ...]:
        """The calls in this world so far, all or those of one action."""
        return tuple(call for call in self._calls.in_world(self.id) if action in ("", call.action))

    # Changes by a test

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
        """Create what a seed file, or a dictionary of its form, describes.

        Raises:
            SettingsError: it cannot be read, or the rulebook refuses it.
        """
        if isinstance(what, Mapping):
            with tempfile.TemporaryDirectory(prefix="tfmock-") as folder:
                path = Path(folder) / "seed.json"
                path.write_text(json.dumps(what), encoding="utf-8")
                self._apply_seed(path, "the dictionary")
        else:
            self._apply_seed(Path(what), str(what))

    def _apply_seed(self, path: Path, source: str) -> None:
        try:
            apply_seed = read_seeds([path], self._default_account)
            with self._world.lock:
                apply_seed(self._world)
        except SettingsError as problem:
            raise SettingsError(str(problem).replace(f"--seed {path}", f"world.seed: {source}")) from None

    def _get_snapshot(self, label: str, kind: type[R], id: str, snapshot: Callable[[Transaction, R], V]) -> V:
        with self._world.reading() as tx:
            row = tx.get(kind, id)
            if row is None:
                raise NotInWorldError(f"there is no {label} {id} in {self}; {_describe_existing(tx, kind, label)}")
            return snapshot(tx, row)

    def _list_snapshots(self, kind: type[R], snapshot: Callable[[Transaction, R], V]) -> list[V]:
        with self._world.reading() as tx:
            return [snapshot(tx, row) for row in tx.rows(kind)]


def _describe_existing(tx: Transaction, kind: type[Row], label: str) -> str:
    names = [f"{row.id} ({name})" if (name := getattr(row, "name", "")) else row.id for row in tx.rows(kind)]
    return f"it has {', '.join(names)}" if names else f"it has no {label} at all"


def _seconds(by: str | float | timedelta) -> float:
    if isinstance(by, str):
        return parse_duration(by)
    seconds = by.total_seconds() if isinstance(by, timedelta) else by
    if seconds < 0:
        raise ValueError(f"{by!r}: a world's clock does not go back")
    return seconds
