"""What is in a world, as a test reads it: plain values, taken when they were asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tfmock.core.store import Transaction
from tfmock.rulebook.reachability import Cause, Hop, PacketPath
from tfmock.services.common.tags import tags_of
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import Party, PeeringRow


@dataclass(frozen=True, slots=True)
class Vpc:
    id: str
    name: str
    description: str
    status: str
    account: str
    region: str
    #: IPv4, the primary first.
    cidr_blocks: tuple[str, ...]
    ipv6_cidr_block: str
    vswitches: tuple[str, ...]
    #: The system table first.
    route_tables: tuple[str, ...]
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VSwitch:
    id: str
    name: str
    description: str
    status: str
    account: str
    region: str
    zone: str
    vpc: str
    cidr_block: str
    route_table: str
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Route:
    id: str
    name: str
    status: str
    destination: str
    hop_type: str
    hop: str


@dataclass(frozen=True, slots=True)
class RouteTable:
    """A route table with its custom routes."""

    id: str
    name: str
    status: str
    account: str
    region: str
    vpc: str
    kind: str
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class End:
    vpc: str
    region: str
    account: str


@dataclass(frozen=True, slots=True)
class Peering:
    id: str
    name: str
    description: str
    status: str
    requester: End
    accepter: End
    bandwidth: int
    link_type: str


@dataclass(frozen=True, slots=True, repr=False)
class Reach:
    """Whether a packet gets there and the answer back: true or false, and in a failing assertion the reason."""

    source: str
    target: str
    reachable: bool
    cause: Cause
    why: str
    #: Id of the piece that decided: route table, connection, network ACL, security group.
    owner: str = ""
    #: Id or name of the rule in it, if any.
    rule: str = ""
    hops: tuple[Hop, ...] = ()

    def __bool__(self) -> bool:
        return self.reachable

    def __repr__(self) -> str:
        verb = "reaches" if self.reachable else "does not reach"
        return f"<{self.source} {verb} {self.target}: {self.why}>"

    @classmethod
    def of(cls, source: str, target: str, walk: PacketPath) -> Reach:
        """What a packet walk found."""
        return cls(source, target, walk.reachable, walk.cause, walk.why, walk.owner, walk.rule, walk.hops)


def vpc(tx: Transaction, row: VpcRow) -> Vpc:
    return Vpc(
        id=row.id,
        name=row.vpc_name,
        description=row.description,
        status=row.state,
        account=row.account,
        region=row.region_id,
        cidr_blocks=(row.cidr_block, *row.secondary_cidr_blocks),
        ipv6_cidr_block=row.ipv6_cidr_block,
        vswitches=tuple(each.id for each in tx.find(VSwitchRow, "vpc", row.id)),
        route_tables=tuple(each.id for each in tx.find(RouteTableRow, "vpc", row.id)),
        tags=dict(tags_of(tx, row.account, row.id)),
    )


def vswitch(tx: Transaction, row: VSwitchRow) -> VSwitch:
    return VSwitch(
        id=row.id,
        name=row.v_switch_name,
        description=row.description,
        status=row.state,
        account=row.account,
        region=row.region_id,
        zone=row.zone_id,
        vpc=row.vpc_id,
        cidr_block=row.cidr_block,
        route_table=row.route_table_id,
        tags=dict(tags_of(tx, row.account, row.id)),
    )


def route_table(tx: Transaction, row: RouteTableRow) -> RouteTable:
    routes = tuple(
        Route(
            entry.id,
            entry.route_entry_name,
            entry.state,
            entry.destination_cidr_block,
            hop.next_hop_type,
            hop.next_hop_id,
        )
        for entry in tx.find(RouteEntryRow, "route_table", row.id)
        for hop in entry.next_hops
    )
    return RouteTable(
        row.id, row.route_table_name, row.state, row.account, row.region_id, row.vpc_id, row.route_table_type, routes
    )


def peering(_tx: Transaction, row: PeeringRow) -> Peering:
    return Peering(
        id=row.id, name=row.name, description=row.description, status=row.state, requester=_end(row.requester),
        accepter=_end(row.accepter), bandwidth=row.bandwidth, link_type=row.link_type,
    )  # fmt: skip


def _end(party: Party) -> End:
    return End(party.vpc_id, party.region_id, party.account)
