"""Security groups: create, read, change, delete, and which interfaces belong to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import ApiObject, EmptyReply, OptionalInt, Reply, Request, Required, operation, wrapped
from tfmock.protocol.errors import enforce
from tfmock.rulebook import groups, names, quotas
from tfmock.services.common.messages import Tag, TagFilter, matches_tags, tag_pairs
from tfmock.services.common.rows import Timestamp, matches, patched, reply_of
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.interfaces import check_groups, remaining_addresses
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.models.security_group import Permission, SecurityGroupRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.messages import EcsTags, ListReply, ListRequest, cut, ecs_tags
from tfmock.simulation.resources import VpcRow, find_default_vpc, stored_type_in


class CreateSecurityGroup(Request):
    vpc_id: str = ""
    security_group_name: str = ""
    security_group_type: str = "normal"
    description: str = ""
    resource_group_id: str = ""
    tag: list[Tag] = []


class CreateSecurityGroupReply(Reply):
    security_group_id: str


@operation(PRODUCT, VERSION, "CreateSecurityGroup")
def create_security_group(call: Call, request: CreateSecurityGroup) -> CreateSecurityGroupReply:
    """A security group without rules, of the named VPC or of the default one."""
    kind = _parse_type(request.security_group_type)
    enforce(names.check_texts("security_group", request.security_group_name, request.description))
    vpc = _get_vpc(call, request.vpc_id)
    tags = tag_pairs(request.tag)
    enforce(names.check_tags(tags))
    existing = call.transaction.find(SecurityGroupRow, "home", call.scope)
    limit = call.quotas.ecs_quota_security_group_num
    enforce(quotas.check_count(quotas.SECURITY_GROUPS_PER_REGION, used=len(existing), limit=limit))
    id, serial = call.new_id_of(SecurityGroupRow, call.region)
    call.transaction.put(
        SecurityGroupRow(
            id=id,
            serial=serial,
            account=call.account,
            region_id=call.region,
            vpc_id=vpc.id,
            security_group_name=request.security_group_name,
            description=request.description,
            creation_time=call.now,
            security_group_type=kind,
            inner_access_policy="Drop" if kind == "enterprise" else "Accept",
            resource_group_id=find.require_resource_group(call, request.resource_group_id),
        )
    )
    put_tags(call.transaction, call.account, call.region, SecurityGroupRow.resource.tag_type, id, tags)
    return CreateSecurityGroupReply(security_group_id=id)


def _parse_type(text: str) -> Literal["normal", "enterprise"]:
    if text in ("", "normal"):
        return "normal"
    if text == "enterprise":
        return "enterprise"
    raise errors.GROUP_TYPE()


def _get_vpc(call: Call, id: str) -> VpcRow:
    if not id:
        default = find_default_vpc(call.transaction, call.scope)
        enforce(groups.check_vpc(False, default=default is not None))
        assert default is not None
        return default
    vpc = call.transaction.get(VpcRow, id)
    if vpc is None or (vpc.account, vpc.region_id) != call.scope:
        raise errors.GROUP_VPC()
    return vpc


class GroupItem(ApiObject):
    security_group_id: str
    security_group_name: str
    security_group_type: str
    description: str
    vpc_id: str
    creation_time: Timestamp
    resource_group_id: str
    ecs_count: int
    service_managed: bool = False
    tags: EcsTags


class DescribeSecurityGroups(ListRequest):
    security_group_id: str = ""
    security_group_ids: str = ""
    security_group_name: str = ""
    security_group_type: str = ""
    vpc_id: str = ""
    resource_group_id: str = ""
    network_type: str = ""
    tag: list[TagFilter] = Field(default_factory=list)


class DescribeSecurityGroupsReply(ListReply):
    region_id: str
    security_groups: Annotated[list[GroupItem], wrapped("SecurityGroup")]


@operation(PRODUCT, VERSION, "DescribeSecurityGroups")
def describe_security_groups(call: Call, request: DescribeSecurityGroups) -> DescribeSecurityGroupsReply:
    """The caller's security groups in a region, by any of the filters."""
    ids = find.parse_ids(request.security_group_ids, "SecurityGroupIds")
    home = call.transaction.find(SecurityGroupRow, "home", call.scope)
    rows = [row for row in home if _fits(request, ids, row) and matches_tags(call, row.id, request.tag)]
    part, token = cut(rows, request, least=1, most=100, error=errors.GROUP_TOKEN())
    items = [_item(call, row) for row in part.items]
    return DescribeSecurityGroupsReply.of(part, region_id=call.region, next_token=token, security_groups=items)


def _fits(request: DescribeSecurityGroups, ids: list[str], row: SecurityGroupRow) -> bool:
    return matches(
        (request.security_group_id, row.id),
        (ids, row.id),
        (request.security_group_name, row.security_group_name),
        (request.security_group_type, row.security_group_type),
        (request.vpc_id, row.vpc_id),
        (request.resource_group_id, row.resource_group_id),
    )


def _item(call: Call, row: SecurityGroupRow) -> GroupItem:
    return reply_of(
        GroupItem,
        row,
        security_group_id=row.id,
        ecs_count=len(call.transaction.find(NetworkInterfaceRow, "security_group", row.id)),
        tags=ecs_tags(call, row.id),
    )


class NamedGroup(Request):
    security_group_id: Required


class PermissionItem(ApiObject):
    """The provider compares protocol and policy in small letters, priority as text.

    provider-contract: alicloud_security_group_rule
    """

    security_group_rule_id: str
    direction: str
    ip_protocol: str
    port_range: str
    source_port_range: str
    policy: str
    priority: str
    nic_type: str = "intranet"
    description: str
    create_time: str
    source_cidr_ip: str
    ipv6_source_cidr_ip: str
    source_group_id: str
    source_group_owner_account: str
    source_prefix_list_id: str
    dest_cidr_ip: str
    ipv6_dest_cidr_ip: str
    dest_group_id: str
    dest_group_owner_account: str
    dest_prefix_list_id: str


class DescribeSecurityGroupAttribute(NamedGroup):
    direction: str = "all"
    #: Ignored: a VPC has but one kind, and the provider sends ``<nil>`` when it has none.
    #: provider-contract: alicloud_security_group_rule
    nic_type: str = ""
    max_results: OptionalInt = None
    next_token: str = ""


class GroupAttribute(Reply):
    region_id: str
    vpc_id: str
    security_group_id: str
    security_group_name: str
    description: str
    inner_access_policy: str
    next_token: str = ""
    permissions: Annotated[list[PermissionItem], wrapped("Permission")]


@operation(PRODUCT, VERSION, "DescribeSecurityGroupAttribute")
def describe_security_group_attribute(call: Call, request: DescribeSecurityGroupAttribute) -> GroupAttribute:
    """One group with its rules, of both directions or of one of them."""
    row = find.get_security_group(call, request.security_group_id)
    permissions = [rule for rule in row.permissions if request.direction in ("", "all", rule.direction)]
    return reply_of(
        GroupAttribute, row, security_group_id=row.id, permissions=[_permission(rule) for rule in permissions]
    )


def _permission(rule: Permission) -> PermissionItem:
    peer = _Side(
        cidr_ip=rule.peer_cidr_ip,
        ipv6_cidr_ip=rule.ipv6_peer_cidr_ip,
        group_id=rule.peer_group_id,
        group_owner_account=rule.peer_group_owner_account,
        prefix_list_id=rule.peer_prefix_list_id,
    )
    own = _Side(cidr_ip=rule.own_cidr_ip, ipv6_cidr_ip=rule.ipv6_own_cidr_ip)
    source, dest = (peer, own) if rule.direction == "ingress" else (own, peer)
    return PermissionItem(
        security_group_rule_id=rule.security_group_rule_id,
        direction=rule.direction,
        ip_protocol=rule.ip_protocol,
        port_range=rule.port_range,
        source_port_range=rule.source_port_range,
        policy=rule.policy,
        priority=str(rule.priority),
        description=rule.description,
        create_time=timestamp(rule.create_time),
        source_cidr_ip=source.cidr_ip,
        ipv6_source_cidr_ip=source.ipv6_cidr_ip,
        source_group_id=source.group_id,
        source_group_owner_account=source.group_owner_account,
        source_prefix_list_id=source.prefix_list_id,
        dest_cidr_ip=dest.cidr_ip,
        ipv6_dest_cidr_ip=dest.ipv6_cidr_ip,
        dest_group_id=dest.group_id,
        dest_group_owner_account=dest.group_owner_account,
        dest_prefix_list_id=dest.prefix_list_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The source or the destination of a rule, as replies show it."""

    cidr_ip: str
    ipv6_cidr_ip: str
    group_id: str = ""
    group_owner_account: str = ""
    prefix_list_id: str = ""


class ModifySecurityGroupAttribute(NamedGroup):
    security_group_name: str | None = None
    description: str | None = None


@operation(PRODUCT, VERSION, "ModifySecurityGroupAttribute")
def modify_security_group_attribute(call: Call, request: ModifySecurityGroupAttribute) -> EmptyReply:
    """Change name and description."""
    row = find.get_security_group(call, request.security_group_id)
    enforce(names.check_texts("security_group", request.security_group_name, request.description))
    call.transaction.put(patched(row, security_group_name=request.security_group_name, description=request.description))
    return EmptyReply()


class ModifySecurityGroupPolicy(NamedGroup):
    inner_access_policy: Required


@operation(PRODUCT, VERSION, "ModifySecurityGroupPolicy")
def modify_security_group_policy(call: Call, request: ModifySecurityGroupPolicy) -> EmptyReply:
    """Set whether members of a normal group may talk to each other."""
    row = find.get_security_group(call, request.security_group_id)
    policy = request.inner_access_policy.capitalize()
    if policy not in ("Accept", "Drop"):
        raise errors.POLICY()
    enforce(groups.check_inner_access(row.security_group_type, modified=True))
    call.transaction.put(replace(row, inner_access_policy=policy))
    return EmptyReply()


@operation(PRODUCT, VERSION, "DeleteSecurityGroup")
def delete_security_group(call: Call, request: NamedGroup) -> EmptyReply:
    """Delete a group without members that no other group's rule names."""
    row = find.get_security_group(call, request.security_group_id)
    if call.transaction.find(NetworkInterfaceRow, "security_group", row.id) or stored_type_in(call.transaction, row.id):
        raise errors.GROUP_IN_USE()
    if any(other.id != row.id for other in call.transaction.find(SecurityGroupRow, "authorizes", row.id)):
        raise errors.GROUP_AUTHORIZED()
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.delete(row)
    return EmptyReply()


class GroupMembership(Request):
    security_group_id: Required
    instance_id: str = ""
    network_interface_id: str = ""


@operation(PRODUCT, VERSION, "JoinSecurityGroup")
def join_security_group(call: Call, request: GroupMembership) -> EmptyReply:
    """Put an instance (its primary interface) or an interface into a group."""
    interface = _get_member(call, request)
    if request.security_group_id in interface.security_group_ids:
        raise errors.GROUP_JOINED()
    if remaining_addresses(call, request.security_group_id) < 1 + len(interface.ipv6_addresses):
        raise errors.GROUP_FULL_ON_JOIN()
    group_ids = check_groups(call, [*interface.security_group_ids, request.security_group_id], interface.vpc_id)
    call.transaction.put(replace(interface, security_group_ids=group_ids))
    return EmptyReply()


@operation(PRODUCT, VERSION, "LeaveSecurityGroup")
def leave_security_group(call: Call, request: GroupMembership) -> EmptyReply:
    """Take an instance or an interface out of a group. It must be in another one, too."""
    interface = _get_member(call, request)
    if request.security_group_id not in interface.security_group_ids:
        raise errors.GROUP_NOT_JOINED()
    remaining = tuple(id for id in interface.security_group_ids if id != request.security_group_id)
    if not remaining:
        raise errors.GROUP_LAST()
    call.transaction.put(replace(interface, security_group_ids=remaining))
    return EmptyReply()


def _get_member(call: Call, request: GroupMembership) -> NetworkInterfaceRow:
    find.get_security_group(call, request.security_group_id)
    if request.network_interface_id:
        return find.get_network_interface(call, request.network_interface_id)
    return find.get_network_interface(call, find.get_instance(call, request.instance_id).network_interface_id)
