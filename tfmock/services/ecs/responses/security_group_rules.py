"""Rules of security groups: authorize, revoke and change, for both directions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, EmptyReply, ManyStrings, operation
from tfmock.protocol.errors import enforce
from tfmock.rulebook import group_rules, groups, quotas
from tfmock.rulebook.access import Direction
from tfmock.rulebook.cidr import compress_ipv6
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.interfaces import check_rules_per_interface
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.models.security_group import Permission, SecurityGroupRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.security_groups import NamedGroup
from tfmock.simulation import prefix_lists

#: The spellings that answers show; requests may use any case (metadata).
PROTOCOLS: Final[Mapping[str, str]] = {
    "tcp": "TCP", "udp": "UDP", "icmp": "ICMP", "icmpv6": "ICMPv6", "gre": "GRE", "all": "ALL",
}  # fmt: skip


class RequestedRule(ApiObject):
    """A rule of a request, of either direction."""

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


class Rules(NamedGroup, RequestedRule):
    """Rules in a list, or one rule in flat parameters (the older style, in which the provider changes and revokes)."""

    permissions: list[RequestedRule] = Field(default_factory=list)
    security_group_rule_id: ManyStrings = []

    def requested(self) -> list[RequestedRule]:
        if self.permissions:
            return self.permissions
        flat: RequestedRule = self
        return [flat] if flat.ip_protocol or flat.port_range else []


@operation(PRODUCT, VERSION, "AuthorizeSecurityGroup")
def authorize_security_group(call: Call, request: Rules) -> EmptyReply:
    """Add ingress rules. One that exists stays as it is."""
    return _authorize(call, request, "ingress")


@operation(PRODUCT, VERSION, "AuthorizeSecurityGroupEgress")
def authorize_security_group_egress(call: Call, request: Rules) -> EmptyReply:
    """Add egress rules. One that exists stays as it is."""
    return _authorize(call, request, "egress")


def _authorize(call: Call, request: Rules, direction: Direction) -> EmptyReply:
    row = find.get_security_group(call, request.security_group_id)
    added = [_rule(call, row, requested, direction) for requested in request.requested()]
    if len({rule.meaning for rule in added}) < len(added):
        raise errors.RULE_TWICE()
    existing = {rule.meaning for rule in row.permissions}
    # Authorize metadata: a rule that exists already is no error, and no second rule
    new = [rule for rule in added if rule.meaning not in existing]
    _check_quotas(call, row, new)
    call.transaction.put(replace(row, permissions=(*row.permissions, *new)))
    return EmptyReply()


def _check_quotas(call: Call, row: SecurityGroupRow, new: list[Permission]) -> None:
    """A rule that names a prefix list counts as many as the list may have entries (prefix list page, limits)."""
    limits = call.quotas
    used, adding = _sizes(call, row.permissions), _sizes(call, new)
    limit = limits.ecs_quota_security_group_rule_num
    enforce(quotas.check_count(quotas.SECURITY_GROUP_RULES, used=used, adding=adding, limit=limit))
    enforce(groups.check_rules_with_groups(sum(bool(rule.peer_group_id) for rule in (*row.permissions, *new))))
    limit = limits.ecs_quota_prefix_list_association_num
    for id in {rule.peer_prefix_list_id for rule in new} - {""}:
        users = {group.id for group in call.transaction.find(SecurityGroupRow, "prefix_list", id)} - {row.id}
        enforce(quotas.check_count(quotas.PREFIX_LIST_ASSOCIATIONS, used=len(users), limit=limit))
    for interface in call.transaction.find(NetworkInterfaceRow, "security_group", row.id) if new else ():
        check_rules_per_interface(call, interface.security_group_ids, adding=adding, rule=quotas.SECURITY_GROUP_RULES)


def _sizes(call: Call, rules: Iterable[Permission]) -> int:
    return sum(prefix_lists.size(call.transaction, rule.peer_prefix_list_id) for rule in rules)


@operation(PRODUCT, VERSION, "RevokeSecurityGroup")
def revoke_security_group(call: Call, request: Rules) -> EmptyReply:
    """Remove ingress rules. One that does not exist is no error."""
    return _revoke(call, request, "ingress")


@operation(PRODUCT, VERSION, "RevokeSecurityGroupEgress")
def revoke_security_group_egress(call: Call, request: Rules) -> EmptyReply:
    """Remove egress rules. One that does not exist is no error."""
    return _revoke(call, request, "egress")


def _revoke(call: Call, request: Rules, direction: Direction) -> EmptyReply:
    row = find.get_security_group(call, request.security_group_id)
    revoked = {_rule(call, row, requested, direction).meaning for requested in request.requested()}
    revoked |= {_get_rule(row, id).meaning for id in request.security_group_rule_id}
    call.transaction.put(
        replace(row, permissions=tuple(rule for rule in row.permissions if rule.meaning not in revoked))
    )
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
    row = find.get_security_group(call, request.security_group_id)
    changed = _rule(call, row, request, direction)
    if request.security_group_rule_id:
        old = _get_rule(row, request.security_group_rule_id[0])
        new = replace(changed, security_group_rule_id=old.security_group_rule_id, create_time=old.create_time)
    else:
        old = _get_equal_rule(row, changed)
        new = replace(old, description=changed.description)
    call.transaction.put(replace(row, permissions=tuple(new if rule is old else rule for rule in row.permissions)))
    return EmptyReply()


def _get_rule(row: SecurityGroupRow, id: str) -> Permission:
    rule = next((rule for rule in row.permissions if rule.security_group_rule_id == id), None)
    if rule is None:
        raise errors.RULE_ID_UNKNOWN()
    return rule


def _get_equal_rule(row: SecurityGroupRow, like: Permission) -> Permission:
    rule = next((rule for rule in row.permissions if rule.meaning == like.meaning), None)
    if rule is None:
        raise errors.RULE_UNKNOWN()
    return rule


@dataclass(frozen=True, slots=True, kw_only=True)
class _Endpoint:
    """The source or the destination of a requested rule."""

    cidr: str
    #: As requested. It is stored in the short spelling (provider: looks for that one when it reads a rule).
    ipv6: str
    group: str
    prefix_list: str
    owner: str

    def for_rulebook(self) -> group_rules.RuleSide:
        return group_rules.RuleSide(self.cidr, self.ipv6, self.group, self.prefix_list)

    @property
    def named_group(self) -> str:
        """The security group that counts: none beside a block (metadata)."""
        return "" if self.cidr or self.ipv6 else self.group

    @property
    def named_prefix_list(self) -> str:
        """The prefix list that counts: none beside a block or a group (metadata)."""
        return "" if self.cidr or self.ipv6 or self.group else self.prefix_list


def _source(requested: RequestedRule) -> _Endpoint:
    return _Endpoint(
        cidr=requested.source_cidr_ip,
        ipv6=requested.ipv6_source_cidr_ip,
        group=requested.source_group_id,
        prefix_list=requested.source_prefix_list_id,
        owner=requested.source_group_owner_id or requested.source_group_owner_account,
    )


def _destination(requested: RequestedRule) -> _Endpoint:
    return _Endpoint(
        cidr=requested.dest_cidr_ip,
        ipv6=requested.ipv6_dest_cidr_ip,
        group=requested.dest_group_id,
        prefix_list=requested.dest_prefix_list_id,
        owner=requested.dest_group_owner_id or requested.dest_group_owner_account,
    )


def _rule(call: Call, row: SecurityGroupRow, requested: RequestedRule, direction: Direction) -> Permission:
    """One rule, checked by the rulebook.

    Raises:
        ApiError: the rule is not valid, or its group or prefix list does not exist.
    """
    source, destination = _source(requested), _destination(requested)
    peer, own = (source, destination) if direction == "ingress" else (destination, source)
    _check_rule(requested, direction, peer, own)
    _check_prefix_list(call, row, peer.named_prefix_list, own)
    _check_peer_group(call, row, peer.named_group, direction)
    return Permission(
        security_group_rule_id=call.new_id("sgr", call.region, length=20)[0],
        direction=direction,
        ip_protocol=PROTOCOLS[requested.ip_protocol.lower()],
        port_range=requested.port_range or "-1/-1",
        policy=(requested.policy or "accept").capitalize(),
        priority=int(requested.priority or "1"),
        description=requested.description,
        create_time=call.now,
        peer_cidr_ip=peer.cidr,
        ipv6_peer_cidr_ip=compress_ipv6(peer.ipv6),
        peer_group_id=peer.group,
        peer_group_owner_account=peer.owner,
        peer_prefix_list_id=peer.named_prefix_list,
        own_cidr_ip=own.cidr,
        ipv6_own_cidr_ip=compress_ipv6(own.ipv6),
        source_port_range=requested.source_port_range,
    )


def _check_rule(requested: RequestedRule, direction: Direction, peer: _Endpoint, own: _Endpoint) -> None:
    rule = group_rules.RequestedGroupRule(
        direction=direction,
        protocol=requested.ip_protocol,
        ports=requested.port_range,
        far=peer.for_rulebook(),
        near=own.for_rulebook(),
        source_ports=requested.source_port_range,
        policy=requested.policy,
        priority=requested.priority,
    )
    enforce(group_rules.check_rule(rule))


def _check_prefix_list(call: Call, row: SecurityGroupRow, id: str, own: _Endpoint) -> None:
    if not id:
        return
    prefix_list = prefix_lists.get(call.transaction, id)  # of ECS or of VPC (prefix list page)
    if prefix_list is None or (prefix_list.account, prefix_list.region) != (call.account, row.region_id):
        raise errors.LIST_NOT_FOUND()
    enforce(group_rules.check_prefix_list(prefix_list.family, own.for_rulebook()))


def _check_peer_group(call: Call, row: SecurityGroupRow, id: str, direction: Direction) -> None:
    if not id:
        return
    peer = call.transaction.get(SecurityGroupRow, id)  # of any account
    if peer is None:
        raise errors.RULE_GROUP(side=group_rules.side_of(direction))
    enforce(
        groups.check_far_group(
            direction, row.security_group_type, peer.security_group_type, same_vpc=peer.vpc_id == row.vpc_id
        )
    )
