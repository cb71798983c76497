"""A configuration's network as the rulebook's packet walk wants it, read on demand.

A walk asks for what could decide about its packet and for nothing else, so that a value which is not known silences
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
        found = ((block, one) for one in self.written for block in _destinations(self.lists, one))
        return CidrIndex((block, (block, one)) for block, one in found)

    def match(self, target: Cidr) -> reachability.NetworkRoute | None:
        consume_budget(_WALK)
        won: tuple[Cidr, entities.Route] | None = None
        for block, one in counted(self._by_block.containing(target)):
            if won is None or block.mask > won[0].mask:
                won = block, one
        return None if won is None else _route(won[1], won[0])

    def changed(self, target: Cidr) -> reachability.NetworkRoute | None:
        """No configuration changes a system route."""
        return None

    def inside(self, block: Cidr) -> Iterator[Cidr]:
        return counted(self._by_block.inside(block))

    def routes_version(self, version: int) -> bool:
        return self._by_block.has_version(version)


class _Members(Counted[reachability.NetworkVSwitch], reachability.VSwitchIndex):
    """The vSwitches of a VPC, each paid for by whoever looks at it."""


def network_of(topology: Topology, access: Access | None = None) -> reachability.Network:
    """The network of a configuration that is read completely; without ``access`` nothing is filtered.

    Network ACLs are found under the vSwitch that they guard.
    """
    vswitches = {one.id: one for one in topology.vswitches}
    return reachability.Network(
        vswitches=LazyMapping(lambda id: _vswitch(vswitches[id]) if id in vswitches else None, lambda: vswitches),
        tables=LazyMapping(lambda id: _table(topology, id), lambda: ()),
        connections=LazyMapping(lambda id: _connection(topology, id), lambda: ()),
        by_vpc=LazyMapping(lambda id: _members(topology, id), lambda: (vpc.id for vpc in topology.vpcs)),
        acls={} if access is None else LazyMapping(access.of_vswitch, lambda: vswitches),
        groups={} if access is None else LazyMapping(access.group, lambda: ()),
        internet_routing=LazyMapping(lambda id: _gateway(topology, id), lambda: ()),
    )


def _vswitch(one: entities.VSwitch) -> reachability.NetworkVSwitch:
    require_known(one.resource, "vpc_id", "cidr_block")
    facts = Facts(one.resource)
    if not isinstance(one.vpc, str):
        raise facts.missing("vpc_id")
    if one.block is UNKNOWN:
        raise facts.missing("cidr_block")
    if not isinstance(one.table, str):
        raise NotKnownError(f"the route table of {one.id} is not known", Location(one.resource))
    return reachability.NetworkVSwitch(id=one.id, vpc=one.vpc, table=one.table, blocks=(one.block,), acl=one.id)


def _members(topology: Topology, vpc: str) -> reachability.VSwitchIndex:
    if topology.homeless is not None:
        raise Facts(topology.homeless.resource).missing("vpc_id")
    own = topology.vswitches_of(vpc)
    made = topology.vpc(vpc)
    if made is not None:
        require_known(made.resource)
    elif own:
        what = f"what is in {vpc}, which this configuration does not create, is not known"
        raise NotKnownError(what, Location(own[0].resource, ("vpc_id",)))
    return _Members(_vswitch(one) for one in own)


def _table(topology: Topology, id: str) -> reachability.NetworkRouteTable:
    if not is_address(id):
        user = next(one for one in topology.vswitches if one.table == id)
        what = f"what is in route table {id}, which this configuration does not create, is not known"
        raise NotKnownError(what, Location(user.resource))
    return _WrittenTable(id, "", (), topology.routes_in(id), topology.lists)


def _destinations(lists: PrefixLists | None, one: entities.Route) -> tuple[Cidr, ...]:
    """The blocks that a route leads to: its destination, or the entries of its prefix list."""
    if one.destination is not UNKNOWN:
        return (one.destination,)
    listed = lists.find(one.prefix_list) if lists is not None else None
    if listed is None:
        raise Facts(one.resource).missing(next((n for n in one.DESTINATION if one.argument(n)), one.DESTINATION[0]))
    return prefix_lists.blocks(listed)


def _route(one: entities.Route, destination: Cidr) -> reachability.NetworkRoute:
    """The route that won: only now it matters whether it is there, and where it leads."""
    require_known(one.resource, *one.DESTINATION, "nexthop_type", "nexthop_id", "route_table_id")
    facts = Facts(one.resource)
    if one.table is UNKNOWN:
        raise facts.missing("route_table_id")
    type = routing.effective_type(one.hop_type)
    if type is UNKNOWN:
        raise facts.missing("nexthop_type")
    if type == nexthops.PEERING_TYPE and not (isinstance(one.hop, str) and is_address(one.hop)):
        raise facts.missing("nexthop_id")
    return reachability.NetworkRoute(destination, type, one.hop if isinstance(one.hop, str) else "(unknown)")


def _connection(topology: Topology, id: str) -> reachability.NetworkConnection | None:
    one = topology.connection(id)
    if one is None:
        return None
    require_known(one.resource, "vpc_id", "accepting_vpc_id", "accepting_ali_uid", "status")
    facts = Facts(one.resource)
    for name, vpc in (("vpc_id", one.vpc), ("accepting_vpc_id", one.accepting_vpc)):
        if not isinstance(vpc, str) or not is_address(vpc):
            raise facts.missing(name)
    return reachability.NetworkConnection(one.id, str(one.vpc), str(one.accepting_vpc), _status(topology, one))


def _status(topology: Topology, one: entities.Connection) -> str:
    """The state that a connection has once everything is applied."""
    facts = Facts(one.resource)
    if facts.text("status", "Activated") != "Activated":
        raise facts.missing("status")
    if one.cross_account == "no":
        return "Activated"
    for accepter in topology.accepters:
        if accepter.connection is UNKNOWN:
            raise Facts(accepter.resource).missing("instance_id")
        if accepter.connection == one.id:
            require_known(accepter.resource, "instance_id")
            return "Activated"
    if one.cross_account != "yes":
        raise facts.missing("accepting_ali_uid")
    return "Accepting"


def _gateway(topology: Topology, vpc: str) -> reachability.InternetRouting:
    """What a VPC does with addresses outside RFC 1918."""
    active = False
    for one in topology.root.of_type("alicloud_vpc_ipv4_gateway"):
        facts = Facts(require_known(one, "enabled"))
        if facts.id(topology.root, "vpc_id") == vpc:
            active = active or facts.choice("enabled", ("true", "false"), "false") == "true"
    made = topology.vpc(vpc)
    listed = made.value("user_cidrs") if made else None
    blocks = [parse_cidr(text) if isinstance(text, str) else None for text in made.texts("user_cidrs")] if made else []
    if made and listed and (listed.sequence() is None or listed.any_sensitive or None in blocks):
        raise Facts(made.resource).missing("user_cidrs")
    return reachability.InternetRouting(active, tuple(block for block in blocks if block is not None))
