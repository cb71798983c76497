"""The network of one root module, and the questions that rules ask about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from hcl_lint.evaluate.model import ProviderConfiguration, RootModule, may_coexist
from hcl_lint.network import alarms
from hcl_lint.network.broken import Broken
from hcl_lint.network.entities import (
    Accepter,
    Alarm,
    Connection,
    Entity,
    Route,
    SecondaryBlock,
    Side,
    Table,
    Vpc,
    VSwitch,
)
from hcl_lint.network.expected import Asked
from hcl_lint.network.guards import Guards
from hcl_lint.network.identity import Id, surely_different
from tfmock.rulebook.rule import UNKNOWN


@dataclass(frozen=True)
class Topology:
    """VPCs, vSwitches, tables, routes, connections, accepters and alarms of one root module.

    Attributes:
        root: the evaluated configuration behind it.
        complete: nothing is left out (no unread module): only then may a rule say that something is missing.
        expectations: what the user says of it (``--expect-reach``).
    """

    root: RootModule
    vpcs: tuple[Vpc, ...]
    secondary_blocks: tuple[SecondaryBlock, ...]
    vswitches: tuple[VSwitch, ...]
    tables: tuple[Table, ...]
    routes: tuple[Route, ...]
    connections: tuple[Connection, ...]
    accepters: tuple[Accepter, ...]
    alarms: tuple[Alarm, ...]
    complete: bool
    expectations: tuple[Asked, ...] = ()

    @cached_property
    def _vpc_by_id(self) -> dict[str, Vpc]:
        return {vpc.id: vpc for vpc in self.vpcs}

    @cached_property
    def broken(self) -> Mapping[str, list[Broken]]:
        """What access rules and alarms break of the rulebook, by the rule's id."""
        found: dict[str, list[Broken]] = {}
        guards = Guards(self.root, self._vpc_by_id, {one.id: one for one in self.vswitches})
        for one in (*guards.broken(), *alarms.broken(self.root)):
            found.setdefault(one.violation.rule.id, []).append(one)
        return found

    @cached_property
    def _connection_by_id(self) -> dict[str, Connection]:
        return {connection.id: connection for connection in self.connections}

    @cached_property
    def _routes_by_hop(self) -> dict[str, list[Route]]:
        found: dict[str, list[Route]] = {}
        for route in self.routes:
            if isinstance(route.hop, str):
                found.setdefault(route.hop, []).append(route)
        return found

    @cached_property
    def _routes_by_table(self) -> dict[Id, list[Route]]:
        found: dict[Id, list[Route]] = {}
        for route in self.routes:
            found.setdefault(route.table, []).append(route)
        return found

    @cached_property
    def homeless(self) -> VSwitch | None:
        """A vSwitch of which it is not known in which VPC it is."""
        return next((one for one in self.vswitches if one.vpc is UNKNOWN), None)

    @cached_property
    def _vswitches_by_vpc(self) -> dict[str, list[VSwitch]]:
        found: dict[str, list[VSwitch]] = {}
        for vswitch in self.vswitches:
            if isinstance(vswitch.vpc, str):
                found.setdefault(vswitch.vpc, []).append(vswitch)
        return found

    def vpc(self, id: Id) -> Vpc | None:
        """The VPC of this identity, where this configuration creates it."""
        return self._vpc_by_id.get(id) if isinstance(id, str) else None

    def connection(self, id: Id) -> Connection | None:
        """The connection of this identity, where this configuration creates it."""
        return self._connection_by_id.get(id) if isinstance(id, str) else None

    def vswitches_of(self, vpc: Id) -> list[VSwitch]:
        return self._vswitches_by_vpc.get(vpc, []) if isinstance(vpc, str) else []

    def routes_in(self, table: str) -> tuple[Route, ...]:
        """The routes of a table, and those that may stand in it for all that is known."""
        return (*self._routes_by_table.get(table, ()), *self._routes_by_table.get(UNKNOWN, ()))

    def routes_over(self, connection: Connection) -> list[Route]:
        """The routes whose next hop is the connection."""
        return self._routes_by_hop.get(connection.id, [])

    def accepters_of(self, connection: Connection) -> list[Accepter]:
        return [one for one in self.accepters if one.connection == connection.id]

    def ends(self, connection: Connection) -> tuple[Vpc | None, Vpc | None]:
        """Requester and accepter VPC, where this configuration creates them."""
        return self.vpc(connection.vpc), self.vpc(connection.accepting_vpc)

    def side(self, route: Route, connection: Connection) -> Side | None:
        """On which side of a connection a route stands; None where it cannot be told.

        The table's VPC decides; else its region, where the two ends are in different regions; else the
        provider, which on one side is the connection's own.
        """
        if isinstance(route.vpc, str):
            if route.vpc == connection.vpc:
                return "requester"
            if route.vpc == connection.accepting_vpc:
                return "accepter"
        if connection.within_region is False and route.region is not UNKNOWN:
            if route.region == connection.region:
                return "requester"
            return "accepter" if route.region == connection.accepting_region else None
        return self._side_by_account(route, connection)

    @staticmethod
    def _side_by_account(route: Route, connection: Connection) -> Side | None:
        if connection.cross_account not in ("yes", "presumed"):
            return None
        if route.account is UNKNOWN or connection.account is UNKNOWN:
            return None
        return "requester" if connection.account.same(route.account) == "yes" else "accepter"

    def providers(self) -> Iterator[ProviderConfiguration]:
        """Every ``alicloud`` provider configuration of the root and its modules."""
        for module in self.root.modules:
            for provider in module.providers.values():
                if provider.name == "alicloud":
                    yield provider

    def pairs(self) -> Iterator[tuple[Connection, Vpc, Vpc]]:
        """Connections both of whose VPCs this configuration creates."""
        for connection in self.connections:
            requester, accepter = self.ends(connection)
            if requester and accepter and requester is not accepter:
                yield connection, requester, accepter


def together(*entities: Entity) -> bool:
    """Whether these can exist at the same time: their ``count`` conditions do not exclude each other."""
    return may_coexist(*(entity.resource for entity in entities))


def elsewhere(route: Route, connection: Connection) -> bool:
    """Whether a route's table surely belongs to neither end of the connection."""
    return surely_different(route.vpc, connection.vpc) and surely_different(route.vpc, connection.accepting_vpc)
