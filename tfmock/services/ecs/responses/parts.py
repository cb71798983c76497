"""Objects that several Ecs replies share.

Tags are written TagKey and TagValue in answers, Key and Value in requests.
"""

from __future__ import annotations

from typing import Annotated

from tfmock.core.call import Call
from tfmock.core.operation import Part, wrapped
from tfmock.core.tags import tags_of


class EcsTag(Part):
    tag_key: str
    tag_value: str


EcsTags = Annotated[list[EcsTag], wrapped("Tag")]


def ecs_tags(call: Call, resource: str) -> list[EcsTag]:
    """The caller's tags on a resource."""
    found = tags_of(call.tx, call.caller.account, resource)
    return [EcsTag(tag_key=key, tag_value=value) for key, value in found]
