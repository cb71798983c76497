"""Whether network ACLs and security groups let one packet pass.

Sources: network ACL page (ordered, stateless, ports are destination
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
    """Read ``80/443``. ``-1/-1`` is any port, the only range of protocols without ports. None when malformed."""
    if text == "-1/-1":
        return ANY_PORT
    first, slash, last = text.partition("/")
    low, high = parse_port(first), parse_port(last)
    if protocol.lower() not in _WITH_PORTS or not slash or low is None or high is None:
        return None
    return (low, high) if low <= high else None


def parse_port(text: str) -> int | None:
    """Read a port from 1 to 65535; None when malformed."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        return None
    return int(text) if 1 <= int(text) <= 65535 else None


@dataclass(frozen=True, slots=True)
class Packet:
    """What is sent: ``protocol`` in small letters (icmp also stands for ICMPv6); ``port`` is the destination's.

    A port of None is an ephemeral port: the one that a client sends from, and that the answer goes to.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkAclRule:
    """One rule of a network ACL; ``block`` is the far side's. Rules are in the order of their priority."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityGroupRule:
    """One rule of a security group.

    The far side is a block, or the members of a group, or the entries of a prefix list. A five-tuple rule also names
    the source port, and the near side: the block that the address of the group's member is in.
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
    near_block: Cidr | None = None

    def blocks(self) -> tuple[Cidr, ...]:
        """The blocks that the far side must be in; none where the rule names a group."""
        # AuthorizeSecurityGroup metadata: a block overrides groups and prefix lists, a group overrides prefix lists.
        if self.block is not None:
            return (self.block,)
        return () if self.group else self.entries


@dataclass(frozen=True, slots=True)
class SecurityGroup:
    """A security group. ``inner_accept``: its members reach each other (normal groups only)."""

    id: str
    kind: Literal["normal", "enterprise"] = "normal"
    inner_accept: bool = True
    rules: tuple[SecurityGroupRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a packet passes, and the ACL or group that decided (``owner``); without ``rule`` it was its default."""

    accept: bool
    owner: str
    rule: str
    why: str


#: The ports that clients send from. A rule that lets answers through must cover them all (network ACL page).
EPHEMERAL: Final[Ports] = (1024, 65535)


def _matches_protocol(protocol: str, ports: Ports, packet: Packet, *, accept: bool) -> bool:
    protocol = "icmp" if protocol == "icmpv6" else protocol
    if protocol != "all" and protocol != packet.protocol:
        return False
    return protocol not in _WITH_PORTS or _matches_port(ports, packet.port, accept=accept)


def _matches_port(ports: Ports, port: int | None, *, accept: bool) -> bool:
    if ports == ANY_PORT:
        return True
    if port is not None:
        return ports[0] <= port <= ports[1]
    # The port can be any ephemeral one: an accepting rule must cover all, a dropping rule matters if it covers one.
    low, high = EPHEMERAL
    return ports[0] <= low and high <= ports[1] if accept else ports[0] <= high and low <= ports[1]


def evaluate_acl(acl: NetworkAcl, direction: Direction, packet: Packet, far: Cidr) -> Decision:
    """The first rule that matches decides; a packet that matches none is dropped."""
    for rule in acl.ingress if direction == "ingress" else acl.egress:
        if rule.block.contains(far) and _matches_protocol(rule.protocol, rule.ports, packet, accept=rule.accept):
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
    """The rules of all groups in one order decide: by priority, drop before accept; then the groups' defaults.

    Args:
        groups: those of the interface that sends or receives the packet.
        direction: egress where it sends, ingress where it receives.
        packet: what is sent.
        near: the interface's own address.
        far: the address of the other side.
        far_groups: ids of the other side's groups.
    """
    near_groups = tuple(groups)
    other_groups = frozenset(far_groups)
    ranked = sorted(
        ((rule.priority, rule.accept, group.id, rule) for group in near_groups for rule in group.rules),
        key=lambda entry: entry[:2],
    )
    for _, _, owner, rule in ranked:
        if rule.direction == direction and _matches_rule(rule, packet, near, far, other_groups):
            verb = "accepts" if rule.accept else "drops"
            name = f"rule {rule.id}" if rule.id else "a rule"
            why = f"{direction} {name} of security group {owner} (priority {rule.priority}) {verb} {packet} with {far}"
            return Decision(rule.accept, owner, rule.id, why)
    return _decide_by_default(near_groups, direction, packet, far, other_groups)


def _matches_rule(rule: SecurityGroupRule, packet: Packet, near: Cidr, far: Cidr, far_groups: frozenset[str]) -> bool:
    if not _matches_protocol(rule.protocol, rule.ports, packet, accept=rule.accept):
        return False
    if rule.protocol in _WITH_PORTS and not _matches_port(rule.source_ports, packet.source_port, accept=rule.accept):
        return False
    if rule.near_block is not None and not rule.near_block.contains(near):
        return False
    if rule.block is None and rule.group:
        return rule.group in far_groups
    return any(block.contains(far) for block in rule.blocks())


def _decide_by_default(
    groups: tuple[SecurityGroup, ...], direction: Direction, packet: Packet, far: Cidr, far_groups: frozenset[str]
) -> Decision:
    # guess: custom rules come before the policy of a group for traffic among its members
    shared = [group for group in groups if group.id in far_groups and group.kind == "normal" and group.inner_accept]
    if shared:
        return Decision(True, shared[0].id, "", f"both ends are members of security group {shared[0].id}")
    names = ", ".join(group.id for group in groups)
    # With groups of both kinds the stricter default applies; the API does not mix them (RunInstances error codes).
    if direction == "egress" and all(group.kind == "normal" for group in groups):
        return Decision(
            True, groups[0].id if groups else "", "", "a normal security group lets everything out by default"
        )
    why = f"no {direction} rule of security group {names} accepts {packet} with {far}, and the default is drop"
    return Decision(False, groups[0].id if groups else "", "", why)
