"""Tags and resource groups of Ecs resources.

Here it is UntagResources, elsewhere UnTagResources (provider-contract: Client stacks).
"""

from __future__ import annotations

from typing import Final

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, Request, Required, operation
from tfmock.services.common.rows import patched
from tfmock.services.common.tagging import ListTagResources, Tagging, TagResources, UntagResources, WrappedTagList
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.resources import tag_types

#: Resource types as the tag actions name them; case varies between callers.
KINDS: Final = tag_types(PRODUCT)

#: Disks have no rows of their own; their instances have them.
DISK: Final = "disk"


def _kind(name: str) -> str:
    if name.lower() not in (*KINDS, DISK):
        raise errors.RESOURCE_TYPE()
    return name.lower()


def _region_of(call: Call, kind: str, id: str) -> str:
    row = find.find_instance_of_disk(call, id) if kind == DISK else find.find_visible(call, KINDS[kind], id)
    if row is None:
        raise errors.TAGGED_NOT_FOUND()
    return call.region


TAGGING: Final = Tagging(
    kind=_kind,
    region_of=_region_of,
    too_many_resources=errors.TAGGED_RESOURCES,
    too_many_tags=errors.TAG_COUNT,
    full=errors.TAG_QUOTA,
    next_token=errors.TAG_TOKEN,
)


@operation(PRODUCT, VERSION, "TagResources")
def tag_resources(call: Call, request: TagResources) -> EmptyReply:
    """Put tags on resources of one type."""
    TAGGING.put(call, request)
    return EmptyReply()


@operation(PRODUCT, VERSION, "UntagResources")
def untag_resources(call: Call, request: UntagResources) -> EmptyReply:
    """Remove tags by key, or all of them."""
    if request.all and request.tag_key:
        raise errors.TAG_KEYS_AND_ALL()
    TAGGING.drop(call, request)
    return EmptyReply()


@operation(PRODUCT, VERSION, "ListTagResources")
def list_tag_resources(call: Call, request: ListTagResources) -> WrappedTagList:
    """Resources of one type with their tags."""
    items, token = TAGGING.listed(call, call.region, request)
    return WrappedTagList(next_token=token, tag_resources=items)


class JoinResourceGroup(Request):
    resource_type: str = ""
    resource_id: Required
    resource_group_id: str = ""


@operation(PRODUCT, VERSION, "JoinResourceGroup")
def join_resource_group(call: Call, request: JoinResourceGroup) -> EmptyReply:
    """Put a security group, an instance or an interface into a resource group."""
    kind = KINDS.get(request.resource_type.lower())
    if kind is None:
        raise errors.RESOURCE_TYPE()
    row = find.find_visible(call, kind, request.resource_id)
    if row is None:
        raise errors.RESOURCE_ID()
    call.transaction.put(patched(row, resource_group_id=find.require_resource_group(call, request.resource_group_id)))
    return EmptyReply()
