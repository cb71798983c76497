"""A world's network as the rulebook's packet walk wants it."""

from __future__ import annotations

from tfmock.core.store import Transaction
from tfmock.rulebook import reachability
from tfmock.rulebook.reachability import Connection, Network, Route, Table, VSwitch
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import PeeringRow


def network(tx: Transaction) -> Network:
    """Everything a packet may meet, across accounts and regions."""
    routes: dict[str, list[Route]] = {}
    for entry in tx.rows(RouteEntryRow):
        if entry.cidr is not None:
            hop = entry.hops[0]
            routes.setdefault(entry.route_table, []).append(Route(entry.cidr, hop.type, hop.id))
    return reachability.network(
        [VSwitch(row.id, row.vpc, row.route_table, row.blocks()) for row in tx.rows(VSwitchRow)],
        [Table(row.id, row.vpc, tuple(routes.get(row.id, ()))) for row in tx.rows(RouteTableRow)],
        [Connection(row.id, *row.vpcs, row.state) for row in tx.rows(PeeringRow)],
    )
