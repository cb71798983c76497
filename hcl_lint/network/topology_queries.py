"""Questions whose answer takes several parts of a network: who is where, what leads where."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.entities import Connection, Entity, Route, Vpc
from hcl_lint.network.topology import Topology, can_coexist
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.rule import UNKNOWN


def region_note(entity: Entity) -> tuple[Note, ...]:
    """Where the region of an entity's provider is written."""
    provider = entity.resource.provider
    value = provider.region if provider else None
    if value is None or value.span is None or value.any_sensitive:
        return ()
    return (Note(f"its provider is in {value.text()}", value.span),)


def region_conflict(entity: Entity, other: Entity | None) -> bool:
    """Whether two resources that belong together are certainly in different regions or accounts."""
    if other is None or not can_coexist(entity, other):
        return False
    if entity.region is not UNKNOWN and other.region is not UNKNOWN and entity.region != other.region:
        return True
    if entity.account is UNKNOWN or other.account is UNKNOWN:
        return False
    return entity.account.same(other.account) == "no"


def peering_routes(topology: Topology) -> Iterator[tuple[Route, Connection]]:
    """Routes over a connection of this configuration, with that connection."""
    for route in topology.routes:
        connection = topology.connection(route.hop)
        if connection is not None and can_coexist(route, connection):
            yield route, connection


def own_and_peer_vpc(topology: Topology, route: Route, connection: Connection) -> tuple[Vpc | None, Vpc | None]:
    """The VPC in which a route stands and the one it should lead to, as far as this configuration creates them."""
    requester, accepter = topology.vpcs_of(connection)
    side = topology.side(route, connection)
    if side is None:
        return None, None
    return (requester, accepter) if side == "requester" else (accepter, requester)


def overlaps_vpc(destination: Cidr, vpc: Vpc) -> bool:
    """Whether a destination shares an address with a known block of a VPC."""
    return any(destination.overlaps(block) for block in vpc.blocks)
