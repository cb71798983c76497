"""A configuration's network as the rulebook's packet trace needs it, read on demand.

A trace reads what could decide about its packet and nothing else, so that a value which is not known silences
only the questions that rest on it: those end in :class:`hcl_lint.network.facts.NotKnownError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from hcl_lint.common.work import Counted, consume_budget, counted
from hcl_lint.network import entities, prefix_lists
from hcl_lint.network.access import Access
from hcl_lint.network.facts import Facts, Location, NotKnownError, require_known
from hcl_lint.network.identity import is_address
from hcl_lint.network.prefix_lists import PrefixLists
from hcl_lint.network.topology import Topology
from tfmock.rulebook import nexthops, reachability, routing
from tfmock.rulebook.cidr import Cidr, parse_cidr
from tfmock.rulebook.cidr_index import CidrIndex
from tfmock.rulebook.lazy_mapping import LazyMapping
from tfmock.rulebook.rule import UNKNOWN

#: What following one packet takes, next to a look at a resource.
_WALK: Final = 8


@dataclass(frozen=True)
class _WrittenTable(reachability.NetworkRouteTable):
    """A route table; ``written`` are its routes, and those that may stand in it for all that is known."""

    written: tuple[entities.Route, ...] = ()
    lists: PrefixLists | None = None

    @cached_property
    def _by_block(self) -> CidrIndex[tuple[Cidr, entities.Route]]:
        """The routes by destination, once all of these are known."""
        pairs = ((block, route) for route in self.written for block in _destinations(self.lists, route))
        return CidrIndex((block, (block, route)) for block, route in pairs)

    def match(self, target: Cidr) -> reachability.NetworkRoute | None:
        consume_budget(_WALK)
        best: tuple[Cidr, entities.Route] | None = None
        for block, route in counted(self._by_block.containing(target)):
            if best is None or block.mask > best[0].mask:
                best = block, route
        return None if best is None else _route(best[1], best[0])

    def changed(self, target: Cidr) -> reachability.NetworkRoute | None:
        """No configuration changes a system route."""
        return None

    def inside(self, block: Cidr) -> Iterator[Cidr]:
        return counted(self._by_block.inside(block))

    def routes_version(self, version: int) -> bool:
        return self._by_block.has_version(version)


class _Members(Counted[reachability.NetworkVSwitch], reachability.VSwitchIndex):
    """The vSwitches of a VPC, each counted when it is looked at."""


def network_of(topology: Topology, access: Access | None = None) -> reachability.Network:
    """The network of a configuration that is read completely; without ``access`` nothing is filtered.

    Network ACLs are kept by the vSwitch that they guard.
    """
    vswitches = {vswitch.id: vswitch for vswitch in topology.vswitches}
    return reachability.Network(
        vswitches=LazyMapping(lambda id: _vswitch(vswitches[id]) if id in vswitches else None, lambda: vswitches),
        tables=LazyMapping(lambda id: _table(topology, id), lambda: ()),
        connections=LazyMapping(lambda id: _connection(topology, id), lambda: ()),
        by_vpc=LazyMapping(lambda id: _members(topology, id), lambda: (vpc.id for vpc in topology.vpcs)),
        acls={} if access is None else LazyMapping(access.of_vswitch, lambda: vswitches),
        groups={} if access is None else LazyMapping(access.group, lambda: ()),
        internet_routing=LazyMapping(lambda id: _gateway(topology, id), lambda: ()),
    )


def _vswitch(vswitch: entities.VSwitch) -> reachability.NetworkVSwitch:
    require_known(vswitch.resource, "vpc_id", "cidr_block")
    facts = Facts(vswitch.resource)
    if not isinstance(vswitch.vpc, str):
        raise facts.missing("vpc_id")
    if vswitch.block is UNKNOWN:
        raise facts.missing("cidr_block")
    if not isinstance(vswitch.table, str):
        raise NotKnownError(f"the route table of {vswitch.id} is not known", Location(vswitch.resource))
    return reachability.NetworkVSwitch(
        id=vswitch.id, vpc=vswitch.vpc, table=vswitch.table, blocks=(vswitch.block,), acl=vswitch.id
    )


def _members(topology: Topology, vpc: str) -> reachability.VSwitchIndex:
    if topology.vswitch_without_vpc is not None:
        raise Facts(topology.vswitch_without_vpc.resource).missing("vpc_id")
    members = topology.vswitches_of(vpc)
    own_vpc = topology.vpc(vpc)
    if own_vpc is not None:
        require_known(own_vpc.resource)
    elif members:
        what = f"what is in {vpc}, which this configuration does not create, is not known"
        raise NotKnownError(what, Location(members[0].resource, ("vpc_id",)))
    return _Members(_vswitch(vswitch) for vswitch in members)


def _table(topology: Topology, id: str) -> reachability.NetworkRouteTable:
    if not is_address(id):
        user = next(vswitch for vswitch in topology.vswitches if vswitch.table == id)
        what = f"what is in route table {id}, which this configuration does not create, is not known"
        raise NotKnownError(what, Location(user.resource))
    return _WrittenTable(id, "", (), topology.routes_in(id), topology.lists)


def _destinations(lists: PrefixLists | None, route: entities.Route) -> tuple[Cidr, ...]:
    """The blocks that a route leads to: its destination, or the entries of its prefix list."""
    if route.destination is not UNKNOWN:
        return (route.destination,)
    prefix_list = lists.find(route.prefix_list) if lists is not None else None
    if prefix_list is None:
        raise Facts(route.resource).missing(
            next((n for n in route.DESTINATION if route.argument(n)), route.DESTINATION[0])
        )
    return prefix_lists.blocks(prefix_list)


def _route(route: entities.Route, destination: Cidr) -> reachability.NetworkRoute:
    """The route that matched: only now it matters whether it exists, and where it leads."""
    require_known(route.resource, *route.DESTINATION, "nexthop_type", "nexthop_id", "route_table_id")
    facts = Facts(route.resource)
    if route.table is UNKNOWN:
        raise facts.missing("route_table_id")
    type = routing.effective_type(route.hop_type)
    if type is UNKNOWN:
        raise facts.missing("nexthop_type")
    if type == nexthops.PEERING_TYPE and not (isinstance(route.hop, str) and is_address(route.hop)):
        raise facts.missing("nexthop_id")
    return reachability.NetworkRoute(destination, type, route.hop if isinstance(route.hop, str) else "(unknown)")


def _connection(topology: Topology, id: str) -> reachability.NetworkConnection | None:
    connection = topology.connection(id)
    if connection is None:
        return None
    require_known(connection.resource, "vpc_id", "accepting_vpc_id", "accepting_ali_uid", "status")
    facts = Facts(connection.resource)
    for name, vpc in (("vpc_id", connection.vpc), ("accepting_vpc_id", connection.accepting_vpc)):
        if not isinstance(vpc, str) or not is_address(vpc):
            raise facts.missing(name)
    return reachability.NetworkConnection(
        connection.id, str(connection.vpc), str(connection.accepting_vpc), _status(topology, connection)
    )


def _status(topology: Topology, connection: entities.Connection) -> str:
    """The state that a connection has once everything is applied."""
    facts = Facts(connection.resource)
    if facts.text("status", "Activated") != "Activated":
        raise facts.missing("status")
    if connection.cross_account == "no":
        return "Activated"
    for accepter in topology.accepters:
        if accepter.connection is UNKNOWN:
            raise Facts(accepter.resource).missing("instance_id")
        if accepter.connection == connection.id:
            require_known(accepter.resource, "instance_id")
            return "Activated"
    if connection.cross_account != "yes":
        raise facts.missing("accepting_ali_uid")
    return "Accepting"


def _gateway(topology: Topology, vpc: str) -> reachability.InternetRouting:
    """What a VPC does with addresses outside RFC 1918."""
    active = False
    for gateway in topology.root.of_type("alicloud_vpc_ipv4_gateway"):
        facts = Facts(require_known(gateway, "enabled"))
        if facts.id(topology.root, "vpc_id") == vpc:
            active = active or facts.choice("enabled", ("true", "false"), "false") == "true"
    own_vpc = topology.vpc(vpc)
    listed = own_vpc.value("user_cidrs") if own_vpc else None
    blocks = (
        [parse_cidr(text) if isinstance(text, str) else None for text in own_vpc.texts("user_cidrs")] if own_vpc else []
    )
    if own_vpc and listed and (listed.sequence() is None or listed.any_sensitive or None in blocks):
        raise Facts(own_vpc.resource).missing("user_cidrs")
    return reachability.InternetRouting(active, tuple(block for block in blocks if block is not None))
