"""Tags and resource groups of VPC resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, Request, Required, operation
from tfmock.services.common.resource_groups import find_group
from tfmock.services.common.tagging import ListTagResources, Tagging, TagResources, UntagResources, WrappedTagList
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.models.ipv4_gateway import Ipv4GatewayRow
from tfmock.services.vpc.models.ipv6_gateway import Ipv6GatewayRow
from tfmock.services.vpc.models.network_acl import NetworkAclRow
from tfmock.services.vpc.models.prefix_list import VpcPrefixListRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION

#: Resource types as the tag actions name them; case varies between callers.
KINDS: Final[Mapping[str, type[find.AnyKind]]] = MappingProxyType(
    {
        "VPC": VpcRow,
        "VSWITCH": VSwitchRow,
        "ROUTETABLE": RouteTableRow,
        "NETWORKACL": NetworkAclRow,
        "IPV4GATEWAY": Ipv4GatewayRow,
        "IPV6GATEWAY": Ipv6GatewayRow,
        "PREFIXLIST": VpcPrefixListRow,
    }
)
#: What has a resource group that can be changed, or follows what has.
Movable: TypeAlias = VpcRow | VSwitchRow | RouteTableRow | Ipv4GatewayRow | Ipv6GatewayRow | VpcPrefixListRow


def _kind(name: str) -> str:
    if name.upper() not in KINDS:
        raise errors.TAG_RESOURCE_TYPE()
    return name.upper()


def _region_of(call: Call, kind: str, id: str) -> str:
    if find.visible(call, KINDS[kind], id) is None:
        raise errors.TAG_RESOURCES_MISSING()
    return call.region


TAGGING: Final = Tagging(
    kind=_kind, region_of=_region_of, too_many_resources=errors.TAG_RESOURCES, too_many_tags=errors.TAG_COUNT,
    full=errors.TAG_QUOTA, reserved=errors.TAG_RESERVED, next_token=errors.NEXT_TOKEN,
    nothing_asked=errors.TAG_NOTHING_ASKED,
)  # fmt: skip


@operation(PRODUCT, VERSION, "TagResources")
def tag_resources(call: Call, request: TagResources) -> EmptyReply:
    """Put tags on resources of one type."""
    TAGGING.put(call, request)
    return EmptyReply()


@operation(PRODUCT, VERSION, "UnTagResources")
def un_tag_resources(call: Call, request: UntagResources) -> EmptyReply:
    """Take tags off by key, or all of them."""
    TAGGING.drop(call, request, no_keys=errors.TAG_KEYS_MISSING)
    return EmptyReply()


@operation(PRODUCT, VERSION, "ListTagResources")
def list_tag_resources(call: Call, request: ListTagResources) -> WrappedTagList:
    """Resources of one type with their tags."""
    items, token = TAGGING.listed(call, call.region, request)
    return WrappedTagList(next_token=token, tag_resources=items)


class MoveResourceGroup(Request):
    resource_id: Required
    resource_type: Required
    new_resource_group_id: Required


@operation(PRODUCT, VERSION, "MoveResourceGroup")
def move_resource_group(call: Call, request: MoveResourceGroup) -> EmptyReply:
    """Put a VPC (and what follows it), a gateway or a prefix list into another resource group."""
    kind = request.resource_type.upper()
    if kind not in ("VPC", "IPV4GATEWAY", "IPV6GATEWAY", "PREFIXLIST"):
        raise errors.RESOURCE_TYPE_ON_MOVE()
    group = request.new_resource_group_id
    if find_group(call.transaction, call.account, group) is None:
        raise errors.RESOURCE_GROUP()
    for row in _moved(call, kind, request.resource_id):
        call.transaction.put(replace(row, resource_group_id=group))
    return EmptyReply()


def _moved(call: Call, kind: str, id: str) -> Iterator[Movable]:
    """The resource, and what is always in its group: vSwitches and route tables are in their VPC's (guess)."""
    if kind == "IPV4GATEWAY":
        yield find.ipv4_gateway(call, id)
    elif kind == "IPV6GATEWAY":
        yield find.ipv6_gateway(call, id)
    elif kind == "PREFIXLIST":
        yield find.prefix_list(call, id, errors.RESOURCE_ON_MOVE)
    else:
        yield find.vpc(call, id, errors.RESOURCE_ON_MOVE)
        yield from call.transaction.find(VSwitchRow, "vpc", id)
        yield from call.transaction.find(RouteTableRow, "vpc", id)
