"""The parts of a topology that decide where packets go, in the words of the rulebook's packet walk."""

from __future__ import annotations

from collections.abc import Sequence

from hcl_lint.network.entities import Vpc
from hcl_lint.network.topology import Topology
from tfmock.rulebook import reachability, routing
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.rule import UNKNOWN


def network_of(topology: Topology, vpcs: Sequence[Vpc]) -> reachability.Network | None:
    """The network of these VPCs; None if anything that could decide about a packet is not known."""
    if not topology.complete or any(vswitch.vpc is UNKNOWN for vswitch in topology.vswitches):
        return None
    vswitches = []
    for vpc in vpcs:
        for one in topology.vswitches_of(vpc.id):
            if one.block is UNKNOWN or not isinstance(one.table, str) or not one.resource.certain:
                return None
            blocks: tuple[Cidr, ...] = (one.block,)
            vswitches.append(reachability.VSwitch(one.id, vpc.id, one.table, blocks))
    routes = _routes(topology)
    if routes is None:
        return None
    tables = [reachability.Table(id, vpc, tuple(routes.get(id, ()))) for id, vpc in
              {(one.table, one.vpc) for one in vswitches}]  # fmt: skip
    connections = [
        reachability.Connection(one.id, one.vpc, one.accepting_vpc)
        for one in topology.connections
        if isinstance(one.vpc, str) and isinstance(one.accepting_vpc, str)
    ]
    return reachability.network(vswitches, tables, connections)


def _routes(topology: Topology) -> dict[str, list[reachability.Route]] | None:
    """The routes of every table; None if there is one of which table, destination or next hop is not known."""
    found: dict[str, list[reachability.Route]] = {}
    for one in topology.routes:
        hop_type = routing.effective_type(one.hop_type)
        if not isinstance(one.table, str) or one.destination is UNKNOWN or hop_type is UNKNOWN:
            return None
        if not one.resource.certain or (hop_type == "VpcPeer" and not isinstance(one.hop, str)):
            return None
        hop = one.hop if isinstance(one.hop, str) else "(unknown)"
        found.setdefault(one.table, []).append(reachability.Route(one.destination, hop_type, hop))
    return found
