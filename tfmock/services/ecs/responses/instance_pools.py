"""Private pools, from which instances may take their capacity. tfmock holds none: a pool that is named is not there."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, EmptyReply, OptionalInt, Request, Required, operation, wrapped
from tfmock.services.common.messages import PageReply
from tfmock.services.common.pages import page
from tfmock.services.ecs import find
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.run_options import PrivatePoolOptions, check_pool


class PoolItem(ApiObject):
    instance_id: str
    private_pool_options_match_criteria: str
    private_pool_options_id: str


class DescribeInstanceAttachmentAttributes(Request):
    instance_ids: Required
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class AttachmentAttributesReply(PageReply):
    instances: Annotated[list[PoolItem], wrapped("Instance")]


@operation(PRODUCT, VERSION, "DescribeInstanceAttachmentAttributes")
def describe_instance_attachment_attributes(
    call: Call, request: DescribeInstanceAttachmentAttributes
) -> AttachmentAttributesReply:
    """Which private pool instances take their capacity from. provider: reads it of every instance since 1.253."""
    ids = find.id_list(request.instance_ids, "InstanceIds")
    rows = [row for id in ids if (row := find.visible(call, InstanceRow, id)) is not None]
    part = page(rows, request.page_number, request.page_size, default=10, limit=100)
    return AttachmentAttributesReply(
        page_number=part.number, page_size=part.size, total_count=part.total,
        instances=[
            PoolItem(
                instance_id=row.id, private_pool_options_match_criteria=row.pool_criteria,
                private_pool_options_id=row.pool,
            )
            for row in part.items
        ],
    )  # fmt: skip


class ModifyInstanceAttachmentAttributes(Request):
    instance_id: Required
    private_pool_options: PrivatePoolOptions = PrivatePoolOptions()


@operation(PRODUCT, VERSION, "ModifyInstanceAttachmentAttributes")
def modify_instance_attachment_attributes(call: Call, request: ModifyInstanceAttachmentAttributes) -> EmptyReply:
    """Open, or no private pool at all."""
    row = find.instance(call, request.instance_id)
    wanted = request.private_pool_options
    check_pool(wanted, row.spot)
    call.tx.put(replace(row, pool_criteria=wanted.match_criteria or row.pool_criteria, pool=wanted.id))
    return EmptyReply()
