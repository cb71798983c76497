"""Resources of a world as tests read them: plain values, as of the moment of reading."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class VpcSnapshot:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class VSwitchSnapshot:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSnapshot:
    id: str
    name: str
    status: str
    destination: str
    hop_type: str
    hop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTableSnapshot:
    """A route table with its custom routes."""

    id: str
    name: str
    status: str
    account: str
    region: str
    vpc: str
    kind: str
    routes: tuple[RouteSnapshot, ...]


@dataclass(frozen=True, slots=True)
class PartySnapshot:
    vpc: str
    region: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeeringSnapshot:
    id: str
    name: str
    description: str
    status: str
    requester: PartySnapshot
    accepter: PartySnapshot
    bandwidth: int
    link_type: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Reachability:
    """Whether a packet gets there and the answer back; true or false by itself, and its repr says why."""

    source: str
    target: str
    reachable: bool
    cause: Cause
    why: str
    #: Id of the resource that decided: route table, connection, network ACL, security group.
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
    def of(cls, source: str, target: str, path: PacketPath) -> Reachability:
        """The result of a packet trace."""
        return cls(
            source=source, target=target, reachable=path.reachable, cause=path.cause, why=path.why, owner=path.owner,
            rule=path.rule, hops=path.hops,
        )  # fmt: skip


def vpc(tx: Transaction, row: VpcRow) -> VpcSnapshot:
    return VpcSnapshot(
        id=row.id,
        name=row.vpc_name,
        description=row.description,
        status=row.state,
        account=row.account,
        region=row.region_id,
        cidr_blocks=(row.cidr_block, *row.secondary_cidr_blocks),
        ipv6_cidr_block=row.ipv6_cidr_block,
        vswitches=tuple(vswitch.id for vswitch in tx.find(VSwitchRow, "vpc", row.id)),
        route_tables=tuple(table.id for table in tx.find(RouteTableRow, "vpc", row.id)),
        tags=dict(tags_of(tx, row.account, row.id)),
    )


def vswitch(tx: Transaction, row: VSwitchRow) -> VSwitchSnapshot:
    return VSwitchSnapshot(
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


def route_table(tx: Transaction, row: RouteTableRow) -> RouteTableSnapshot:
    routes = tuple(
        RouteSnapshot(
            id=entry.id,
            name=entry.route_entry_name,
            status=entry.state,
            destination=entry.destination_cidr_block,
            hop_type=hop.next_hop_type,
            hop=hop.next_hop_id,
        )
        for entry in tx.find(RouteEntryRow, "route_table", row.id)
        for hop in entry.next_hops
    )
    return RouteTableSnapshot(
        id=row.id,
        name=row.route_table_name,
        status=row.state,
        account=row.account,
        region=row.region_id,
        vpc=row.vpc_id,
        kind=row.route_table_type,
        routes=routes,
    )


def peering(_tx: Transaction, row: PeeringRow) -> PeeringSnapshot:
    return PeeringSnapshot(
        id=row.id, name=row.name, description=row.description, status=row.state, requester=_party(row.requester),
        accepter=_party(row.accepter), bandwidth=row.bandwidth, link_type=row.link_type,
    )  # fmt: skip


def _party(party: Party) -> PartySnapshot:
    return PartySnapshot(party.vpc_id, party.region_id, party.account)
