"""Rules of security groups: authorize, revoke, change; each for both directions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal

from pydantic import Field

from tfmock.core.call import Call, enforce
from tfmock.core.operation import Done, ManyStrings, Part, operation
from tfmock.rulebook import access, quotas
from tfmock.rulebook.cidr import parse
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.addresses import check_rules_of
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.models.security_group import Permission, SecurityGroupRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.security_groups import NamedGroup

Direction = Literal["ingress", "egress"]

#: The spellings that answers show; requests may use any case (metadata).
PROTOCOLS: Final[Mapping[str, str]] = {
    "tcp": "TCP", "udp": "UDP", "icmp": "ICMP", "icmpv6": "ICMPv6", "gre": "GRE", "all": "ALL",
}  # fmt: skip

GROUP_RULES: Final = 20
"""Rules that name a group, per group (error AuthorizedGroupRule.LimitExceed)."""


class WantedRule(Part):
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
def authorize_security_group(call: Call, request: Rules) -> Done:
    """Add ingress rules; one that is there already stays as it is."""
    return _authorize(call, request, "ingress")


@operation(PRODUCT, VERSION, "AuthorizeSecurityGroupEgress")
def authorize_security_group_egress(call: Call, request: Rules) -> Done:
    """Add egress rules; one that is there already stays as it is."""
    return _authorize(call, request, "egress")


def _authorize(call: Call, request: Rules, direction: Direction) -> Done:
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
    return Done()


def _check_quotas(call: Call, row: SecurityGroupRow, fresh: list[Permission]) -> None:
    """A rule that names a prefix list counts once, whatever the list may hold (guess)."""
    limits = call.world.terms.quotas
    used, adding = len(row.permissions), len(fresh)
    limit = limits.ecs_quota_security_group_rule_num
    enforce(quotas.check_count(quotas.SECURITY_GROUP_RULES, used=used, adding=adding, limit=limit))
    if sum(bool(rule.peer_group) for rule in (*row.permissions, *fresh)) > GROUP_RULES:
        raise errors.RULE_GROUP_QUOTA()
    limit = limits.ecs_quota_prefix_list_association_num
    for id in {rule.peer_prefix_list for rule in fresh} - {""}:
        users = {one.id for one in call.tx.find(SecurityGroupRow, "prefix_list", id)} - {row.id}
        enforce(quotas.check_count(quotas.PREFIX_LIST_ASSOCIATIONS, used=len(users), limit=limit))
    for interface in call.tx.find(NetworkInterfaceRow, "security_group", row.id) if fresh else ():
        check_rules_of(call, interface.security_groups, adding=adding, rule=quotas.SECURITY_GROUP_RULES)


@operation(PRODUCT, VERSION, "RevokeSecurityGroup")
def revoke_security_group(call: Call, request: Rules) -> Done:
    """Take ingress rules away; one that is not there is no error."""
    return _revoke(call, request, "ingress")


@operation(PRODUCT, VERSION, "RevokeSecurityGroupEgress")
def revoke_security_group_egress(call: Call, request: Rules) -> Done:
    """Take egress rules away; one that is not there is no error."""
    return _revoke(call, request, "egress")


def _revoke(call: Call, request: Rules, direction: Direction) -> Done:
    row = find.security_group(call, request.security_group_id)
    gone = {_rule(call, row, wanted, direction).meaning for wanted in request.wanted()}
    for id in request.security_group_rule_id:
        gone.add(_by_id(row, id).meaning)
    call.tx.put(replace(row, permissions=tuple(rule for rule in row.permissions if rule.meaning not in gone)))
    return Done()


@operation(PRODUCT, VERSION, "ModifySecurityGroupRule")
def modify_security_group_rule(call: Call, request: Rules) -> Done:
    """Change an ingress rule: all of it by its id, its description by its content."""
    return _modify(call, request, "ingress")


@operation(PRODUCT, VERSION, "ModifySecurityGroupEgressRule")
def modify_security_group_egress_rule(call: Call, request: Rules) -> Done:
    """Change an egress rule: all of it by its id, its description by its content."""
    return _modify(call, request, "egress")


def _modify(call: Call, request: Rules, direction: Direction) -> Done:
    row = find.security_group(call, request.security_group_id)
    changed = _rule(call, row, request, direction)
    if request.security_group_rule_id:
        old = _by_id(row, request.security_group_rule_id[0])
        new = replace(changed, id=old.id, created=old.created)
    else:
        old = _same(row, changed)
        new = replace(old, description=changed.description)
    call.tx.put(replace(row, permissions=tuple(new if rule is old else rule for rule in row.permissions)))
    return Done()


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


def _rule(call: Call, row: SecurityGroupRow, wanted: WantedRule, direction: Direction) -> Permission:
    """One rule, checked as the error codes of AuthorizeSecurityGroup tell."""
    protocol = PROTOCOLS.get(wanted.ip_protocol.lower())
    if protocol is None:
        raise errors.RULE_PROTOCOL()
    port_range = wanted.port_range or "-1/-1"
    if access.parse_ports(port_range, protocol) is None:
        raise errors.RULE_PORTS() if protocol in ("TCP", "UDP") else errors.RULE_PORTS_MISMATCH()
    if (wanted.policy or "accept").lower() not in ("accept", "drop"):
        raise errors.RULE_POLICY()
    priority = wanted.priority or "1"
    if not (priority.isdigit() and 1 <= int(priority) <= 100):
        raise errors.RULE_PRIORITY()
    inward = direction == "ingress"
    source = (wanted.source_cidr_ip, wanted.ipv6_source_cidr_ip)
    dest = (wanted.dest_cidr_ip, wanted.ipv6_dest_cidr_ip)
    (cidr, ipv6), own = (source, dest) if inward else (dest, source)
    group = wanted.source_group_id if inward else wanted.dest_group_id
    prefix_list = wanted.source_prefix_list_id if inward else wanted.dest_prefix_list_id
    if not (cidr or ipv6 or group or prefix_list):
        raise errors.RULE_SOURCE() if inward else errors.RULE_DEST()
    for fault in _block_faults(source, dest):
        raise fault
    if wanted.source_port_range and access.parse_ports(wanted.source_port_range, protocol) is None:
        raise errors.RULE_SOURCE_PORTS()
    if prefix_list and not (cidr or ipv6 or group):
        _check_prefix_list(call, row, prefix_list, own)
    if group and not cidr and not ipv6:
        _check_group(call, row, group)
    id, _ = call.new_id("sgr", call.region, length=20)
    return Permission(
        id, direction, protocol, port_range, (wanted.policy or "accept").capitalize(), int(priority),
        wanted.description, call.now, peer_cidr=cidr, peer_ipv6=ipv6, peer_group=group,
        peer_group_owner=(wanted.source_group_owner_account if inward else wanted.dest_group_owner_account),
        peer_prefix_list="" if cidr or ipv6 or group else prefix_list,  # ignored then (metadata)
        own_cidr=own[0], own_ipv6=own[1], source_port_range=wanted.source_port_range,
    )  # fmt: skip


def _block_faults(source: tuple[str, str], dest: tuple[str, str]) -> Iterator[Exception]:
    """What is wrong with the blocks of both ends, each IPv4 and IPv6."""
    if all(source):
        yield errors.RULE_TWO_SOURCES()
    if all(dest):
        yield errors.RULE_TWO_DESTS()
    if (source[0] and dest[1]) or (source[1] and dest[0]):
        yield errors.RULE_TWO_VERSIONS()
    malformed = (
        (source[0], 4, errors.RULE_SOURCE_CIDR), (source[1], 6, errors.RULE_SOURCE_IPV6),
        (dest[0], 4, errors.RULE_DEST_CIDR), (dest[1], 6, errors.RULE_DEST_IPV6),
    )  # fmt: skip
    for text, version, fault in malformed:
        block = parse(text, strict=False) if text else None
        if text and (block is None or block.version != version):
            yield fault()
    if source[0] and source == dest:
        yield errors.RULE_SAME_ENDS()


def _check_prefix_list(call: Call, row: SecurityGroupRow, id: str, own: tuple[str, str]) -> None:
    """The list that a rule names: of the region, and of the five-tuple's family."""
    listed = find.prefix_list(call, id)
    if listed.region != row.region:
        raise errors.LIST_NOT_FOUND()
    if own[1 if listed.family == "IPv4" else 0]:
        raise errors.RULE_LIST_FAMILY()


def _check_group(call: Call, row: SecurityGroupRow, id: str) -> None:
    """The group that a rule names: in the same VPC, whoever owns it; enterprise groups take no part (error codes)."""
    if row.kind == "enterprise":
        raise errors.RULE_GROUP_ENTERPRISE()
    other = call.tx.get(SecurityGroupRow, id)
    if other is None:
        raise errors.RULE_GROUP()
    if other.vpc != row.vpc:
        raise errors.RULE_GROUP_VPC()
    if other.kind == "enterprise":
        raise errors.RULE_GROUP_ENTERPRISE()
