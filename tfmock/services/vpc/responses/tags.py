"""Tags and resource groups of VPC resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, Request, Required, operation
from tfmock.core.store import ResourceRow
from tfmock.protocol.errors import ErrorTemplate
from tfmock.services.common.resource_groups import find_group
from tfmock.services.common.rows import patched
from tfmock.services.common.tagging import ListTagResources, Tagging, TagResources, UntagResources, WrappedTagList
from tfmock.services.resources import move_types, tag_types
from tfmock.services.vpc import errors, find, ipv6_errors
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION

#: Resource types as the tag actions name them; case varies between callers.
KINDS: Final = tag_types(PRODUCT)
_MOVABLE: Final = move_types(PRODUCT)
#: What MoveResourceGroup answers where there is no such resource, unless it is ``RESOURCE_ON_MOVE``.
_NOT_FOUND_ON_MOVE: Final[Mapping[str, ErrorTemplate]] = MappingProxyType(
    {"IPV4GATEWAY": errors.IPV4_GATEWAY_NOT_FOUND, "IPV6GATEWAY": ipv6_errors.GATEWAY_NOT_FOUND}
)


def _kind(name: str) -> str:
    if name.upper() not in KINDS:
        raise errors.TAG_RESOURCE_TYPE()
    return name.upper()


def _region_of(call: Call, kind: str, id: str) -> str:
    if find.find_own(call, KINDS[kind], id) is None:
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
    """Put a resource, and what is always in its group, into another resource group."""
    move_type = request.resource_type.upper()
    if move_type not in _MOVABLE:
        raise errors.RESOURCE_TYPE_ON_MOVE()
    group = request.new_resource_group_id
    if find_group(call.transaction, call.account, group) is None:
        raise errors.RESOURCE_GROUP()
    for row in _moved(call, move_type, request.resource_id):
        call.transaction.put(patched(row, resource_group_id=group))
    return EmptyReply()


def _moved(call: Call, move_type: str, id: str) -> Iterator[ResourceRow]:
    """The resource, and what is always in its group: vSwitches and route tables are in their VPC's (guess)."""
    row = find.find_own(call, _MOVABLE[move_type], id)
    if row is None:
        raise _NOT_FOUND_ON_MOVE.get(move_type, errors.RESOURCE_ON_MOVE)()
    yield row
    if isinstance(row, VpcRow):
        yield from call.transaction.find(VSwitchRow, "vpc", id)
        yield from call.transaction.find(RouteTableRow, "vpc", id)
