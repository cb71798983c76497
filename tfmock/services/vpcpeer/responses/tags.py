"""Tags and resource groups of connections; each party has its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tfmock.core.call import Call
from tfmock.core.operation import Reply, Request, Required, operation
from tfmock.services.common.resource_groups import find_group
from tfmock.services.common.tagging import ListTagResources, Tagging, TagResource, TagResources, UntagResources
from tfmock.services.vpcpeer import errors, find
from tfmock.services.vpcpeer.models import PeeringRow
from tfmock.services.vpcpeer.responses import PRODUCT, VERSION
from tfmock.services.vpcpeer.responses.connections import KIND


class Success(Reply):
    """A reply of the tag and group actions."""

    success: bool = True


def _kind(name: str) -> str:
    if name != KIND:
        raise errors.RESOURCE_TYPE()
    return name


def _region_of(call: Call, kind: str, id: str) -> str:
    """Tags are listed in the region of the caller's own end."""
    side = find.get_peering(call, id, errors.TAGGED_NOT_FOUND).side_of(call.account)
    return side.region_id if side else call.region


TAGGING: Final = Tagging(
    kind=_kind, region_of=_region_of, too_many_resources=errors.TOO_MANY_RESOURCES,
    too_many_tags=errors.TOO_MANY_TAGS, full=errors.TOO_MANY_TAGS, next_token=errors.NEXT_TOKEN,
    nothing_asked=errors.NEITHER_TAGS_NOR_RESOURCES, reserved=errors.RESERVED_TAG_KEYS,
)  # fmt: skip


class TagPeerings(TagResources):
    region_id: Required


@operation(PRODUCT, VERSION, "TagResources")
def tag_resources(call: Call, request: TagPeerings) -> Success:
    """Put tags on the caller's side of connections."""
    TAGGING.put(call, request)
    return Success()


class UntagPeerings(UntagResources):
    region_id: Required


@operation(PRODUCT, VERSION, "UnTagResources")
def un_tag_resources(call: Call, request: UntagPeerings) -> Success:
    """Take tags off the caller's side, by key, or all of them."""
    TAGGING.drop(call, request, no_keys=errors.NO_TAG_KEYS)
    return Success()


class ListTagPeerings(ListTagResources):
    region_id: Required


class TaggedPeering(TagResource):
    """``region_no`` is the requester's region (metadata)."""

    region_no: str


class TaggedPeerings(Reply):
    """``next_token`` is absent on the last page: an empty one makes the provider loop for ever."""

    max_results: int
    next_token: str | None
    tag_resources: list[TaggedPeering]


@operation(PRODUCT, VERSION, "ListTagResources")
def list_tag_resources(call: Call, request: ListTagPeerings) -> TaggedPeerings:
    """Connections with the tags of the caller's side."""
    for id in request.resource_id:
        find.get_peering(call, id, errors.TAGGED_NOT_FOUND)
    items, token = TAGGING.listed(call, call.region, request)
    tagged = [
        TaggedPeering(**dict(item), region_no=find.get_peering(call, item.resource_id).requester.region_id)
        for item in items
    ]
    return TaggedPeerings(max_results=TAGGING.page_size(request), next_token=token, tag_resources=tagged)


class MoveResourceGroup(Request):
    region_id: Required
    resource_type: Required
    resource_id: Required
    new_resource_group_id: Required


@operation(PRODUCT, VERSION, "MoveResourceGroup")
def move_resource_group(call: Call, request: MoveResourceGroup) -> Success:
    """Put the caller's side of a connection into another of its resource groups."""
    if request.resource_type != KIND:
        raise errors.RESOURCE_TYPE()
    row = find.get_peering(call, request.resource_id, errors.NOT_FOUND_ON_MOVE)
    group = request.new_resource_group_id
    if find_group(call.transaction, call.account, group) is None:
        raise errors.RESOURCE_GROUP_ON_MOVE()
    call.transaction.put(_moved(row, call.account, group))
    return Success()


def _moved(row: PeeringRow, account: str, group: str) -> PeeringRow:
    if row.requester.account == account:
        row = replace(row, requester=replace(row.requester, resource_group_id=group))
    if row.accepter.account == account:
        row = replace(row, accepter=replace(row.accepter, resource_group_id=group))
    return row
