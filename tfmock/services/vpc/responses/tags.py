"""Tags and resource groups of VPC resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call, enforce
from tfmock.core.operation import (
    Done,
    ManyStrings,
    OptionalBool,
    OptionalInt,
    Part,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.core.paging import chunk
from tfmock.core.tags import drop_tags, has_tags, put_tags, tagged, tags_of
from tfmock.rulebook import names
from tfmock.services.resourcemanager.models import find_group
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.models.ipv4_gateway import Ipv4GatewayRow
from tfmock.services.vpc.models.network_acl import NetworkAclRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.services.vpc.responses.parts import Tag, TagFilter

#: Resource types as the tag actions name them; case varies between callers.
KINDS: Final[Mapping[str, type[VpcRow | VSwitchRow | RouteTableRow | NetworkAclRow | Ipv4GatewayRow]]] = (
    MappingProxyType(
        {
            "VPC": VpcRow,
            "VSWITCH": VSwitchRow,
            "ROUTETABLE": RouteTableRow,
            "NETWORKACL": NetworkAclRow,
            "IPV4GATEWAY": Ipv4GatewayRow,
        }
    )
)


def _kind(name: str) -> str:
    if name.upper() not in KINDS:
        raise errors.TAG_RESOURCE_TYPE()
    return name.upper()


def _check_owned(call: Call, kind: str, ids: list[str]) -> None:
    for id in ids:
        row = call.tx.get(KINDS[kind], id)
        if row is None or row.account != call.caller.account or row.region != call.region:
            raise errors.TAG_RESOURCES_MISSING()


class TagResources(Request):
    resource_type: Required
    resource_id: ManyStrings = Field(min_length=1)
    tag: list[Tag] = Field(min_length=1)


@operation(PRODUCT, VERSION, "TagResources")
def tag_resources(call: Call, request: TagResources) -> Done:
    """Put tags on resources of one type."""
    kind = _kind(request.resource_type)
    wanted = [(tag.key, tag.value) for tag in request.tag]
    _check_owned(call, kind, request.resource_id)
    for id in request.resource_id:
        others = {key for key, _ in tags_of(call.tx, call.caller.account, id)} - {key for key, _ in wanted}
        enforce(names.check_tags(list(wanted), present=len(others)))
        put_tags(call.tx, call.caller.account, call.region, kind, id, wanted)
    return Done()


class UnTagResources(Request):
    resource_type: Required
    resource_id: ManyStrings = Field(min_length=1)
    tag_key: ManyStrings = []
    all: OptionalBool = None


@operation(PRODUCT, VERSION, "UnTagResources")
def un_tag_resources(call: Call, request: UnTagResources) -> Done:
    """Take tags off by key, or all of them."""
    kind = _kind(request.resource_type)
    _check_owned(call, kind, request.resource_id)
    if not request.tag_key and not request.all:
        raise errors.TAG_KEYS_MISSING()
    for id in request.resource_id:
        drop_tags(call.tx, call.caller.account, id, request.tag_key or None)
    return Done()


class TagResource(Part):
    resource_type: str
    resource_id: str
    tag_key: str
    tag_value: str


class ListTagResources(Request):
    resource_type: Required
    resource_id: ManyStrings = []
    tag: list[TagFilter] = []
    next_token: str = ""
    max_results: OptionalInt = None


class ListTagResourcesReply(Reply):
    next_token: str | None
    """Absent on the last page: an empty one makes the provider loop for ever (prototype notes 3)."""
    tag_resources: Annotated[list[TagResource], wrapped("TagResource")]


@operation(PRODUCT, VERSION, "ListTagResources")
def list_tag_resources(call: Call, request: ListTagResources) -> ListTagResourcesReply:
    """Resources of one type with their tags."""
    kind = _kind(request.resource_type)
    if not request.resource_id and not request.tag:
        raise errors.TAG_NOTHING_ASKED()
    found, token = list_tags(call, kind, request.resource_id, request.tag, request.next_token, request.max_results)
    items = [TagResource(resource_type=kind, resource_id=id, tag_key=key, tag_value=value) for id, key, value in found]
    return ListTagResourcesReply(next_token=token, tag_resources=items)


def list_tags(
    call: Call, kind: str, ids: list[str], filters: list[TagFilter], token: str, size: int | None
) -> tuple[list[tuple[str, str, str]], str | None]:
    """Triples of resource, key and value; ``size`` counts resources. Shared with VpcPeer."""
    rows = [
        row
        for row in tagged(call.tx, call.caller.account, call.region, kind)
        if (not ids or row.resource in ids) and has_tags(row.tags, [(tag.key, tag.value) for tag in filters])
    ]
    piece = chunk(rows, token, size, default=50, limit=50, error=errors.NEXT_TOKEN())
    triples = [(row.resource, key, value) for row in piece.items for key, value in row.tags]
    return triples, piece.next_token or None


class MoveResourceGroup(Request):
    resource_id: Required
    resource_type: Required
    new_resource_group_id: Required


@operation(PRODUCT, VERSION, "MoveResourceGroup")
def move_resource_group(call: Call, request: MoveResourceGroup) -> Done:
    """Put a VPC (and what follows it), or an IPv4 gateway, into another resource group."""
    kind = request.resource_type.upper()
    if kind not in ("VPC", "IPV4GATEWAY"):
        raise errors.RESOURCE_TYPE_ON_MOVE()
    if find_group(call.tx, call.caller.account, request.new_resource_group_id) is None:
        raise errors.RESOURCE_GROUP()
    if kind == "IPV4GATEWAY":
        gateway = find.ipv4_gateway(call, request.resource_id)
        call.tx.put(replace(gateway, resource_group=request.new_resource_group_id))
        return Done()
    vpc = find.vpc(call, request.resource_id, errors.RESOURCE_ON_MOVE)
    group = request.new_resource_group_id
    call.tx.put(replace(vpc, resource_group=group))
    for row in _followers(call, vpc.id):
        call.tx.put(replace(row, resource_group=group))
    return Done()


def _followers(call: Call, vpc: str) -> Iterator[VSwitchRow | RouteTableRow]:
    """vSwitches and route tables are in their VPC's group (guess)."""
    yield from call.tx.find(VSwitchRow, "vpc", vpc)
    yield from call.tx.find(RouteTableRow, "vpc", vpc)
