"""Rules of security groups: authorize, revoke, change; each for both directions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pydantic import Field

from tfmock.core.call import Call, enforce
from tfmock.core.operation import ApiObject, EmptyReply, ManyStrings, operation
from tfmock.rulebook import group_rules, groups, quotas
from tfmock.rulebook.access import Direction
from tfmock.rulebook.cidr import compress_ipv6
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.addresses import check_rules_of
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.models.security_group import Permission, SecurityGroupRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.security_groups import NamedGroup
from tfmock.simulation import prefix_lists

#: The spellings that answers show; requests may use any case (metadata).
PROTOCOLS: Final[Mapping[str, str]] = {
    "tcp": "TCP", "udp": "UDP", "icmp": "ICMP", "icmpv6": "ICMPv6", "gre": "GRE", "all": "ALL",
}  # fmt: skip


class WantedRule(ApiObject):
    """A rule as asked for, either way."""

    ip_protocol: str = ""
    port_range: str = ""
    source_port_range: str = ""
    policy: str = ""
    priority: str = ""
    nic_type: str = ""
    description: str = ""
    source_cidr_ip: str = ""
    ipv6_source_cidr_ip: str = ""
    source_group_id: str = ""
    source_group_owner_account: str = ""
    source_group_owner_id: str = ""
    source_prefix_list_id: str = ""
    dest_cidr_ip: str = ""
    ipv6_dest_cidr_ip: str = ""
    dest_group_id: str = ""
    dest_group_owner_account: str = ""
    dest_group_owner_id: str = ""
    dest_prefix_list_id: str = ""


class Rules(NamedGroup, WantedRule):
    """Rules in a list, or one rule flat (the older style, which the provider uses to change and revoke)."""

    permissions: list[WantedRule] = Field(default_factory=list)
    security_group_rule_id: ManyStrings = []

    def wanted(self) -> list[WantedRule]:
        if self.permissions:
            return self.permissions
        flat: WantedRule = self
        return [flat] if flat.ip_protocol or flat.port_range else []


@operation(PRODUCT, VERSION, "AuthorizeSecurityGroup")
def authorize_security_group(call: Call, request: Rules) -> EmptyReply:
    """Add ingress rules; one that is there already stays as it is."""
    return _authorize(call, request, "ingress")


@operation(PRODUCT, VERSION, "AuthorizeSecurityGroupEgress")
def authorize_security_group_egress(call: Call, request: Rules) -> EmptyReply:
    """Add egress rules; one that is there already stays as it is."""
    return _authorize(call, request, "egress")


def _authorize(call: Call, request: Rules, direction: Direction) -> EmptyReply:
    row = find.security_group(call, request.security_group_id)
    added = [_rule(call, row, wanted, direction) for wanted in request.wanted()]
    if len({rule.meaning for rule in added}) < len(added):
        raise errors.RULE_TWICE()
    present = {rule.meaning for rule in row.permissions}
    # Authorize metadata: a rule that exists already is no error, and no second rule
    fresh = [rule for rule in added if rule.meaning not in present]
    _check_quotas(call, row, fresh)
    rules = (*row.permissions, *fresh)
    call.tx.put(replace(row, permissions=rules))
    return EmptyReply()


def _check_quotas(call: Call, row: SecurityGroupRow, fresh: list[Permission]) -> None:
    """A rule that names a prefix list counts as many as the list may have entries (prefix list page, limits)."""
    limits = call.world.terms.quotas
    used, adding = _sizes(call, row.permissions), _sizes(call, fresh)
    limit = limits.ecs_quota_security_group_rule_num
    enforce(quotas.check_count(quotas.SECURITY_GROUP_RULES, used=used, adding=adding, limit=limit))
    enforce(groups.check_rules_with_groups(sum(bool(rule.peer_group) for rule in (*row.permissions, *fresh))))
    limit = limits.ecs_quota_prefix_list_association_num
    for id in {rule.peer_prefix_list for rule in fresh} - {""}:
        users = {one.id for one in call.tx.find(SecurityGroupRow, "prefix_list", id)} - {row.id}
        enforce(quotas.check_count(quotas.PREFIX_LIST_ASSOCIATIONS, used=len(users), limit=limit))
    for interface in call.tx.find(NetworkInterfaceRow, "security_group", row.id) if fresh else ():
        check_rules_of(call, interface.security_groups, adding=adding, rule=quotas.SECURITY_GROUP_RULES)


def _sizes(call: Call, rules: Iterable[Permission]) -> int:
    return sum(prefix_lists.size(call.tx, rule.peer_prefix_list) for rule in rules)


@operation(PRODUCT, VERSION, "RevokeSecurityGroup")
def revoke_security_group(call: Call, request: Rules) -> EmptyReply:
    """Take ingress rules away; one that is not there is no error."""
    return _revoke(call, request, "ingress")


@operation(PRODUCT, VERSION, "RevokeSecurityGroupEgress")
def revoke_security_group_egress(call: Call, request: Rules) -> EmptyReply:
    """Take egress rules away; one that is not there is no error."""
    return _revoke(call, request, "egress")


def _revoke(call: Call, request: Rules, direction: Direction) -> EmptyReply:
    row = find.security_group(call, request.security_group_id)
    gone = {_rule(call, row, wanted, direction).meaning for wanted in request.wanted()}
    for id in request.security_group_rule_id:
        gone.add(_by_id(row, id).meaning)
    call.tx.put(replace(row, permissions=tuple(rule for rule in row.permissions if rule.meaning not in gone)))
    return EmptyReply()


@operation(PRODUCT, VERSION, "ModifySecurityGroupRule")
def modify_security_group_rule(call: Call, request: Rules) -> EmptyReply:
    """Change an ingress rule: all of it by its id, its description by its content."""
    return _modify(call, request, "ingress")


@operation(PRODUCT, VERSION, "ModifySecurityGroupEgressRule")
def modify_security_group_egress_rule(call: Call, request: Rules) -> EmptyReply:
    """Change an egress rule: all of it by its id, its description by its content."""
    return _modify(call, request, "egress")


def _modify(call: Call, request: Rules, direction: Direction) -> EmptyReply:
    row = find.security_group(call, request.security_group_id)
    changed = _rule(call, row, request, direction)
    if request.security_group_rule_id:
        old = _by_id(row, request.security_group_rule_id[0])
        new = replace(changed, id=old.id, created=old.created)
    else:
        old = _same(row, changed)
        new = replace(old, description=changed.description)
    call.tx.put(replace(row, permissions=tuple(new if rule is old else rule for rule in row.permissions)))
    return EmptyReply()


def _by_id(row: SecurityGroupRow, id: str) -> Permission:
    found = next((rule for rule in row.permissions if rule.id == id), None)
    if found is None:
        raise errors.RULE_ID_UNKNOWN()
    return found


def _same(row: SecurityGroupRow, like: Permission) -> Permission:
    found = next((rule for rule in row.permissions if rule.meaning == like.meaning), None)
    if found is None:
        raise errors.RULE_UNKNOWN()
    return found


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a rule in the words of a request, which do not depend on the direction here."""

    cidr: str
    #: As asked for; kept in the short spelling (provider: looks for that one when it reads a rule).
    ipv6: str
    group: str
    prefix_list: str
    owner: str

    @property
    def asked(self) -> group_rules.RuleSide:
        return group_rules.RuleSide(self.cidr, self.ipv6, self.group, self.prefix_list)


def _ends(wanted: WantedRule) -> tuple[_End, _End]:
    return (
        _End(
            wanted.source_cidr_ip, wanted.ipv6_source_cidr_ip, wanted.source_group_id, wanted.source_prefix_list_id,
            wanted.source_group_owner_id or wanted.source_group_owner_account,
        ),
        _End(
            wanted.dest_cidr_ip, wanted.ipv6_dest_cidr_ip, wanted.dest_group_id, wanted.dest_prefix_list_id,
            wanted.dest_group_owner_id or wanted.dest_group_owner_account,
        ),
    )  # fmt: skip


def _rule(call: Call, row: SecurityGroupRow, wanted: WantedRule, direction: Direction) -> Permission:
    """One rule, checked by the rulebook."""
    source, dest = _ends(wanted)
    far, near = (source, dest) if direction == "ingress" else (dest, source)
    asked = group_rules.RequestedGroupRule(
        direction=direction,
        protocol=wanted.ip_protocol,
        ports=wanted.port_range,
        far=far.asked,
        near=near.asked,
        source_ports=wanted.source_port_range,
        policy=wanted.policy,
        priority=wanted.priority,
    )
    enforce(group_rules.check_rule(asked))
    group = "" if far.cidr or far.ipv6 else far.group
    prefix_list = "" if far.cidr or far.ipv6 or far.group else far.prefix_list  # ignored otherwise (metadata)
    if prefix_list:
        listed = prefix_lists.get(call.tx, prefix_list)  # of ECS or of VPC (prefix list page)
        if listed is None or (listed.account, listed.region) != (call.caller.account, row.region):
            raise errors.LIST_NOT_FOUND()
        enforce(group_rules.check_prefix_list(listed.family, near.asked))
    if group:
        other = call.tx.get(SecurityGroupRow, group)  # whoever owns it
        if other is None:
            raise errors.RULE_GROUP(side=group_rules.side_of(direction))
        enforce(groups.check_far_group(direction, row.kind, other.kind, same_vpc=other.vpc == row.vpc))
    id, _ = call.new_id("sgr", call.region, length=20)
    return Permission(
        id, direction, PROTOCOLS[wanted.ip_protocol.lower()], wanted.port_range or "-1/-1",
        (wanted.policy or "accept").capitalize(), int(wanted.priority or "1"), wanted.description, call.now,
        peer_cidr=far.cidr, peer_ipv6=compress_ipv6(far.ipv6), peer_group=far.group, peer_group_owner=far.owner,
        peer_prefix_list=prefix_list, own_cidr=near.cidr, own_ipv6=compress_ipv6(near.ipv6),
        source_port_range=wanted.source_port_range,
    )  # fmt: skip
