"""Maintenance, metadata and private pool options of instances. Stored and shown, without effect."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    ManyStrings,
    OptionalBool,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.services.common.messages import PageReply
from tfmock.services.common.pages import page
from tfmock.services.common.rows import patched, reply_of
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.instance_parameters import PrivatePoolOptions, check_pool


class Action(ApiObject):
    value: str
    default_value: str = "AutoRecover"
    supported_values: Annotated[list[str], wrapped("SupportedValue")] = ["Stop", "AutoRecover", "AutoRedeploy"]


class Window(ApiObject):
    start_time: str = ""
    end_time: str = ""


class MaintenanceItem(ApiObject):
    instance_id: str
    notify_on_maintenance: bool
    action_on_maintenance: Action
    maintenance_windows: Annotated[list[Window], wrapped("MaintenanceWindow")]


class DescribeInstanceMaintenanceAttributes(Request):
    instance_id: ManyStrings = Field(default_factory=list, max_length=100)  # metadata
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class MaintenanceReply(Reply):
    page_number: int = 1
    page_size: int = 10
    total_count: int
    maintenance_attributes: Annotated[list[MaintenanceItem], wrapped("MaintenanceAttribute")]


@operation(PRODUCT, VERSION, "DescribeInstanceMaintenanceAttributes")
def describe_instance_maintenance_attributes(
    call: Call, request: DescribeInstanceMaintenanceAttributes
) -> MaintenanceReply:
    """What is to be done when the host of an instance is maintained. In tfmock none ever is."""
    rows = [row for id in request.instance_id if (row := find.find_visible(call, InstanceRow, id)) is not None]
    items = [
        MaintenanceItem(
            instance_id=row.id,
            notify_on_maintenance=row.maintenance.notify_on_maintenance,
            action_on_maintenance=Action(value=row.maintenance.action_on_maintenance),
            maintenance_windows=[
                Window(start_time=start, end_time=end) for start, end in row.maintenance.maintenance_windows
            ],
        )
        for row in rows
    ]
    return MaintenanceReply(total_count=len(items), maintenance_attributes=items)


class ModifyInstanceMaintenanceAttributes(Request):
    instance_id: ManyStrings = Field(min_length=1)
    action_on_maintenance: str = ""
    notify_on_maintenance: OptionalBool = None
    maintenance_window: list[Window] = []


@operation(PRODUCT, VERSION, "ModifyInstanceMaintenanceAttributes")
def modify_instance_maintenance_attributes(call: Call, request: ModifyInstanceMaintenanceAttributes) -> EmptyReply:
    """Change them for all of the instances, or for none."""
    windows = tuple((window.start_time, window.end_time) for window in request.maintenance_window)
    for row in [find.get_instance(call, id) for id in request.instance_id]:
        maintenance = patched(
            row.maintenance,
            action_on_maintenance=request.action_on_maintenance or None,
            notify_on_maintenance=request.notify_on_maintenance,
            maintenance_windows=windows or None,
        )
        call.transaction.put(replace(row, maintenance=maintenance))
    return EmptyReply()


class ModifyInstanceMetadataOptions(Request):
    instance_id: Required
    http_endpoint: str = ""
    http_tokens: str = ""
    http_put_response_hop_limit: OptionalInt = None


@operation(PRODUCT, VERSION, "ModifyInstanceMetadataOptions")
def modify_instance_metadata_options(call: Call, request: ModifyInstanceMetadataOptions) -> EmptyReply:
    """Change how an instance may read its metadata."""
    row = find.get_instance(call, request.instance_id)
    if request.http_tokens not in ("", "optional", "required"):
        raise errors.HTTP_TOKENS()
    call.transaction.put(
        patched(
            row,
            http_endpoint=request.http_endpoint or None,
            http_tokens=request.http_tokens or None,
            http_put_response_hop_limit=request.http_put_response_hop_limit or None,
        )
    )
    return EmptyReply()


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
    """The private pools that instances take their capacity from. provider: reads it of every instance since 1.253."""
    ids = find.parse_ids(request.instance_ids, "InstanceIds")
    rows = [row for id in ids if (row := find.find_visible(call, InstanceRow, id)) is not None]
    part = page(rows, request.page_number, request.page_size, default=10, limit=100)
    items = [reply_of(PoolItem, row, instance_id=row.id) for row in part.items]
    return AttachmentAttributesReply.of(part, instances=items)


class ModifyInstanceAttachmentAttributes(Request):
    instance_id: Required
    private_pool_options: PrivatePoolOptions = PrivatePoolOptions()


@operation(PRODUCT, VERSION, "ModifyInstanceAttachmentAttributes")
def modify_instance_attachment_attributes(call: Call, request: ModifyInstanceAttachmentAttributes) -> EmptyReply:
    """Change the criteria. tfmock has no private pools, so that none can be named."""
    row = find.get_instance(call, request.instance_id)
    options = request.private_pool_options
    check_pool(options, row.spot_strategy)
    call.transaction.put(
        replace(
            row,
            private_pool_options_match_criteria=options.match_criteria or row.private_pool_options_match_criteria,
            private_pool_options_id=options.id,
        )
    )
    return EmptyReply()
