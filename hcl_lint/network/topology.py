"""The network of one root module, and the questions that rules ask about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from hcl_lint.common.work import Counted, consume_budget, counted
from hcl_lint.evaluate.model import (
    ModuleInstance,
    ProviderConfiguration,
    ResourceInstance,
    RootModule,
    may_coexist,
)
from hcl_lint.evaluate.value import ModulePath
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
from hcl_lint.network.expectations import ResolvedExpectation
from hcl_lint.network.identity import Id, certainly_different
from hcl_lint.network.prefix_lists import PrefixLists
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.cidr_index import CidrIndex
from tfmock.rulebook.rule import UNKNOWN

E = TypeVar("E", bound=Entity)

#: What an unknown next hop refers to where it is a connection.
PEERING_TYPES: Final = ("alicloud_vpc_peer_connection", "alicloud_vpc_peer_connection_accepter")


@dataclass(frozen=True, kw_only=True)
class Topology:
    """VPCs, vSwitches, tables, routes, connections, accepters and alarms of one root module.

    Each one that is looked at costs a step (:mod:`hcl_lint.common.work`): look up by identity, next hop or block.

    Attributes:
        root: the evaluated configuration behind it.
        complete: nothing is left out (no unread module).
        expectations: what the user expects of it (``--expect-reach``).
    """

    root: RootModule
    vpcs: Counted[Vpc]
    secondary_blocks: Counted[SecondaryBlock]
    vswitches: Counted[VSwitch]
    tables: Counted[Table]
    routes: Counted[Route]
    connections: Counted[Connection]
    accepters: Counted[Accepter]
    alarms: Counted[Alarm]
    complete: bool
    expectations: tuple[ResolvedExpectation, ...] = ()

    @property
    def closed(self) -> bool:
        """Nothing is left out, and no caller of this module can add something: only then is a thing missing."""
        return self.complete and not self.root.library

    @cached_property
    def vpc_by_id(self) -> dict[str, Vpc]:
        """The VPCs by identity."""
        return {vpc.id: vpc for vpc in self.vpcs}

    @cached_property
    def lists(self) -> PrefixLists:
        """The prefix lists that this configuration makes."""
        return PrefixLists(self.root)

    @cached_property
    def vswitch_by_id(self) -> dict[str, VSwitch]:
        """The vSwitches by identity."""
        return {vswitch.id: vswitch for vswitch in self.vswitches}

    @cached_property
    def table_by_id(self) -> dict[str, Table]:
        """The custom route tables by identity."""
        return {table.id: table for table in self.tables}

    @cached_property
    def _connection_by_id(self) -> dict[str, Connection]:
        return {connection.id: connection for connection in self.connections}

    @cached_property
    def _routes_by_hop(self) -> dict[Id, Counted[Route]]:
        return _grouped(self.routes, lambda route: route.hop)

    @cached_property
    def routes_with_unknown_hop(self) -> tuple[Route, ...]:
        """Routes that may lead over any connection, for all that is known of their next hop."""
        return tuple(route for route in self.routes if route.hop is UNKNOWN and _may_be_peering(route))

    @cached_property
    def _accepters_by_connection(self) -> dict[Id, Counted[Accepter]]:
        return _grouped(self.accepters, lambda accepter: accepter.connection)

    @cached_property
    def _vpc_blocks(self) -> CidrIndex[Vpc]:
        return CidrIndex((block, vpc) for vpc in self.vpcs for block in vpc.blocks)

    @cached_property
    def _vswitch_blocks(self) -> dict[Id, CidrIndex[VSwitch]]:
        return {
            vpc: CidrIndex((vswitch.block, vswitch) for vswitch in members if vswitch.block is not UNKNOWN)
            for vpc, members in self._vswitches_by_vpc.items()
        }

    @cached_property
    def _routes_by_table(self) -> dict[Id, Counted[Route]]:
        return _grouped(self.routes, lambda route: route.table)

    @cached_property
    def vswitch_without_vpc(self) -> VSwitch | None:
        """A vSwitch of which it is not known in which VPC it is."""
        return next((vswitch for vswitch in self.vswitches if vswitch.vpc is UNKNOWN), None)

    @cached_property
    def _vswitches_by_vpc(self) -> dict[Id, Counted[VSwitch]]:
        return _grouped(self.vswitches, lambda vswitch: vswitch.vpc)

    def vpc(self, id: Id) -> Vpc | None:
        """The VPC of this identity, where this configuration creates it."""
        return self.vpc_by_id.get(id) if isinstance(id, str) else None

    def connection(self, id: Id) -> Connection | None:
        """The connection of this identity, where this configuration creates it."""
        return self._connection_by_id.get(id) if isinstance(id, str) else None

    def vswitches_of(self, vpc: Id) -> Counted[VSwitch]:
        return self._vswitches_by_vpc.get(vpc, Counted()) if isinstance(vpc, str) else Counted()

    def vswitches_around(self, block: Cidr, vpc: Id) -> Iterator[VSwitch]:
        """The vSwitches of a VPC that hold all of a block."""
        index = self._vswitch_blocks.get(vpc) if isinstance(vpc, str) else None
        return counted(index.containing(block) if index else ())

    def vswitches_touching(self, block: Cidr, vpc: Id) -> Iterator[VSwitch]:
        """The vSwitches of a VPC that share an address with a block."""
        index = self._vswitch_blocks.get(vpc) if isinstance(vpc, str) else None
        return counted(index.overlapping(block) if index else ())

    def vpcs_touching(self, block: Cidr) -> Iterator[Vpc]:
        """The VPCs that share an address with a block; one may come more than once."""
        return counted(self._vpc_blocks.overlapping(block))

    def routes_in(self, table: str) -> Counted[Route]:
        """The routes of a table, and those that may stand in it for all that is known."""
        return Counted((*self._routes_by_table.get(table, ()), *self._routes_by_table.get(UNKNOWN, ())))

    def routes_over(self, connection: Connection) -> Counted[Route]:
        """The routes whose next hop is the connection."""
        return self._routes_by_hop.get(connection.id, Counted())

    def accepters_of(self, connection: Connection) -> Counted[Accepter]:
        return self._accepters_by_connection.get(connection.id, Counted())

    def vpcs_of(self, connection: Connection) -> tuple[Vpc | None, Vpc | None]:
        """Requester and accepter VPC, where this configuration creates them."""
        return self.vpc(connection.vpc), self.vpc(connection.accepting_vpc)

    def side(self, route: Route, connection: Connection) -> Side | None:
        """On which side of a connection a route stands; None where that is not known.

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

    def modules(self) -> Iterator[tuple[ModuleInstance, Iterator[ResourceInstance]]]:
        """Every module instance with the managed resources in it."""
        by_module: dict[ModulePath, list[ResourceInstance]] = {}
        for resource in counted(self.root.resources):
            if resource.mode == "managed":
                by_module.setdefault(resource.module, []).append(resource)
        for module in counted(self.root.modules):
            yield module, counted(by_module.get(module.path, ()))

    def providers(self) -> Iterator[ProviderConfiguration]:
        """Every ``alicloud`` provider configuration of the root and its modules."""
        for module in counted(self.root.modules):
            for provider in module.providers.values():
                if provider.name == "alicloud":
                    yield provider

    def pairs(self) -> Iterator[tuple[Connection, Vpc, Vpc]]:
        """Connections both of whose VPCs this configuration creates."""
        for connection in self.connections:
            requester, accepter = self.vpcs_of(connection)
            if requester and accepter and requester is not accepter:
                yield connection, requester, accepter


def _grouped(entities: Iterable[E], key: Callable[[E], Id]) -> dict[Id, Counted[E]]:
    groups: dict[Id, list[E]] = {}
    for entity in entities:
        groups.setdefault(key(entity), []).append(entity)
    return {value: Counted(members) for value, members in groups.items()}


def _may_be_peering(route: Route) -> bool:
    """Whether an unknown next hop may be a connection."""
    value = route.value("nexthop_id")
    reference = value.reference if value else None
    return reference is None or reference.mode != "managed" or reference.type in PEERING_TYPES


def can_coexist(*entities: Entity) -> bool:
    """Whether these can exist at the same time: their ``count`` conditions do not exclude each other."""
    consume_budget()
    return may_coexist(*(entity.resource for entity in entities))


def is_on_neither_side(route: Route, connection: Connection) -> bool:
    """Whether a route's table certainly belongs to neither VPC of the connection."""
    return certainly_different(route.vpc, connection.vpc) and certainly_different(route.vpc, connection.accepting_vpc)
