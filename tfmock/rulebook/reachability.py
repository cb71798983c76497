"""Routes that a packet takes from one VPC to another, by longest prefix, over system and custom routes.

It reads a plain :class:`Network`, which the mock makes of the rows of a world and the linter of the resources of a
configuration. Routes alone are followed, in one direction; :mod:`tfmock.rulebook.tracing` adds access rules and the
answer. Sources: route table page (longest prefix;
system routes are never beaten), VPC peering help page (status, no transit, RFC 1918, overlapping blocks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter
from typing import Literal, TypeAlias

from tfmock.rulebook.access import NetworkAcl, SecurityGroup
from tfmock.rulebook.cidr import CLOUD_SERVICES, DEFAULT_IPV4, Cidr, is_private, split_at
from tfmock.rulebook.cidr_index import CidrIndex


@dataclass(frozen=True, slots=True)
class NetworkRoute:
    """A custom route of a table; ``next_hop`` is an id.

    ``system``: a system route of a vSwitch whose next hop was changed.
    """

    destination: Cidr
    next_hop_type: str
    next_hop: str
    system: bool = False


@dataclass(frozen=True, slots=True)
class NetworkRouteTable:
    """A route table with its custom routes; the system routes follow from the vSwitches of the VPC."""

    id: str
    vpc: str
    routes: tuple[NetworkRoute, ...] = ()

    def match(self, target: Cidr) -> NetworkRoute | None:
        """The custom route whose destination holds all of ``target``, most specific first."""
        fitting = (route for route in self.routes if route.destination.contains(target))
        return max(fitting, key=lambda route: route.destination.mask, default=None)

    def changed(self, target: Cidr) -> NetworkRoute | None:
        """The system route to ``target``, a block of a vSwitch of the same VPC, if its next hop was changed."""
        route = self.match(target)
        return route if route is not None and route.system else None

    def inside(self, block: Cidr) -> Iterable[Cidr]:
        """The destinations of custom routes that lie inside a block."""
        return (route.destination for route in self.routes if block.contains(route.destination))

    def routes_version(self, version: int) -> bool:
        """Whether there is a custom route of this IP version."""
        return any(route.destination.version == version for route in self.routes)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkVSwitch:
    """A vSwitch: its blocks (IPv4, perhaps IPv6), the ids of its route table and, if any, its network ACL."""

    id: str
    vpc: str
    table: str
    blocks: tuple[Cidr, ...]
    acl: str = ""


class VSwitchIndex(tuple[NetworkVSwitch, ...]):
    """The vSwitches of one VPC, indexed by block."""

    @cached_property
    def blocks(self) -> CidrIndex[tuple[int, NetworkVSwitch]]:
        """The vSwitches by block, each with its position."""
        return CidrIndex((block, (place, vswitch)) for place, vswitch in enumerate(self) for block in vswitch.blocks)

    def find_containing(self, target: Cidr) -> NetworkVSwitch | None:
        """The first vSwitch that contains all of ``target``."""
        return min(self.blocks.containing(target), key=itemgetter(0), default=(0, None))[1]


@dataclass(frozen=True, slots=True)
class NetworkConnection:
    """A peering connection; ``status`` as the API gives it."""

    id: str
    vpc: str
    accepting_vpc: str
    status: str = "Activated"

    def other(self, vpc: str) -> str | None:
        """The VPC on the other side of ``vpc``; None when the connection does not join ``vpc``."""
        if vpc == self.vpc:
            return self.accepting_vpc
        return self.vpc if vpc == self.accepting_vpc else None


@dataclass(frozen=True, slots=True)
class InternetRouting:
    """What a VPC does with packets to addresses outside RFC 1918.

    Attributes:
        active_gateway: it has an activated IPv4 gateway, so that its route tables come first.
        user_cidrs: further blocks that are private to it (UserCidr).
    """

    active_gateway: bool = False
    user_cidrs: tuple[Cidr, ...] = ()

    def prefers_routes(self, target: Cidr) -> bool:
        """Whether the route tables come before the way to the Internet, for an address outside RFC 1918."""
        return self.active_gateway or any(block.contains(target) for block in self.user_cidrs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Everything that a packet can meet, by id. The mappings may be lazy (:class:`LazyMapping`)."""

    vswitches: Mapping[str, NetworkVSwitch]
    tables: Mapping[str, NetworkRouteTable]
    connections: Mapping[str, NetworkConnection]
    by_vpc: Mapping[str, VSwitchIndex] = field(default_factory=dict)
    acls: Mapping[str, NetworkAcl] = field(default_factory=dict)
    groups: Mapping[str, SecurityGroup] = field(default_factory=dict)
    internet_routing: Mapping[str, InternetRouting] = field(default_factory=dict)


Cause: TypeAlias = Literal[
    "delivered",
    "stays-in-own-vpc",
    "no-vswitch",
    "no-route",
    "wrong-next-hop",
    "cloud-services",
    "connection-missing",
    "connection-inactive",
    "transit",
    "address-unused",
    "internet-first",
    "source-security-group",
    "source-network-acl",
    "target-network-acl",
    "target-security-group",
    "source-not-running",
    "target-not-running",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a packet: the route table, the destination of the route that it takes, and the next hop."""

    vpc: str
    table: str
    destination: Cidr | None
    next_hop_type: str
    next_hop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketPath:
    """How far a packet came in one direction, and why. ``owner`` and ``rule`` are the ids of what decided."""

    reachable: bool
    cause: Cause
    why: str
    hops: tuple[Hop, ...] = ()
    owner: str = ""
    rule: str = ""

    @classmethod
    def lost(cls, cause: Cause, why: str, *, hops: tuple[Hop, ...] = (), owner: str = "", rule: str = "") -> PacketPath:
        """The path of a packet that does not arrive."""
        return cls(reachable=False, cause=cause, why=why, hops=hops, owner=owner, rule=rule)


def follow_routes(net: Network, source: str, target: Cidr, target_vpc: str) -> PacketPath:
    """Follow a packet from vSwitch ``source`` to the addresses ``target`` in the VPC ``target_vpc``, by routes alone.

    Args:
        net: everything that exists.
        source: id of the vSwitch that the packet leaves.
        target: the destination, small enough to take one route (an address, or the block of a vSwitch).
        target_vpc: the VPC that is meant; an address can exist in several.
    """
    start = net.vswitches.get(source)
    if start is None:
        return PacketPath.lost("no-vswitch", f"there is no vSwitch {source}")
    local = find_vswitch_of(net, start.vpc, target)
    table = net.tables.get(start.table) if local is not None and local.id != start.id else None
    changed = table.changed(target) if table is not None else None
    if changed is not None:
        return _leave_peering(start, changed)
    if start.vpc == target_vpc:
        if local is not None:
            hop = _local_hop(start, local, target)
            return PacketPath(
                reachable=True, cause="delivered", why=f"{target} is in vSwitch {local.id} of the same VPC", hops=(hop,)
            )
    elif local is not None:
        hop = _local_hop(start, local, target)
        why = (
            f"{target} is also in the sender's own vSwitch {local.id}: the system route wins and the packet "
            f"stays in {start.vpc}"
        )
        return PacketPath.lost("stays-in-own-vpc", why, hops=(hop,), owner=local.id)
    return _leave(net, start, target, target_vpc)


def _leave_peering(start: NetworkVSwitch, route: NetworkRoute) -> PacketPath:
    """The path to a next hop that is no peering connection: it is not known what forwards the packet from there."""
    hop = _routed_hop(start, route)
    why = f"the route to {route.destination} in {start.table} leads to {route.next_hop_type} {route.next_hop}"
    return PacketPath.lost("wrong-next-hop", why, hops=(hop,), owner=start.table)


def find_nat_gateway(net: Network, start: NetworkVSwitch, target: Cidr) -> str | None:
    """The NAT gateway that takes a packet to the Internet before any other route is considered; None without one.

    A VPC whose packets can leave through a NAT gateway takes addresses outside RFC 1918 for public ones, unless an
    IPv4 gateway is active or its owner declared them private (VPC peering help page, CIDR reasons).
    """
    if target.version != 4 or is_private(target) or find_vswitch_of(net, start.vpc, target) is not None:
        return None
    default = longest_match(net.tables.get(start.table), DEFAULT_IPV4)
    if default is None or default.next_hop_type != "NatGateway":
        return None
    routing = net.internet_routing.get(start.vpc) or InternetRouting()
    return None if routing.prefers_routes(target) else default.next_hop


def _leave(net: Network, start: NetworkVSwitch, target: Cidr, target_vpc: str) -> PacketPath:
    nat = find_nat_gateway(net, start, target)
    if nat is not None:
        why = (
            f"{target} is outside RFC 1918 and {start.table} of {start.id} leads to the Internet through the NAT "
            f"gateway {nat}: the packet goes there before any route of {start.vpc} is asked. Activate an IPv4 gateway"
        )
        return PacketPath.lost("internet-first", why, owner=start.vpc)
    route = longest_match(net.tables.get(start.table), target)
    if route is None:
        if CLOUD_SERVICES.contains(target):
            return PacketPath.lost("cloud-services", f"{target} is in 100.64.0.0/10, the range of cloud services")
        why = f"route table {start.table} of {start.vpc} has no route to {target}"
        return PacketPath.lost("no-route", why, owner=start.table)
    hop = _routed_hop(start, route)
    if route.next_hop_type != "VpcPeer":
        return _leave_peering(start, route)
    connection = net.connections.get(route.next_hop)
    far = connection.other(start.vpc) if connection else None
    if connection is None or far is None:
        why = (
            f"the route to {route.destination} in {start.table} names {route.next_hop}, which does not join {start.vpc}"
        )
        return PacketPath.lost("connection-missing", why, hops=(hop,), owner=route.next_hop)
    if connection.status != "Activated":
        why = f"connection {connection.id} is {connection.status}, not Activated"
        return PacketPath.lost("connection-inactive", why, hops=(hop,), owner=connection.id)
    return _arrive(net, connection.id, far, target, target_vpc, hop)


def _arrive(net: Network, connection: str, far: str, target: Cidr, target_vpc: str, hop: Hop) -> PacketPath:
    if far != target_vpc:
        why = (
            f"connection {connection} leads to {far}, not to {target_vpc}; a peering carries packets between "
            f"its two VPCs only and does not pass them on"
        )
        return PacketPath.lost("transit", why, hops=(hop,), owner=connection)
    # A packet from a peering is delivered by the far VPC's system routes alone: peering is not transitive
    # (VPC peering help page, limits).
    owner = find_vswitch_of(net, far, target)
    if owner is None:
        return PacketPath.lost("address-unused", f"no vSwitch of {far} holds {target}", hops=(hop,), owner=far)
    arrival = _local_hop(owner, owner, target)
    return PacketPath(
        reachable=True,
        cause="delivered",
        why=f"through {connection} to vSwitch {owner.id} of {far}",
        hops=(hop, arrival),
    )


def longest_match(table: NetworkRouteTable | None, target: Cidr) -> NetworkRoute | None:
    """The custom route whose destination holds all of ``target``, most specific first."""
    return None if table is None else table.match(target)


def find_destination_vpc(net: Network, source: str, target: Cidr) -> str | None:
    """The VPC to which a packet for an address goes from vSwitch ``source``: its own, or the other of a peering."""
    start = net.vswitches.get(source)
    if start is None or find_vswitch_of(net, start.vpc, target) is not None:
        return None if start is None else start.vpc
    route = longest_match(net.tables.get(start.table), target)
    connection = net.connections.get(route.next_hop) if route is not None and route.next_hop_type == "VpcPeer" else None
    return connection.other(start.vpc) if connection is not None else None


def find_vswitch_of(net: Network, vpc: str, target: Cidr) -> NetworkVSwitch | None:
    """The vSwitch of a VPC that contains all of ``target``."""
    vswitches = net.by_vpc.get(vpc)
    return None if vswitches is None else vswitches.find_containing(target)


def _local_hop(at: NetworkVSwitch, vswitch: NetworkVSwitch, target: Cidr) -> Hop:
    """From ``at`` to a vSwitch of the same VPC, by its system route."""
    destination = next((block for block in vswitch.blocks if block.contains(target)), None)
    return Hop(vpc=at.vpc, table=at.table, destination=destination, next_hop_type="local", next_hop=vswitch.id)


def _routed_hop(at: NetworkVSwitch, route: NetworkRoute) -> Hop:
    return Hop(
        vpc=at.vpc,
        table=at.table,
        destination=route.destination,
        next_hop_type=route.next_hop_type,
        next_hop=route.next_hop,
    )


def trace_between_vpcs(net: Network, source_vpc: str, target_vpc: str) -> PacketPath:
    """Whether every vSwitch of one VPC reaches every vSwitch of another, by routes alone.

    Returns:
        The first path that fails, else the last one. Of a VPC without vSwitches the cause is ``no-vswitch``.
    """
    sources, targets = net.by_vpc.get(source_vpc, VSwitchIndex()), net.by_vpc.get(target_vpc, VSwitchIndex())
    for vpc, vswitches in ((source_vpc, sources), (target_vpc, targets)):
        if not vswitches:
            return PacketPath.lost("no-vswitch", f"{vpc} has no vSwitch")
    path: PacketPath | None = None
    for source in sources:
        table = net.tables.get(source.table)
        for target in targets:
            for block in target.blocks:
                if block.version == 6 and not _routes_ipv6(source, table):
                    continue
                path = _follow_to_block(net, source, block, target_vpc)
                if not path.reachable:
                    return path
    assert path is not None  # every vSwitch has an IPv4 block
    return path


def _routes_ipv6(source: NetworkVSwitch, table: NetworkRouteTable | None) -> bool:
    """Whether a vSwitch and its table have IPv6 at all. Where they have none, IPv4 alone is what the peering is for."""
    return any(block.version == 6 for block in source.blocks) and table is not None and table.routes_version(6)


def _follow_to_block(net: Network, source: NetworkVSwitch, block: Cidr, target_vpc: str) -> PacketPath:
    """Follow packets from a vSwitch to all addresses of a block; the first path that fails, else the last one.

    A part of a block can be routed elsewhere, or nowhere, or be in a vSwitch of the sender's own VPC.
    """
    table, own = net.tables.get(source.table), net.by_vpc.get(source.vpc, VSwitchIndex())
    cuts = (*(() if table is None else table.inside(block)), *own.blocks.inside(block))
    path: PacketPath | None = None
    for part in split_at(block, cuts):
        path = follow_routes(net, source.id, part, target_vpc)
        if not path.reachable:
            prefix = "" if part == block else f"of {block}, {part} is lost: "
            return replace(path, why=prefix + path.why)
    assert path is not None  # split_at gives at least the block itself
    return path
