"""Whether access rules let nothing pass at all.

The rulebook judges one packet; a rule of the linter speaks of all of them, so here a side is closed only where every
packet that :func:`tfmock.rulebook.access.evaluate_acl` or ``evaluate_groups`` could be given is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hcl_lint.common.work import consume_budget
from tfmock.rulebook.access import ANY_PORT, Direction, NetworkAcl, Ports, SecurityGroup, SecurityGroupRule
from tfmock.rulebook.cidr import Cidr


class _Filter(NamedTuple):
    """A rule of either kind, reduced to what it says about packets with the far side."""

    accept: bool
    protocol: str
    ports: Ports
    block: Cidr


def closed_acl(acl: NetworkAcl | None, direction: Direction, far: Cidr) -> bool:
    """Whether a network ACL lets no packet at all from (or to) any address of ``far``."""
    if acl is None:
        return False
    rules = acl.ingress if direction == "ingress" else acl.egress
    return bool(rules) and _closed([_Filter(r.accept, r.protocol, r.ports, r.block) for r in rules], far, default=False)


def closed_groups(groups: Sequence[SecurityGroup], direction: Direction, far: Cidr, far_groups: Iterable[str]) -> bool:
    """Whether these security groups together let no packet at all from (or to) any address of ``far``."""
    others = frozenset(far_groups)
    if not groups or any(group.id in others for group in groups):
        return False
    ranked = sorted((r for g in groups for r in g.rules if r.direction == direction), key=_rank)
    filters = []
    for rule in ranked:
        blocks = (far,) if rule.block is None and rule.group in others else rule.blocks()
        # A five-tuple rule drops only some of what it names; what it accepts may be all that is sent
        if rule.accept or (rule.near_block is None and rule.source_ports == ANY_PORT):
            filters += [_Filter(rule.accept, rule.protocol, rule.ports, block) for block in blocks]
    default = direction == "egress" and all(group.kind == "normal" for group in groups)
    return _closed(filters, far, default=default)


def _rank(rule: SecurityGroupRule) -> tuple[int, bool]:
    return rule.priority, rule.accept


def _closed(rules: Sequence[_Filter], far: Cidr, *, default: bool) -> bool:
    """Whether each rule that accepts something of ``far`` comes after one that drops all of that."""
    everything = _Filter(True, "all", ANY_PORT, far)
    drops: list[_Filter] = []
    consume_budget(len(rules))
    for rule in (*rules, everything) if default else rules:
        if not rule.accept:
            drops.append(rule)
        elif rule.block.overlaps(far):
            shared = rule.block if far.contains(rule.block) else far
            consume_budget(len(drops))
            if not any(_covers(drop, rule, shared) for drop in drops):
                return False
    return True


def _covers(drop: _Filter, rule: _Filter, shared: Cidr) -> bool:
    same = drop.protocol == "all" or (
        drop.protocol == rule.protocol and drop.ports[0] <= rule.ports[0] and rule.ports[1] <= drop.ports[1]
    )
    return same and drop.block.contains(shared)
