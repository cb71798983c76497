"""System disks: read, resize, change, replace. Each instance has one, and there are no others."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
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
from tfmock.services.common.rows import Timestamp, matches, patched, reply_of
from tfmock.services.common.tags import drop_tags, put_tags, tags_of
from tfmock.services.ecs import catalogue, errors, find
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.instance_parameters import check_disk_options
from tfmock.services.ecs.responses.instance_specs import OrderReply
from tfmock.services.ecs.responses.messages import EcsTags, ecs_tags


class DiskItem(ApiObject):
    disk_id: str
    disk_name: str
    description: str
    type: str = "system"
    category: str
    size: int
    performance_level: str
    status: str
    instance_id: str
    region_id: str
    zone_id: str
    image_id: str
    device: str = "/dev/xvda"
    encrypted: bool
    kms_key_id: str = Field(alias="KMSKeyId")
    portable: bool = False
    delete_with_instance: bool = True
    delete_auto_snapshot: bool = True
    enable_auto_snapshot: bool = True
    auto_snapshot_policy_id: str = ""
    storage_cluster_id: str = ""
    disk_charge_type: str
    provisioned_iops: int
    bursting_enabled: bool
    resource_group_id: str
    creation_time: Timestamp
    tags: EcsTags


class DescribeDisks(Request):
    disk_ids: str = ""
    instance_id: str = ""
    disk_type: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class DescribeDisksReply(PageReply):
    disks: Annotated[list[DiskItem], wrapped("Disk")]


@operation(PRODUCT, VERSION, "DescribeDisks")
def describe_disks(call: Call, request: DescribeDisks) -> DescribeDisksReply:
    """The system disks of the caller's instances in a region."""
    ids = find.parse_ids(request.disk_ids, "DiskIds")
    rows = [
        row
        for row in call.transaction.find(InstanceRow, "home", call.scope)
        if matches((request.instance_id, row.id), (ids, row.disk_id)) and request.disk_type in ("", "all", "system")
    ]
    part = page(rows, request.page_number, request.page_size, default=10, limit=100)
    return DescribeDisksReply.of(part, disks=[_disk(call, row) for row in part.items])


def _disk(call: Call, row: InstanceRow) -> DiskItem:
    return reply_of(
        DiskItem,
        row,
        status="In_use",
        instance_id=row.id,
        description=row.disk_description,
        category=row.disk_category,
        size=row.disk_size,
        performance_level=row.disk_performance_level,
        disk_charge_type=row.instance_charge_type,
        encrypted=row.disk_encrypted,
        kms_key_id=row.disk_kms_key_id,
        provisioned_iops=row.disk_provisioned_iops,
        bursting_enabled=row.disk_bursting_enabled,
        tags=ecs_tags(call, row.disk_id),
    )


class ResizeDisk(Request):
    disk_id: Required
    new_size: int


@operation(PRODUCT, VERSION, "ResizeDisk")
def resize_disk(call: Call, request: ResizeDisk) -> OrderReply:
    """Enlarge a disk, online or offline."""
    row = find.get_instance_of_disk(call, request.disk_id)
    if request.new_size < row.disk_size:
        raise errors.DISK_SIZE()
    call.transaction.put(replace(row, disk_size=request.new_size))
    return OrderReply()


class ModifyDiskAttribute(Request):
    disk_id: Required
    disk_name: str | None = None
    description: str | None = None
    bursting_enabled: OptionalBool = None


@operation(PRODUCT, VERSION, "ModifyDiskAttribute")
def modify_disk_attribute(call: Call, request: ModifyDiskAttribute) -> EmptyReply:
    """Change name, description and bursts."""
    row = find.get_instance_of_disk(call, request.disk_id)
    check_disk_options(row.disk_category, None, request.bursting_enabled)
    call.transaction.put(
        patched(
            row,
            disk_name=request.disk_name,
            disk_description=request.description,
            disk_bursting_enabled=request.bursting_enabled,
        )
    )
    return EmptyReply()


class ModifyDiskSpec(Request):
    disk_id: Required
    disk_category: str = ""
    performance_level: str = ""
    provisioned_iops: OptionalInt = None


@operation(PRODUCT, VERSION, "ModifyDiskSpec")
def modify_disk_spec(call: Call, request: ModifyDiskSpec) -> OrderReply:
    """Another category, performance level or IOPS, while the instance runs or stands still (ModifyDiskSpec page)."""
    row = find.get_instance_of_disk(call, request.disk_id)
    if row.state not in ("Running", "Stopped"):
        raise errors.INSTANCE_STATUS()
    category = request.disk_category or row.disk_category
    check_disk_options(category, request.provisioned_iops, None)
    if request.performance_level and (
        category != "cloud_essd" or request.performance_level not in ("PL0", "PL1", "PL2", "PL3")
    ):
        raise errors.PERFORMANCE_LEVEL()
    level = request.performance_level or row.disk_performance_level or ("PL1" if category == "cloud_essd" else "")
    call.transaction.put(
        patched(
            row,
            disk_category=category,
            disk_performance_level=level,
            disk_provisioned_iops=request.provisioned_iops,
        )
    )
    return OrderReply()


class NewDisk(ApiObject):
    size: OptionalInt = None


class ReplaceSystemDisk(Request):
    instance_id: Required
    image_id: str = ""
    system_disk: NewDisk = NewDisk()
    encrypted: OptionalBool = None
    kms_key_id: str = Field("", alias="KMSKeyId")


class ReplaceSystemDiskReply(Reply):
    disk_id: str


@operation(PRODUCT, VERSION, "ReplaceSystemDisk")
def replace_system_disk(call: Call, request: ReplaceSystemDisk) -> ReplaceSystemDiskReply:
    """A new system disk from another image for a stopped instance; category and charge stay, the id does not."""
    row = find.get_instance(call, request.instance_id)
    if not catalogue.image_exists(request.image_id):
        raise errors.IMAGE_NOT_FOUND()
    if row.state != "Stopped":  # ReplaceSystemDisk page
        raise errors.INSTANCE_STATUS()
    size = request.system_disk.size or row.disk_size
    if size < catalogue.image_size(request.image_id):
        raise errors.DISK_SMALLER_THAN_IMAGE()
    disk_id = call.new_id("d", row.region_id, length=20)[0]
    # guess: name, description and tags stay. provider: does not write them again, and would find a difference
    tags = tags_of(call.transaction, row.account, row.disk_id)
    put_tags(call.transaction, row.account, row.region_id, "disk", disk_id, tags)
    drop_tags(call.transaction, row.account, row.disk_id)
    call.transaction.put(
        patched(
            row,
            disk_id=disk_id,
            image_id=request.image_id,
            disk_size=size,
            disk_encrypted=request.encrypted,
            disk_kms_key_id=request.kms_key_id or None,
        )
    )
    return ReplaceSystemDiskReply(disk_id=disk_id)
