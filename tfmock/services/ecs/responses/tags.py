"""Tags and resource groups of Ecs resources. Here it is UntagResources, elsewhere UnTagResources (contract 0.1)."""

from __future__ import annotations

from collections.abc import Mapping
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
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.core.tags import drop_tags, put_tags, tags_of
from tfmock.rulebook import names
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.vpc.responses.parts import Tag, TagFilter
from tfmock.services.vpc.responses.tags import TagResource, list_tags

AnyRow = SecurityGroupRow | InstanceRow | NetworkInterfaceRow
#: Resource types as the tag actions name them; case varies between callers.
KINDS: Final[Mapping[str, type[AnyRow]]] = MappingProxyType(
    {"securitygroup": SecurityGroupRow, "instance": InstanceRow, "eni": NetworkInterfaceRow}
)


def _owned(call: Call, kind: str, ids: list[str]) -> str:
    """The kind in its own spelling, once all ids are known to be the caller's."""
    name = kind.lower()
    if name not in KINDS:
        raise errors.RESOURCE_TYPE()
    for id in ids:
        row = call.tx.get(KINDS[name], id)
        if row is None or row.account != call.caller.account:
            raise errors.TAGGED_NOT_FOUND()
    return name


class TagResources(Request):
    resource_type: Required
    resource_id: ManyStrings = Field(min_length=1)
    tag: list[Tag] = Field(min_length=1)


@operation(PRODUCT, VERSION, "TagResources")
def tag_resources(call: Call, request: TagResources) -> Done:
    """Put tags on resources of one type."""
    kind = _owned(call, request.resource_type, request.resource_id)
    wanted = [(tag.key, tag.value) for tag in request.tag]
    for id in request.resource_id:
        others = {key for key, _ in tags_of(call.tx, call.caller.account, id)} - {key for key, _ in wanted}
        enforce(names.check_tags(list(wanted), present=len(others)))
        put_tags(call.tx, call.caller.account, call.region, kind, id, wanted)
    return Done()


class UntagResources(Request):
    resource_type: Required
    resource_id: ManyStrings = Field(min_length=1)
    tag_key: ManyStrings = []
    all: OptionalBool = None


@operation(PRODUCT, VERSION, "UntagResources")
def untag_resources(call: Call, request: UntagResources) -> Done:
    """Take tags off by key, or all of them."""
    _owned(call, request.resource_type, request.resource_id)
    if request.all and request.tag_key:
        raise errors.TAG_KEYS_AND_ALL()
    for id in request.resource_id:
        drop_tags(call.tx, call.caller.account, id, None if request.all else request.tag_key)
    return Done()


class ListTagResources(Request):
    resource_type: Required
    resource_id: ManyStrings = []
    tag: list[TagFilter] = []
    next_token: str = ""
    max_results: OptionalInt = None


class ListTagResourcesReply(Reply):
    next_token: str | None
    tag_resources: Annotated[list[TagResource], wrapped("TagResource")]


@operation(PRODUCT, VERSION, "ListTagResources")
def list_tag_resources(call: Call, request: ListTagResources) -> ListTagResourcesReply:
    """Resources of one type with their tags."""
    kind = _owned(call, request.resource_type, [])
    found, token = list_tags(call, kind, request.resource_id, request.tag, request.next_token, request.max_results)
    items = [TagResource(resource_type=kind, resource_id=id, tag_key=key, tag_value=value) for id, key, value in found]
    return ListTagResourcesReply(next_token=token, tag_resources=items)


class JoinResourceGroup(Request):
    resource_type: str = ""
    resource_id: Required
    resource_group_id: str = ""


@operation(PRODUCT, VERSION, "JoinResourceGroup")
def join_resource_group(call: Call, request: JoinResourceGroup) -> Done:
    """Put a security group, an instance or an interface into a resource group."""
    kind = KINDS.get(request.resource_type.lower())
    if kind is None:
        raise errors.RESOURCE_TYPE()
    row = call.tx.get(kind, request.resource_id)
    if row is None or row.account != call.caller.account:
        raise errors.RESOURCE_ID()
    call.tx.put(replace(row, resource_group=find.resource_group(call, request.resource_group_id)))
    return Done()
