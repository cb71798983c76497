"""One packet all the way: routes, and everything else that could stop it.

Sources: network ACL page (stateless, not within a vSwitch), security group rules page (stateful), VPC peering help
page (addresses outside RFC 1918, the troubleshooting table).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tfmock.rulebook.access import Direction, Packet, evaluate_acl, evaluate_groups
from tfmock.rulebook.cidr import Cidr, is_private, usable_range
from tfmock.rulebook.reachability import (
    Cause,
    InternetRouting,
    Network,
    NetworkVSwitch,
    PacketPath,
    find_vswitch_of,
    follow_routes,
)


@dataclass(frozen=True, slots=True)
class TraceEndpoint:
    """A sender or a receiver: one address in a vSwitch, and what guards it.

    Attributes:
        vswitch: id of the vSwitch it is in.
        address: a block of one.
        groups: ids of its security groups; none means nothing to check, as for a bare address.
        node: id of the instance or interface, for messages.
        internet: it can reach the Internet by itself (a public address).
        running: an instance that is stopped neither sends nor answers.
    """

    vswitch: str
    address: Cidr
    groups: tuple[str, ...] = ()
    node: str = ""
    internet: bool = False
    running: bool = True


def endpoint_in_vswitch(vswitch: str, blocks: Iterable[Cidr], version: int = 4) -> TraceEndpoint | None:
    """Any address of a vSwitch: its last usable one stands for all of them, since servers get the first ones.

    None where the vSwitch has no block of the IP version.
    """
    block = next((block for block in blocks if block.version == version), None)
    return (
        None
        if block is None
        else TraceEndpoint(vswitch, Cidr(version, usable_range(block)[1], block.bits), node=vswitch)
    )


def trace_one_way(
    net: Network, source: TraceEndpoint, target: TraceEndpoint, packet: Packet, *, answer: bool = False
) -> PacketPath:
    """Follow one packet all the way, asking everything that could stop it, in the order in which it would.

    Args:
        net: what exists.
        source: who sends.
        target: whom it is meant for.
        packet: its protocol and destination port.
        answer: it answers a packet that came through: security groups are stateful and let it pass, network ACLs are
            not and are asked again.
    """
    start, goal = net.vswitches.get(source.vswitch), net.vswitches.get(target.vswitch)
    if start is None or goal is None:
        missing = source.vswitch if start is None else target.vswitch
        return PacketPath(False, "no-vswitch", f"there is no vSwitch {missing}")
    if not source.running:
        return PacketPath(False, "source-not-running", f"{source.node} is not running", owner=source.node)
    stopped = None if answer else _guard(net, source, target, packet, "egress")
    stopped = stopped or _at_border(net, start, goal, target.address, packet, "egress")
    stopped = stopped or _internet_first(net, start, source, target)
    if stopped is not None:
        return stopped
    found = follow_routes(net, start.id, target.address, goal.vpc)
    if not found.reachable:
        return found
    stopped = _at_border(net, start, goal, source.address, packet, "ingress")
    stopped = stopped or (None if answer else _guard(net, target, source, packet, "ingress"))
    if stopped is None and not target.running:
        stopped = PacketPath(False, "target-not-running", f"{target.node} is not running", owner=target.node)
    return replace(stopped, hops=found.hops) if stopped is not None else found


def _guard(
    net: Network, own: TraceEndpoint, far: TraceEndpoint, packet: Packet, direction: Direction
) -> PacketPath | None:
    """What the security groups of an end say; None to pass."""
    groups = [group for id in own.groups if (group := net.groups.get(id)) is not None]
    if not groups:
        return None
    decision = evaluate_groups(groups, direction, packet, own.address, far.address, far.groups)
    cause: Cause = "source-security-group" if direction == "egress" else "target-security-group"
    return None if decision.accept else PacketPath(False, cause, decision.why, (), decision.owner, decision.rule)


def _at_border(
    net: Network, start: NetworkVSwitch, goal: NetworkVSwitch, far: Cidr, packet: Packet, direction: Direction
) -> PacketPath | None:
    """What the network ACL of the vSwitch left or entered says; None to pass. Within a vSwitch nothing is filtered."""
    border = start if direction == "egress" else goal
    acl = net.acls.get(border.acl) if border.acl else None
    if start.id == goal.id or acl is None:
        return None
    decision = evaluate_acl(acl, direction, packet, far)
    cause: Cause = "source-network-acl" if direction == "egress" else "target-network-acl"
    return None if decision.accept else PacketPath(False, cause, decision.why, (), decision.owner, decision.rule)


def _internet_first(
    net: Network, start: NetworkVSwitch, source: TraceEndpoint, target: TraceEndpoint
) -> PacketPath | None:
    """A sender with Internet access takes addresses outside RFC 1918 for public ones (help page, CIDR reasons)."""
    if not source.internet or is_private(target.address) or find_vswitch_of(net, start.vpc, target.address) is not None:
        return None
    gateway = net.gateways.get(start.vpc) or InternetRouting()
    if gateway.keeps(target.address):
        return None
    why = (
        f"{target.address} is outside RFC 1918 and {source.node or source.vswitch} has Internet access: the packet "
        f"goes to the Internet before any route of {start.vpc} is asked. Activate an IPv4 gateway there"
    )
    return PacketPath(False, "internet-first", why, owner=start.vpc)


@dataclass(frozen=True, slots=True)
class PacketTrace:
    """A conversation: the packet there, and the answer back. ``back`` is None when there is nothing to answer."""

    there: PacketPath
    back: PacketPath | None

    @property
    def reachable(self) -> bool:
        """Whether the packet arrives and is answered."""
        return self.there.reachable and (self.back is None or self.back.reachable)

    @property
    def decisive(self) -> PacketPath:
        """The direction that failed; the way there when both work."""
        return self.back if self.back is not None and self.there.reachable and not self.back.reachable else self.there


def trace_packet(net: Network, source: TraceEndpoint, target: TraceEndpoint, packet: Packet) -> PacketTrace:
    """A packet there and the answer to it, which goes back to the port that the packet came from."""
    there = trace_one_way(net, source, target, packet)
    return PacketTrace(there, trace_one_way(net, target, source, packet.answer(), answer=True))
