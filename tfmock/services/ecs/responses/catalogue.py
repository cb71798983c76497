"""Images and instance types."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, ManyStrings, OptionalBool, OptionalInt, Reply, Request, operation, wrapped
from tfmock.services.common.messages import PageReply
from tfmock.services.common.pages import page
from tfmock.services.common.rows import matches
from tfmock.services.ecs import catalogue
from tfmock.services.ecs.catalogue import Image, InstanceType
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.messages import EcsTags


class ImageItem(ApiObject):
    image_id: str
    image_name: str
    image_family: str
    image_owner_alias: str = "system"
    image_version: str = ""
    architecture: str = "x86_64"
    creation_time: str
    description: str = ""
    is_copied: bool = False
    is_public: bool = True
    is_self_shared: str = ""
    is_subscribed: bool = False
    is_support_cloudinit: bool = True
    is_support_io_optimized: bool = True
    os_name: str = Field(alias="OSName")
    os_name_en: str = Field(alias="OSNameEn")
    os_type: str = Field(alias="OSType")
    platform: str
    product_code: str = ""
    progress: str = "100%"
    size: int
    status: str = "Available"
    usage: str = "none"
    disk_device_mappings: Annotated[list[str], wrapped("DiskDeviceMapping")] = []
    tags: EcsTags = []


def _image(image: Image) -> ImageItem:
    return ImageItem(
        image_id=image.id,
        image_name=image.id,
        image_family=image.family,
        creation_time=image.created,
        os_name=image.os_local,
        os_name_en=image.os,
        os_type=image.os_type,
        platform=image.platform,
        size=image.size,
    )


class DescribeImages(Request):
    image_id: str = ""
    image_name: str = ""
    image_family: str = ""
    image_owner_alias: str = ""
    architecture: str = ""
    os_type: str = Field("", alias="OSType")
    status: str = ""
    instance_type: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None
    is_support_io_optimized: OptionalBool = None
    is_support_cloudinit: OptionalBool = None


class DescribeImagesReply(PageReply):
    region_id: str
    images: Annotated[list[ImageItem], wrapped("Image")]


@operation(PRODUCT, VERSION, "DescribeImages")
def describe_images(call: Call, request: DescribeImages) -> DescribeImagesReply:
    """The public images. There are no others."""
    images = [_image(image) for image in catalogue.IMAGES if _fits(request, image)]
    part = page(images, request.page_number, request.page_size, default=10, limit=100)
    return DescribeImagesReply.of(part, region_id=call.region, images=part.items)


def _fits(request: DescribeImages, image: Image) -> bool:
    return matches(
        (request.image_id.split(",") if request.image_id else None, image.id),
        (request.image_name, image.id),
        (request.image_family, image.family),
        (request.image_owner_alias, "system"),
        (request.architecture, "x86_64"),
        (request.os_type, image.os_type),
        (request.status, "Available"),
    )


class DescribeTags(Request):
    resource_type: str = ""
    resource_id: str = ""


class DescribeTagsReply(Reply):
    page_number: int = 1
    page_size: int = 50
    total_count: int = 0
    tags: EcsTags = []


@operation(PRODUCT, VERSION, "DescribeTags")
def describe_tags(call: Call, request: DescribeTags) -> DescribeTagsReply:
    """Tags of images, which data.alicloud_images asks for; public images have none."""
    return DescribeTagsReply()


class TypeItem(ApiObject):
    instance_type_id: str
    instance_type_family: str
    instance_family_level: str = "EnterpriseLevel"
    cpu_core_count: int
    cpu_architecture: str = "X86"
    memory_size: float
    eni_quantity: int
    eni_total_quantity: int
    eni_private_ip_address_quantity: int
    eni_ipv6_address_quantity: int
    gpu_amount: int = Field(0, alias="GPUAmount")
    gpu_spec: str = Field("", alias="GPUSpec")
    local_storage_category: str = ""
    local_storage_amount: int = 0
    local_storage_capacity: int = 0
    disk_quantity: int = 17
    baseline_credit: int = 0
    initial_credit: int = 0
    nvme_support: str = "unsupported"


def _type_item(instance_type: InstanceType) -> TypeItem:
    return TypeItem(
        instance_type_id=instance_type.id,
        instance_type_family=instance_type.family,
        cpu_core_count=instance_type.cores,
        memory_size=instance_type.memory,
        eni_quantity=instance_type.interfaces,
        eni_total_quantity=instance_type.interfaces,
        eni_private_ip_address_quantity=instance_type.addresses,
        eni_ipv6_address_quantity=1,
    )


class DescribeInstanceTypes(Request):
    instance_type_family: str = ""
    instance_types: ManyStrings = Field(default_factory=list, max_length=10)  # metadata
    instance_type: str = ""
    minimum_cpu_core_count: OptionalInt = None
    maximum_cpu_core_count: OptionalInt = None
    minimum_eni_ipv6_address_quantity: OptionalInt = None
    minimum_eni_private_ip_address_quantity: OptionalInt = None
    gpu_spec: str = Field("", alias="GPUSpec")
    max_results: OptionalInt = None
    next_token: str = ""


class DescribeInstanceTypesReply(Reply):
    next_token: str = ""
    instance_types: Annotated[list[TypeItem], wrapped("InstanceType")]


@operation(PRODUCT, VERSION, "DescribeInstanceTypes")
def describe_instance_types(call: Call, request: DescribeInstanceTypes) -> DescribeInstanceTypesReply:
    """Instance types by family, name or size."""
    names = [*request.instance_types, *([request.instance_type] if request.instance_type else [])]
    instance_types = [
        instance_type
        for instance_type in catalogue.INSTANCE_TYPES
        if matches((request.instance_type_family, instance_type.family), (names, instance_type.id))
        and instance_type.cores >= (request.minimum_cpu_core_count or 0)
        and instance_type.cores <= (request.maximum_cpu_core_count or instance_type.cores)
        and instance_type.addresses >= (request.minimum_eni_private_ip_address_quantity or 0)
        and not request.gpu_spec
    ]
    items = [_type_item(instance_type) for instance_type in instance_types]
    return DescribeInstanceTypesReply(instance_types=items)


class DescribeImageSupportInstanceTypes(Request):
    image_id: str = ""


class SupportedType(ApiObject):
    instance_type_id: str
    instance_type_family: str
    cpu_core_count: int
    memory_size: float


class SupportedTypesReply(Reply):
    region_id: str
    image_id: str
    instance_types: Annotated[list[SupportedType], wrapped("InstanceType")]


@operation(PRODUCT, VERSION, "DescribeImageSupportInstanceTypes")
def describe_image_support_instance_types(
    call: Call, request: DescribeImageSupportInstanceTypes
) -> SupportedTypesReply:
    """Every image runs on every type."""
    types = [
        SupportedType(
            instance_type_id=instance_type.id,
            instance_type_family=instance_type.family,
            cpu_core_count=instance_type.cores,
            memory_size=instance_type.memory,
        )
        for instance_type in catalogue.INSTANCE_TYPES
    ]
    return SupportedTypesReply(region_id=call.region, image_id=request.image_id, instance_types=types)
