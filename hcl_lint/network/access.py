"""Network ACLs and security groups of a configuration, in the words of the rulebook, and whether they let nothing by.

The rulebook judges one packet; a rule of the linter speaks of all of them, so here a side is closed only where every
packet that :func:`tfmock.rulebook.access.through_acl` or ``through_groups`` could be asked about is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from hcl_lint.evaluate.model import NestedBlock, ResourceInstance, RootModule
from hcl_lint.evaluate.value import Value
from hcl_lint.network.identity import identity, is_placeholder, told_text
from tfmock.rulebook.access import ANY_PORT, Acl, AclRule, Direction, Group, GroupRule, Ports, parse_ports
from tfmock.rulebook.cidr import Cidr, parse
from tfmock.rulebook.rule import UNKNOWN

#: What can decide here. The last ones are not read: where one is written, too much is open to judge.
ACL_TYPES: Final = frozenset(
    {"alicloud_network_acl", "alicloud_network_acl_attachment", "alicloud_network_acl_entries"}
)
_INTERFACES: Final = frozenset(
    {
        "alicloud_network_interface",
        "alicloud_network_interface_attachment",
        "alicloud_ecs_network_interface",
        "alicloud_ecs_network_interface_attachment",
    }
)
GROUP_TYPES: Final = _INTERFACES | {
    "alicloud_security_group",
    "alicloud_security_group_rule",
    "alicloud_instance",
}
RESOURCE_TYPES: Final = ACL_TYPES | GROUP_TYPES

_PROTOCOLS: Final = frozenset({"all", "tcp", "udp", "icmp", "icmpv6", "gre"})


class _NotKnownError(Exception):
    """A fact that decides is not known; nobody outside sees this."""


class _Filter(NamedTuple):
    """A rule of either kind, reduced to what it says about packets with the far side."""

    accept: bool
    protocol: str
    ports: Ports
    block: Cidr


@dataclass(frozen=True, slots=True)
class Instance:
    """``alicloud_instance``. ``address`` is its private address, or all of its vSwitch where the cloud chooses."""

    id: str
    vswitch: str
    address: Cidr
    groups: tuple[Group, ...]


def acls(root: RootModule) -> Mapping[str, Acl] | None:
    """The network ACL of every vSwitch that has one, by the vSwitch's identity; None if that is not known.

    A direction without a written rule keeps the cloud's own rules, which accept: it is never closed.
    """
    if any(root.of_type("alicloud_network_acl_entries")):
        return None
    try:
        return _acls(root)
    except _NotKnownError:
        return None


def instances(root: RootModule, vswitches: Mapping[str, Cidr]) -> tuple[Instance, ...] | None:
    """The instances in these vSwitches with their security groups; None if something about one is not known."""
    if any(root.of_type(*_INTERFACES)):
        return None
    try:
        groups = _groups(root)
        found = (_instance(root, one, vswitches, groups) for one in root.of_type("alicloud_instance"))
        return tuple(one for one in found if one is not None)
    except _NotKnownError:
        return None


def closed_acl(acl: Acl | None, direction: Direction, far: Cidr) -> bool:
    """Whether a network ACL lets no packet at all from (or to) any address of ``far``."""
    rules = () if acl is None else acl.ingress if direction == "ingress" else acl.egress
    return bool(rules) and _closed([_Filter(r.accept, r.protocol, r.ports, r.block) for r in rules], far, default=False)


def closed_groups(groups: Sequence[Group], direction: Direction, far: Cidr, far_groups: Iterable[str]) -> bool:
    """Whether these security groups together let no packet at all from (or to) any address of ``far``."""
    others = frozenset(far_groups)
    if not groups or any(group.id in others for group in groups):
        return False
    ranked = sorted((r for g in groups for r in g.rules if r.direction == direction), key=_rank)
    filters = []
    for rule in ranked:
        block = rule.block if rule.block is not None else far if rule.group in others else None
        if block is not None:
            filters.append(_Filter(rule.accept, rule.protocol, rule.ports, block))
    default = direction == "egress" and all(group.kind == "normal" for group in groups)
    return _closed(filters, far, default=default)


def _rank(rule: GroupRule) -> tuple[int, bool]:
    return rule.priority, rule.accept


def _closed(rules: Sequence[_Filter], far: Cidr, *, default: bool) -> bool:
    """Whether each rule that accepts something of ``far`` comes after one that drops all of that."""
    everything = _Filter(True, "all", ANY_PORT, far)
    drops: list[_Filter] = []
    for rule in (*rules, everything) if default else rules:
        if not rule.accept:
            drops.append(rule)
        elif rule.block.overlaps(far):
            shared = rule.block if far.contains(rule.block) else far
            if not any(_covers(drop, rule, shared) for drop in drops):
                return False
    return True


def _covers(drop: _Filter, rule: _Filter, shared: Cidr) -> bool:
    same = drop.protocol == "all" or (
        drop.protocol == rule.protocol and drop.ports[0] <= rule.ports[0] and rule.ports[1] <= drop.ports[1]
    )
    return same and drop.block.contains(shared)


def _text(value: Value | None, default: str | None = None) -> str:
    """A string that is known; ``default`` where it is not given."""
    if value is None or value.null:
        text = default
    else:
        text = told_text(value)
    if text is None or is_placeholder(text):
        raise _NotKnownError
    return text


def _sure(resource: ResourceInstance) -> ResourceInstance:
    """A resource that surely exists as written, with all of its blocks."""
    ignored = resource.lifecycle.ignore_changes
    if not resource.certain or not resource.blocks_complete or ignored is None or ignored:
        raise _NotKnownError
    return resource


def _one(root: RootModule, value: Value | None) -> str:
    found = identity(root, value)
    if not isinstance(found, str):
        raise _NotKnownError
    return found


def _cidr(text: str) -> Cidr:
    block = parse(text, strict=False)
    if block is None:
        raise _NotKnownError
    return block


def _accepts(text: str) -> bool:
    if text.lower() not in ("accept", "drop"):
        raise _NotKnownError
    return text.lower() == "accept"


def _protocol(text: str) -> str:
    if text.lower() not in _PROTOCOLS:
        raise _NotKnownError
    return text.lower()


def _ports(value: Value | None, protocol: str, default: str | None = None) -> Ports:
    if protocol not in ("tcp", "udp"):
        return ANY_PORT
    ports = parse_ports(_text(value, default), protocol)
    if ports is None:
        raise _NotKnownError
    return ports


def _acls(root: RootModule) -> dict[str, Acl]:
    found: dict[str, Acl] = {}
    bound: dict[str, str] = {}
    for one in root.of_type("alicloud_network_acl"):
        _sure(one)
        if one.get("source_network_acl_id") is not None:
            raise _NotKnownError
        found[one.address] = Acl(
            one.address, _entries(one, "ingress_acl_entries", "source_cidr_ip"),
            _entries(one, "egress_acl_entries", "destination_cidr_ip"),
        )  # fmt: skip
        _bind(root, one, one.address, bound)
    for one in root.of_type("alicloud_network_acl_attachment"):
        _bind(root, _sure(one), _one(root, one.get("network_acl_id")), bound)
    return {vswitch: found[acl] for vswitch, acl in bound.items() if acl in found}


def _bind(root: RootModule, resource: ResourceInstance, acl: str, bound: dict[str, str]) -> None:
    if "resources" in resource.arguments:
        raise _NotKnownError
    for block in resource.nested("resources"):
        vswitch = _one(root, block.get("resource_id"))
        if not block.certain or bound.setdefault(vswitch, acl) != acl:
            raise _NotKnownError


def _entries(resource: ResourceInstance, kind: str, far: str) -> tuple[AclRule, ...]:
    return tuple(_entry(block, number, far) for number, block in enumerate(resource.nested(kind), 1))


def _entry(block: NestedBlock, number: int, far: str) -> AclRule:
    if not block.certain or _text(block.get("entry_type"), "custom").lower() != "custom":
        raise _NotKnownError
    protocol = _protocol(_text(block.get("protocol")))
    return AclRule(
        str(number), _accepts(_text(block.get("policy"))), protocol, _ports(block.get("port"), protocol),
        _cidr(_text(block.get(far))),
    )  # fmt: skip


def _groups(root: RootModule) -> dict[str, Group]:
    rules: dict[str, list[GroupRule]] = {}
    for one in root.of_type("alicloud_security_group_rule"):
        rules.setdefault(_one(root, one.get("security_group_id")), []).append(_group_rule(root, _sure(one)))
    found: dict[str, Group] = {}
    for one in root.of_type("alicloud_security_group"):
        kind = _text(_sure(one).get("security_group_type"), "normal")
        if kind not in ("normal", "enterprise"):
            raise _NotKnownError
        written = tuple(rules.get(one.address, ()))
        found[one.address] = Group(one.address, "normal" if kind == "normal" else "enterprise", True, written)
    return found


def _group_rule(root: RootModule, one: ResourceInstance) -> GroupRule:
    direction = _text(one.get("type"))
    number = _text(one.get("priority"), "1")
    protocol = _protocol(_text(one.get("ip_protocol")))
    if direction not in ("ingress", "egress") or not number.isdigit() or one.get("prefix_list_id") is not None:
        raise _NotKnownError
    written = [value for name in ("cidr_ip", "ipv6_cidr_ip") if (value := one.get(name)) is not None and not value.null]
    return GroupRule(
        one.address, "ingress" if direction == "ingress" else "egress", _accepts(_text(one.get("policy"), "accept")),
        int(number), protocol, _ports(one.get("port_range"), protocol, "-1/-1"),
        _cidr(_text(written[0])) if written else None,
        "" if written else _one(root, one.get("source_security_group_id")),
    )  # fmt: skip


def _instance(
    root: RootModule, one: ResourceInstance, vswitches: Mapping[str, Cidr], groups: Mapping[str, Group]
) -> Instance | None:
    vswitch = identity(root, one.get("vswitch_id"))
    if vswitch is UNKNOWN:
        raise _NotKnownError
    if vswitch is None or vswitch not in vswitches:
        return None
    if _sure(one).nested("network_interfaces") or "network_interfaces" in one.arguments:
        raise _NotKnownError
    listed = one.get("security_groups")
    names = None if listed is None or listed.any_sensitive else listed.sequence()
    own = [groups.get(_one(root, name)) for name in names or ()]
    known = tuple(group for group in own if group is not None)
    if not known or len(known) != len(own):
        raise _NotKnownError
    private = one.get("private_ip")
    address = vswitches[vswitch] if private is None or private.null else _cidr(_text(private))
    return Instance(one.address, vswitch, address, known)
