"""The trace of a packet: routes, access rules and everything else that could stop it, there and back.

Sources: network ACL page (stateless, not within a vSwitch), security group rules page (stateful), VPC peering help
page (addresses outside RFC 1918, the troubleshooting table).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

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


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceEndpoint:
    """A sender or a receiver: one address in a vSwitch, and its security groups.

    Attributes:
        vswitch: id of the vSwitch it is in.
        address: a block of one.
        groups: ids of its security groups; empty for a bare address, which has none.
        name: id of the instance, interface or vSwitch, or the address; for messages.
        internet: it can reach the Internet by itself (a public address).
        running: an instance that is stopped neither sends nor answers.
    """

    vswitch: str
    address: Cidr
    groups: tuple[str, ...] = ()
    name: str = ""
    internet: bool = False
    running: bool = True


def endpoint_in_vswitch(vswitch: str, blocks: Iterable[Cidr], version: int = 4) -> TraceEndpoint | None:
    """The last usable address of a vSwitch, which stands for any: instances get the first ones.

    Returns:
        None where the vSwitch has no block of the IP version.
    """
    block = next((block for block in blocks if block.version == version), None)
    return (
        None
        if block is None
        else TraceEndpoint(vswitch=vswitch, address=Cidr(version, usable_range(block)[1], block.bits), name=vswitch)
    )


def trace_one_way(
    net: Network, source: TraceEndpoint, target: TraceEndpoint, packet: Packet, *, answer: bool = False
) -> PacketPath:
    """Follow one packet to its target, through everything that could stop it, in the order in which it would.

    Args:
        net: everything that exists.
        source: the sender.
        target: the receiver.
        packet: its protocol and destination port.
        answer: it answers a packet that arrived. Security groups are stateful and let it pass; network ACLs are not.
    """
    start, goal = net.vswitches.get(source.vswitch), net.vswitches.get(target.vswitch)
    if start is None or goal is None:
        missing = source.vswitch if start is None else target.vswitch
        return PacketPath.lost("no-vswitch", f"there is no vSwitch {missing}")
    if not source.running:
        return PacketPath.lost("source-not-running", f"{source.name} is not running", owner=source.name)
    stopped = None if answer else _check_groups(net, source, target, packet, "egress")
    stopped = stopped or _check_acl(net, start, goal, target.address, packet, "egress")
    stopped = stopped or _check_internet_access(net, start, source, target)
    if stopped is not None:
        return stopped
    path = follow_routes(net, start.id, target.address, goal.vpc)
    if not path.reachable:
        return path
    stopped = _check_acl(net, start, goal, source.address, packet, "ingress")
    stopped = stopped or (None if answer else _check_groups(net, target, source, packet, "ingress"))
    if stopped is None and not target.running:
        stopped = PacketPath.lost("target-not-running", f"{target.name} is not running", owner=target.name)
    return replace(stopped, hops=path.hops) if stopped is not None else path


def _check_groups(
    net: Network, near: TraceEndpoint, far: TraceEndpoint, packet: Packet, direction: Direction
) -> PacketPath | None:
    """Where the security groups of ``near`` stop the packet; None where they let it pass."""
    groups = [group for id in near.groups if (group := net.groups.get(id)) is not None]
    if not groups:
        return None
    decision = evaluate_groups(groups, direction, packet, near.address, far.address, far.groups)
    cause: Cause = "source-security-group" if direction == "egress" else "target-security-group"
    return (
        None
        if decision.accept
        else PacketPath.lost(cause, decision.why, hops=(), owner=decision.owner, rule=decision.rule)
    )


def _check_acl(
    net: Network, start: NetworkVSwitch, goal: NetworkVSwitch, far: Cidr, packet: Packet, direction: Direction
) -> PacketPath | None:
    """Where the network ACL of the vSwitch that is left or entered stops the packet; None where it lets it pass.

    Nothing is filtered within a vSwitch (network ACL page).
    """
    vswitch = start if direction == "egress" else goal
    acl = net.acls.get(vswitch.acl) if vswitch.acl else None
    if start.id == goal.id or acl is None:
        return None
    decision = evaluate_acl(acl, direction, packet, far)
    cause: Cause = "source-network-acl" if direction == "egress" else "target-network-acl"
    return (
        None
        if decision.accept
        else PacketPath.lost(cause, decision.why, hops=(), owner=decision.owner, rule=decision.rule)
    )


def _check_internet_access(
    net: Network, start: NetworkVSwitch, source: TraceEndpoint, target: TraceEndpoint
) -> PacketPath | None:
    """Where a packet goes to the Internet instead: a sender with Internet access takes addresses outside RFC 1918 for
    public ones (VPC peering help page, CIDR reasons)."""
    if not source.internet or is_private(target.address) or find_vswitch_of(net, start.vpc, target.address) is not None:
        return None
    routing = net.internet_routing.get(start.vpc) or InternetRouting()
    if routing.prefers_routes(target.address):
        return None
    why = (
        f"{target.address} is outside RFC 1918 and {source.name or source.vswitch} has Internet access: the packet "
        f"goes to the Internet before any route of {start.vpc} is asked. Activate an IPv4 gateway there"
    )
    return PacketPath.lost("internet-first", why, owner=start.vpc)


@dataclass(frozen=True, slots=True)
class PacketTrace:
    """The paths of a packet and of its answer. ``reverse`` is None where the answer is not asked for."""

    forward: PacketPath
    reverse: PacketPath | None

    @property
    def reachable(self) -> bool:
        """Whether the packet and its answer arrive."""
        return self.forward.reachable and (self.reverse is None or self.reverse.reachable)

    @property
    def decisive(self) -> PacketPath:
        """The path that failed; the forward one where both work or both fail."""
        return decisive_path(self.forward, self.reverse)


class _Reachability(Protocol):
    @property
    def reachable(self) -> bool: ...


_Path = TypeVar("_Path", bound=_Reachability)


def decisive_path(forward: _Path, reverse: _Path | None) -> _Path:
    """Of the two paths of a packet trace the one that failed; the forward one where both work or both fail."""
    return reverse if reverse is not None and forward.reachable and not reverse.reachable else forward


def trace_packet(net: Network, source: TraceEndpoint, target: TraceEndpoint, packet: Packet) -> PacketTrace:
    """Follow a packet and the answer to it, which goes back to the port that the packet came from."""
    forward = trace_one_way(net, source, target, packet)
    return PacketTrace(forward, trace_one_way(net, target, source, packet.answer(), answer=True))
