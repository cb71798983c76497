"""Tags of resource groups."""

from __future__ import annotations

from typing import Final

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, operation
from tfmock.services.common.resource_groups import find_group
from tfmock.services.common.tagging import ListTagResources, Tagging, TagList, TagResources, UntagResources
from tfmock.services.resourcemanager import errors
from tfmock.services.resourcemanager.responses import KIND, NO_REGION, PRODUCT, VERSION


def _kind(name: str) -> str:
    if name.lower() != KIND.lower():
        raise errors.RESOURCE_TYPE()
    return KIND


def _region_of(call: Call, kind: str, id: str) -> str:
    if find_group(call.transaction, call.account, id) is None:
        raise errors.NOT_FOUND()
    return NO_REGION


TAGGING: Final = Tagging(
    kind=_kind,
    region_of=_region_of,
    too_many_resources=errors.TOO_MANY_RESOURCES,
    too_many_tags=errors.TOO_MANY_TAGS,
    full=errors.TOO_MANY_TAGS,
    next_token=errors.NEXT_TOKEN,
    limit=100,
)


@operation(PRODUCT, VERSION, "TagResources")
def tag_resources(call: Call, request: TagResources) -> EmptyReply:
    """Put tags on groups."""
    TAGGING.put(call, request)
    return EmptyReply()


@operation(PRODUCT, VERSION, "UntagResources")
def untag_resources(call: Call, request: UntagResources) -> EmptyReply:
    """Remove tags from groups: by key, or all of them."""
    TAGGING.drop(call, request)
    return EmptyReply()


@operation(PRODUCT, VERSION, "UnTagResources")
def un_tag_resources(call: Call, request: UntagResources) -> EmptyReply:
    """The provider's spelling of UntagResources (provider-contract: Client stacks)."""
    TAGGING.drop(call, request)
    return EmptyReply()


@operation(PRODUCT, VERSION, "ListTagResources")
def list_tag_resources(call: Call, request: ListTagResources) -> TagList:
    """Groups with their tags."""
    items, token = TAGGING.listed(call, NO_REGION, request)
    return TagList(next_token=token, tag_resources=items)
