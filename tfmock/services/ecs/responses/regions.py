"""Regions and zones, and what is available in a zone."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalInt, Reply, Request, operation, wrapped
from tfmock.rulebook import regions
from tfmock.rulebook.regions import Region
from tfmock.services.common.region_list import RegionList, region_list
from tfmock.services.ecs import errors
from tfmock.services.ecs.catalogue import DISK_CATEGORIES, INSTANCE_TYPES
from tfmock.services.ecs.responses import PRODUCT, VERSION

#: The provider writes 8.000000 (provider-contract: Zones and instance types); an empty one counts as absent.
OptionalFloat = Annotated[float | None, BeforeValidator(lambda value: None if value == "" else value)]


class DescribeRegions(Request):
    resource_type: str = ""


@operation(PRODUCT, VERSION, "DescribeRegions")
def describe_regions(call: Call, request: DescribeRegions) -> RegionList:
    """All regions that are open; cn-qingdao comes first, as the provider's acceptance test expects."""
    return region_list("ecs", request.accept_language, status="available")


class ZoneItem(ApiObject):
    """provider: lists a zone only if these two are not empty (provider-contract: Zones and instance types)."""

    zone_id: str
    local_name: str
    zone_type: str = "AvailabilityZone"
    available_instance_types: Annotated[list[str], wrapped("InstanceTypes")]
    available_disk_categories: Annotated[list[str], wrapped("DiskCategories")]
    available_resource_creation: Annotated[list[str], wrapped("ResourceTypes")]
    available_dedicated_host_types: Annotated[list[str], wrapped("DedicatedHostType")] = []
    available_volume_categories: Annotated[list[str], wrapped("VolumeCategories")] = []


class DescribeZones(Request):
    instance_charge_type: str = ""
    spot_strategy: str = ""
    verbose: str = ""


class DescribeZonesReply(Reply):
    zones: Annotated[list[ZoneItem], wrapped("Zone")]


@operation(PRODUCT, VERSION, "DescribeZones")
def describe_zones(call: Call, request: DescribeZones) -> DescribeZonesReply:
    """The zones of a region."""
    region = _region(call)
    return DescribeZonesReply(
        zones=[
            ZoneItem(
                zone_id=zone,
                local_name=region.zone_name(zone, request.accept_language),
                available_instance_types=[instance_type.id for instance_type in INSTANCE_TYPES],
                available_disk_categories=list(DISK_CATEGORIES),
                available_resource_creation=["VSwitch", "Instance", "Disk"],
            )
            for zone in region.zones
        ]
    )


def _region(call: Call) -> Region:
    region = regions.find(call.region)
    if region is None:
        raise errors.REGION_NOT_FOUND()
    return region


class SupportedResource(ApiObject):
    value: str
    status: str = "Available"
    status_category: str = "WithStock"


class AvailableResource(ApiObject):
    type: str
    supported_resources: Annotated[list[SupportedResource], wrapped("SupportedResource")]


class AvailableZone(ApiObject):
    region_id: str
    zone_id: str
    status: str = "Available"
    status_category: str = "WithStock"
    available_resources: Annotated[list[AvailableResource], wrapped("AvailableResource")]


class DescribeAvailableResource(Request):
    destination_resource: str = ""
    zone_id: str = ""
    instance_charge_type: str = ""
    spot_strategy: str = ""
    io_optimized: str = ""
    network_category: str = ""
    resource_type: str = ""
    cores: OptionalInt = None
    memory: OptionalFloat = None


class DescribeAvailableResourceReply(Reply):
    available_zones: Annotated[list[AvailableZone], wrapped("AvailableZone")]


@operation(PRODUCT, VERSION, "DescribeAvailableResource")
def describe_available_resource(call: Call, request: DescribeAvailableResource) -> DescribeAvailableResourceReply:
    """What is available in which zone.

    provider: data.alicloud_zones asks before it lists zones (provider-contract: Zones and instance types).
    """
    kind = request.destination_resource or "Zone"
    return DescribeAvailableResourceReply(
        available_zones=[
            AvailableZone(
                region_id=call.region,
                zone_id=zone,
                available_resources=[
                    AvailableResource(
                        type=kind,
                        supported_resources=[SupportedResource(value=value) for value in _values(request, kind, zone)],
                    )
                ],
            )
            for zone in _region(call).zones
            if not request.zone_id or zone == request.zone_id
        ]
    )


def _values(request: DescribeAvailableResource, kind: str, zone: str) -> tuple[str, ...]:
    if kind == "InstanceType":
        cores, memory = request.cores, request.memory
        return tuple(
            instance_type.id
            for instance_type in INSTANCE_TYPES
            if cores in (None, 0, instance_type.cores) and memory in (None, 0, instance_type.memory)
        )
    return DISK_CATEGORIES if kind in ("SystemDisk", "DataDisk") else (zone,)
