"""Tags and resource groups of connections; each party has its own."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from tfmock.core.call import Call, enforce
from tfmock.core.operation import ManyStrings, OptionalInt, Reply, Request, Required, Success, operation
from tfmock.core.tags import drop_tags, put_tags, tags_of
from tfmock.rulebook import names
from tfmock.services.resourcemanager.models import find_group
from tfmock.services.vpc.responses.parts import Tag, TagFilter
from tfmock.services.vpc.responses.tags import TagResource, list_tags
from tfmock.services.vpcpeer import errors, find
from tfmock.services.vpcpeer.models import PeeringRow
from tfmock.services.vpcpeer.responses import PRODUCT, VERSION
from tfmock.services.vpcpeer.responses.connections import KIND

#: Resources in one tag call (metadata: text says 20, schema 50; the schema is taken).
MOST_RESOURCES = 50


def _check(call: Call, kind: str, ids: list[str]) -> None:
    if kind != KIND:
        raise errors.RESOURCE_TYPE()
    if len(ids) > MOST_RESOURCES:
        raise errors.TOO_MANY_RESOURCES()
    for id in ids:
        find.peering(call, id, errors.TAGGED_NOT_FOUND)


class TagResources(Request):
    region_id: Required
    resource_type: Required
    resource_id: ManyStrings = Field(min_length=1)
    tag: list[Tag] = Field(min_length=1)


@operation(PRODUCT, VERSION, "TagResources")
def tag_resources(call: Call, request: TagResources) -> Success:
    """Put tags on the caller's side of connections."""
    _check(call, request.resource_type, request.resource_id)
    wanted = [(tag.key, tag.value) for tag in request.tag]
    for id in request.resource_id:
        others = {key for key, _ in tags_of(call.tx, call.caller.account, id)} - {key for key, _ in wanted}
        enforce(names.check_tags(list(wanted), present=len(others)))
        put_tags(call.tx, call.caller.account, _region(call, id), KIND, id, wanted)
    return Success()


def _region(call: Call, id: str) -> str:
    """Tags are listed in the region of the caller's own end."""
    side = find.peering(call, id).side_of(call.caller.account)
    return side.region if side else call.region


class UnTagResources(Request):
    region_id: Required
    resource_type: Required
    resource_id: ManyStrings = Field(min_length=1)
    tag_key: ManyStrings = []
    all: bool = False


@operation(PRODUCT, VERSION, "UnTagResources")
def un_tag_resources(call: Call, request: UnTagResources) -> Success:
    """Take tags off the caller's side, by key, or all of them."""
    _check(call, request.resource_type, request.resource_id)
    if not request.tag_key and not request.all:
        raise errors.NO_TAG_KEYS()
    for id in request.resource_id:
        drop_tags(call.tx, call.caller.account, id, request.tag_key or None)
    return Success()


class ListTagResources(Request):
    region_id: Required
    resource_type: Required
    resource_id: ManyStrings = []
    tag: list[TagFilter] = []
    next_token: str = ""
    max_results: OptionalInt = None


class ListTagResourcesReply(Reply):
    next_token: str | None
    tag_resources: list[TagResource]


@operation(PRODUCT, VERSION, "ListTagResources")
def list_tag_resources(call: Call, request: ListTagResources) -> ListTagResourcesReply:
    """Connections with the tags of the caller's side."""
    if not request.resource_id and not request.tag:
        raise errors.NEITHER_TAGS_NOR_RESOURCES()
    _check(call, request.resource_type, request.resource_id)
    found, token = list_tags(call, KIND, request.resource_id, request.tag, request.next_token, request.max_results)
    items = [TagResource(resource_type=KIND, resource_id=id, tag_key=key, tag_value=value) for id, key, value in found]
    return ListTagResourcesReply(next_token=token, tag_resources=items)


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
    row = find.peering(call, request.resource_id, errors.NOT_FOUND_ON_MOVE)
    group = request.new_resource_group_id
    if find_group(call.tx, call.caller.account, group) is None:
        raise errors.RESOURCE_GROUP_ON_MOVE()
    call.tx.put(_moved(row, call.caller.account, group))
    return Success()


def _moved(row: PeeringRow, account: str, group: str) -> PeeringRow:
    if row.requester.account == account:
        row = replace(row, requester=replace(row.requester, resource_group=group))
    if row.accepter.account == account:
        row = replace(row, accepter=replace(row.accepter, resource_group=group))
    return row
