"""The packet walk: from one VPC's address to another's, by longest prefix, over system and custom routes.

It reads a plain :class:`Network`, so that the mock (rows of a world) and the linter (resources of a
configuration) get the same answer from the same code. The walk follows routes alone and answers for one direction;
:mod:`tfmock.rulebook.tracing` asks access rules as well, both ways. Sources: route table page (longest prefix;
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
    """A custom route of a table. ``hop_type`` and ``hop`` are the next hop's type and id.

    ``system``: it was the system route of a vSwitch, and its next hop was changed.
    """

    destination: Cidr
    hop_type: str
    hop: str
    system: bool = False


@dataclass(frozen=True, slots=True)
class NetworkRouteTable:
    """A route table: the custom routes; system routes follow from the VPC's vSwitches."""

    id: str
    vpc: str
    routes: tuple[NetworkRoute, ...] = ()

    def match(self, target: Cidr) -> NetworkRoute | None:
        """The custom route whose destination holds all of ``target``, most specific first."""
        fitting = (route for route in self.routes if route.destination.contains(target))
        return max(fitting, key=lambda route: route.destination.mask, default=None)

    def changed(self, target: Cidr) -> NetworkRoute | None:
        """The system route to ``target``, a block of a vSwitch of the own VPC, where its next hop was changed."""
        route = self.match(target)
        return route if route is not None and route.system else None

    def inside(self, block: Cidr) -> Iterable[Cidr]:
        """The destinations of custom routes that lie inside a block."""
        return (route.destination for route in self.routes if block.contains(route.destination))

    def routes_version(self, version: int) -> bool:
        """Whether there is a custom route of this IP version."""
        return any(route.destination.version == version for route in self.routes)


@dataclass(frozen=True, slots=True)
class NetworkVSwitch:
    """A subnet: its blocks (IPv4, perhaps IPv6), the table that its packets ask, and its network ACL, if any."""

    id: str
    vpc: str
    table: str
    blocks: tuple[Cidr, ...]
    acl: str = ""


class VSwitchIndex(tuple[NetworkVSwitch, ...]):
    """The vSwitches of one VPC, which are many: found by block, not one after the other."""

    @cached_property
    def blocks(self) -> CidrIndex[tuple[int, NetworkVSwitch]]:
        """Each with its place among them."""
        return CidrIndex((block, (place, one)) for place, one in enumerate(self) for block in one.blocks)

    def holding(self, target: Cidr) -> NetworkVSwitch | None:
        """The first that holds all of ``target``."""
        return min(self.blocks.around(target), key=itemgetter(0), default=(0, None))[1]


@dataclass(frozen=True, slots=True)
class NetworkConnection:
    """A peering connection; ``status`` is the cloud's own word."""

    id: str
    vpc: str
    accepting_vpc: str
    status: str = "Activated"

    def other(self, vpc: str) -> str | None:
        """The far end as seen from ``vpc``; None when ``vpc`` is no end of it."""
        if vpc == self.vpc:
            return self.accepting_vpc
        return self.vpc if vpc == self.accepting_vpc else None


@dataclass(frozen=True, slots=True)
class InternetRouting:
    """What a VPC does with addresses outside RFC 1918.

    Attributes:
        active: it has an activated IPv4 gateway, so that its route tables are asked first.
        private: further blocks that its owner declared private (UserCidr).
    """

    active: bool = False
    private: tuple[Cidr, ...] = ()

    def keeps(self, target: Cidr) -> bool:
        """Whether packets to an address outside RFC 1918 ask the route tables first."""
        return self.active or any(block.contains(target) for block in self.private)


@dataclass(frozen=True, slots=True)
class Network:
    """All that a walk may meet. The mappings may read on demand."""

    vswitches: Mapping[str, NetworkVSwitch]
    tables: Mapping[str, NetworkRouteTable]
    connections: Mapping[str, NetworkConnection]
    by_vpc: Mapping[str, VSwitchIndex] = field(default_factory=dict)
    acls: Mapping[str, NetworkAcl] = field(default_factory=dict)
    groups: Mapping[str, SecurityGroup] = field(default_factory=dict)
    gateways: Mapping[str, InternetRouting] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class Hop:
    """One step: the table asked, the route that won, and where the packet goes."""

    vpc: str
    table: str
    destination: Cidr | None
    hop_type: str
    hop: str


@dataclass(frozen=True, slots=True)
class PacketPath:
    """The answer for one direction: how far the packet came, and the piece that decided (``owner``, ``rule``)."""

    reachable: bool
    cause: Cause
    why: str
    hops: tuple[Hop, ...] = ()
    owner: str = ""
    rule: str = ""


def follow_routes(net: Network, source: str, target: Cidr, target_vpc: str) -> PacketPath:
    """Follow a packet from vSwitch ``source`` to the addresses ``target`` in the VPC ``target_vpc``, by routes alone.

    Args:
        net: what exists.
        source: id of the vSwitch that the packet leaves.
        target: the block aimed at; it must be small enough to take one route (an address, or a vSwitch's block).
        target_vpc: the VPC that the sender means; an address can exist in several.
    """
    start = net.vswitches.get(source)
    if start is None:
        return PacketPath(False, "no-vswitch", f"there is no vSwitch {source}")
    local = find_vswitch_of(net, start.vpc, target)
    table = net.tables.get(start.table) if local is not None and local.id != start.id else None
    changed = table.changed(target) if table is not None else None
    if changed is not None:
        return _off_course(start, changed)
    if start.vpc == target_vpc:
        if local is not None:
            hop = Hop(start.vpc, start.table, _block_of(local, target), "local", local.id)
            return PacketPath(True, "delivered", f"{target} is in vSwitch {local.id} of the same VPC", (hop,))
    elif local is not None:
        hop = Hop(start.vpc, start.table, _block_of(local, target), "local", local.id)
        why = (
            f"{target} is also in the sender's own vSwitch {local.id}: the system route wins and the packet "
            f"stays in {start.vpc}"
        )
        return PacketPath(False, "stays-in-own-vpc", why, (hop,), local.id)
    return _leave(net, start, target, target_vpc)


def _off_course(start: NetworkVSwitch, route: NetworkRoute) -> PacketPath:
    """What becomes of the packet there is not known."""
    hop = Hop(start.vpc, start.table, route.destination, route.hop_type, route.hop)
    why = f"the route to {route.destination} in {start.table} leads to {route.hop_type} {route.hop}"
    return PacketPath(False, "wrong-next-hop", why, (hop,), start.table)


def find_nat_gateway(net: Network, start: NetworkVSwitch, target: Cidr) -> str | None:
    """The NAT gateway that takes a packet to the Internet before any route is asked; None where there is none.

    A VPC whose packets can leave through a NAT gateway takes addresses outside RFC 1918 for public ones, unless an
    IPv4 gateway is active or its owner declared them private (VPC peering help page, CIDR reasons).
    """
    if target.version != 4 or is_private(target) or find_vswitch_of(net, start.vpc, target) is not None:
        return None
    default = longest_match(net.tables.get(start.table), DEFAULT_IPV4)
    if default is None or default.hop_type != "NatGateway":
        return None
    gateway = net.gateways.get(start.vpc) or InternetRouting()
    return None if gateway.keeps(target) else default.hop


def _leave(net: Network, start: NetworkVSwitch, target: Cidr, target_vpc: str) -> PacketPath:
    nat = find_nat_gateway(net, start, target)
    if nat is not None:
        why = (
            f"{target} is outside RFC 1918 and {start.table} of {start.id} leads to the Internet through the NAT "
            f"gateway {nat}: the packet goes there before any route of {start.vpc} is asked. Activate an IPv4 gateway"
        )
        return PacketPath(False, "internet-first", why, owner=start.vpc)
    route = longest_match(net.tables.get(start.table), target)
    if route is None:
        if CLOUD_SERVICES.contains(target):
            return PacketPath(False, "cloud-services", f"{target} is in 100.64.0.0/10, the range of cloud services")
        why = f"route table {start.table} of {start.vpc} has no route to {target}"
        return PacketPath(False, "no-route", why, owner=start.table)
    hop = Hop(start.vpc, start.table, route.destination, route.hop_type, route.hop)
    if route.hop_type != "VpcPeer":
        return _off_course(start, route)
    connection = net.connections.get(route.hop)
    far = connection.other(start.vpc) if connection else None
    if connection is None or far is None:
        why = f"the route to {route.destination} in {start.table} names {route.hop}, which does not join {start.vpc}"
        return PacketPath(False, "connection-missing", why, (hop,), route.hop)
    if connection.status != "Activated":
        why = f"connection {connection.id} is {connection.status}, not Activated"
        return PacketPath(False, "connection-inactive", why, (hop,), connection.id)
    return _arrive(net, connection.id, far, target, target_vpc, hop)


def _arrive(net: Network, connection: str, far: str, target: Cidr, target_vpc: str, hop: Hop) -> PacketPath:
    if far != target_vpc:
        why = (
            f"connection {connection} leads to {far}, not to {target_vpc}; a peering carries packets between "
            f"its two VPCs only and does not pass them on"
        )
        return PacketPath(False, "transit", why, (hop,), connection)
    # A packet from a peering is delivered by the far VPC's system routes alone: peering is not transitive
    # (VPC peering help page, limits).
    owner = find_vswitch_of(net, far, target)
    if owner is None:
        return PacketPath(False, "address-unused", f"no vSwitch of {far} holds {target}", (hop,), far)
    arrival = Hop(far, owner.table, _block_of(owner, target), "local", owner.id)
    return PacketPath(True, "delivered", f"through {connection} to vSwitch {owner.id} of {far}", (hop, arrival))


def longest_match(table: NetworkRouteTable | None, target: Cidr) -> NetworkRoute | None:
    """The custom route whose destination holds all of ``target``, most specific first."""
    return None if table is None else table.match(target)


def find_destination_vpc(net: Network, source: str, target: Cidr) -> str | None:
    """The VPC in which a packet from vSwitch ``source`` looks for an address: its own, or the far end of a peering."""
    start = net.vswitches.get(source)
    if start is None or find_vswitch_of(net, start.vpc, target) is not None:
        return None if start is None else start.vpc
    route = longest_match(net.tables.get(start.table), target)
    connection = net.connections.get(route.hop) if route is not None and route.hop_type == "VpcPeer" else None
    return connection.other(start.vpc) if connection is not None else None


def find_vswitch_of(net: Network, vpc: str, target: Cidr) -> NetworkVSwitch | None:
    """The vSwitch of a VPC that holds all of ``target``."""
    members = net.by_vpc.get(vpc)
    return None if members is None else members.holding(target)


def _block_of(vswitch: NetworkVSwitch, target: Cidr) -> Cidr | None:
    return next((block for block in vswitch.blocks if block.contains(target)), None)


def trace_between_vpcs(net: Network, source_vpc: str, target_vpc: str) -> PacketPath:
    """Whether every vSwitch of one VPC reaches every vSwitch of another: the first failure, else a success.

    A VPC without vSwitches has nobody to send or to receive, which is said as such.
    """
    sources, targets = net.by_vpc.get(source_vpc, VSwitchIndex()), net.by_vpc.get(target_vpc, VSwitchIndex())
    for vpc, vswitches in ((source_vpc, sources), (target_vpc, targets)):
        if not vswitches:
            return PacketPath(False, "no-vswitch", f"{vpc} has no vSwitch")
    reached: PacketPath | None = None
    for source in sources:
        table = net.tables.get(source.table)
        for target in targets:
            for block in target.blocks:
                if block.version == 6 and not any(own.version == 6 for own in source.blocks):
                    continue
                if block.version == 6 and not (table is not None and table.routes_version(6)):
                    continue  # nobody set out to route IPv6: not a failure of the IPv4 peering
                # A part of a block may be routed elsewhere, or nowhere, or be in a vSwitch of the sender's own VPC.
                cuts = (*(() if table is None else table.inside(block)), *sources.blocks.inside(block))
                for part in split_at(block, cuts):
                    reached = follow_routes(net, source.id, part, target_vpc)
                    if not reached.reachable:
                        lost = "" if part == block else f"of {block}, {part} is lost: "
                        return replace(reached, why=lost + reached.why)
    assert reached is not None  # every vSwitch has an IPv4 block
    return reached
