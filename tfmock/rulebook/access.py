"""Who may talk to whom: network ACLs and security groups, judged for one packet.

Both are read by the mock and by the linter. Sources: network ACL page (ordered, stateless, ports are destination
ports, traffic within a vSwitch is not filtered, no match means drop), security group rules page (priority 1 first,
drop before accept, all groups of an interface together, stateful; defaults by group type), AuthorizeSecurityGroup
metadata (five-tuple rules, prefix lists).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from tfmock.rulebook.cidr import Cidr

Direction: TypeAlias = Literal["ingress", "egress"]
Ports: TypeAlias = tuple[int, int]

ANY_PORT: Final[Ports] = (0, 65535)
_WITH_PORTS: Final = frozenset({"tcp", "udp"})


def parse_ports(text: str, protocol: str) -> Ports | None:
    """Read ``80/443``; ``-1/-1`` is any port, and all there is for protocols without ports. None when malformed."""
    if text == "-1/-1":
        return ANY_PORT
    low, slash, high = text.partition("/")
    if protocol.lower() not in _WITH_PORTS or not slash or not (_is_number(low) and _is_number(high)):
        return None
    return (int(low), int(high)) if 1 <= int(low) <= int(high) <= 65535 else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5


@dataclass(frozen=True, slots=True)
class Packet:
    """What is sent: ``protocol`` in small letters (icmp also stands for ICMPv6); ``port`` is the destination's.

    A port of None stands for any port that the rules do not know: the ephemeral one that a client sends from, and that
    the answer to it goes to.
    """

    protocol: str = "icmp"
    port: int | None = None
    source_port: int | None = None

    def __str__(self) -> str:
        text = self.protocol if self.port is None else f"{self.protocol}/{self.port}"
        return text if self.source_port is None else f"{text} from port {self.source_port}"

    def answer(self) -> Packet:
        """The packet that answers this one."""
        return Packet(self.protocol, self.source_port, self.port)


@dataclass(frozen=True, slots=True)
class NetworkAclRule:
    """One rule of a network ACL; ``block`` is the far side's. Rules stand in the order of their priority."""

    id: str
    accept: bool
    protocol: str
    ports: Ports
    block: Cidr


@dataclass(frozen=True, slots=True)
class NetworkAcl:
    """A network ACL as it applies to the vSwitches that are bound to it."""

    id: str
    ingress: tuple[NetworkAclRule, ...] = ()
    egress: tuple[NetworkAclRule, ...] = ()


@dataclass(frozen=True, slots=True)
class SecurityGroupRule:
    """One rule of a security group.

    The far side is a block, or else the members of a group, or else the entries of a prefix list. A five-tuple rule
    also names the near side: the port that the packet comes from, and the block that the group's member is in.
    """

    id: str
    direction: Direction
    accept: bool
    priority: int
    protocol: str
    ports: Ports
    block: Cidr | None = None
    group: str = ""
    entries: tuple[Cidr, ...] = ()
    source_ports: Ports = ANY_PORT
    own: Cidr | None = None

    def blocks(self) -> tuple[Cidr, ...]:
        """What the far side must be in, unless it is a group's member."""
        # Authorize metadata: with a block, groups and prefix lists do not count; with a group, prefix lists do not
        if self.block is not None:
            return (self.block,)
        return () if self.group else self.entries


@dataclass(frozen=True, slots=True)
class SecurityGroup:
    """A security group. ``inner_accept``: its members may talk to each other (normal groups only)."""

    id: str
    kind: Literal["normal", "enterprise"] = "normal"
    inner_accept: bool = True
    rules: tuple[SecurityGroupRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a packet passes, and the piece that said so; an empty ``rule`` is the default of ``owner``."""

    accept: bool
    owner: str
    rule: str
    why: str


#: Where client programs listen for answers: a rule that lets answers through must cover it all (network ACL page).
EPHEMERAL: Final[Ports] = (1024, 65535)


def _fits(protocol: str, ports: Ports, packet: Packet, *, accept: bool) -> bool:
    own = "icmp" if protocol == "icmpv6" else protocol
    if own != "all" and own != packet.protocol:
        return False
    return own not in _WITH_PORTS or _fits_port(ports, packet.port, accept=accept)


def _fits_port(ports: Ports, port: int | None, *, accept: bool) -> bool:
    if ports == ANY_PORT:
        return True
    if port is not None:
        return ports[0] <= port <= ports[1]
    # Any ephemeral port may be meant: accepting needs all of them, dropping one is enough to break someone.
    low, high = EPHEMERAL
    return ports[0] <= low and high <= ports[1] if accept else ports[0] <= high and low <= ports[1]


def evaluate_acl(acl: NetworkAcl, direction: Direction, packet: Packet, far: Cidr) -> Decision:
    """The first rule that fits decides; without one the packet is dropped."""
    for rule in acl.ingress if direction == "ingress" else acl.egress:
        if rule.block.contains(far) and _fits(rule.protocol, rule.ports, packet, accept=rule.accept):
            verb = "accepts" if rule.accept else "drops"
            side = "from" if direction == "ingress" else "to"
            why = f"{direction} rule {rule.id} of network ACL {acl.id} {verb} {packet} {side} {far}"
            return Decision(rule.accept, acl.id, rule.id, why)
    why = f"no {direction} rule of network ACL {acl.id} accepts {packet} with {far}"
    return Decision(False, acl.id, "", why)


def evaluate_groups(
    groups: Iterable[SecurityGroup],
    direction: Direction,
    packet: Packet,
    near: Cidr,
    far: Cidr,
    far_groups: Iterable[str],
) -> Decision:
    """All rules of all groups in one order: priority, then drop before accept; then the defaults.

    Args:
        groups: those of the interface that sends or receives.
        direction: which of the two it does.
        packet: what passes it.
        near: its own address.
        far: the other's address.
        far_groups: ids of the other's groups.
    """
    own = tuple(groups)
    others = frozenset(far_groups)
    ranked = sorted(
        ((rule.priority, rule.accept, group.id, rule) for group in own for rule in group.rules), key=lambda r: r[:2]
    )
    for _, _, owner, rule in ranked:
        if rule.direction == direction and _meets(rule, packet, near, far, others):
            verb = "accepts" if rule.accept else "drops"
            name = f"rule {rule.id}" if rule.id else "a rule"
            why = f"{direction} {name} of security group {owner} (priority {rule.priority}) {verb} {packet} with {far}"
            return Decision(rule.accept, owner, rule.id, why)
    return _default(own, direction, packet, far, others)


def _meets(rule: SecurityGroupRule, packet: Packet, near: Cidr, far: Cidr, far_groups: frozenset[str]) -> bool:
    if not _fits(rule.protocol, rule.ports, packet, accept=rule.accept):
        return False
    if rule.protocol in _WITH_PORTS and not _fits_port(rule.source_ports, packet.source_port, accept=rule.accept):
        return False
    if rule.own is not None and not rule.own.contains(near):
        return False
    if rule.block is None and rule.group:
        return rule.group in far_groups
    return any(block.contains(far) for block in rule.blocks())


def _default(
    own: tuple[SecurityGroup, ...], direction: Direction, packet: Packet, far: Cidr, far_groups: frozenset[str]
) -> Decision:
    # guess: custom rules come before a group's own policy among its members
    shared = [group for group in own if group.id in far_groups and group.kind == "normal" and group.inner_accept]
    if shared:
        return Decision(True, shared[0].id, "", f"both ends are members of security group {shared[0].id}")
    names = ", ".join(group.id for group in own)
    # With groups of both kinds the stricter default is taken; the API does not let them mix (RunInstances errors).
    if direction == "egress" and all(group.kind == "normal" for group in own):
        return Decision(True, own[0].id if own else "", "", "a normal security group lets everything out by default")
    why = f"no {direction} rule of security group {names} accepts {packet} with {far}, and the default is drop"
    return Decision(False, own[0].id if own else "", "", why)
