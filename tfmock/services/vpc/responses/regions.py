"""Regions and zones as the Vpc API lists them."""

from __future__ import annotations

from typing import Annotated

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, Reply, Request, operation, wrapped
from tfmock.rulebook import regions
from tfmock.services.common.region_list import RegionList, region_list
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.responses import PRODUCT, VERSION


class DescribeRegions(Request):
    product_type: str = ""


@operation(PRODUCT, VERSION, "DescribeRegions")
def describe_regions(call: Call, request: DescribeRegions) -> RegionList:
    """All regions that are open."""
    return region_list("vpc", request.accept_language)


class ZoneItem(ApiObject):
    zone_id: str
    local_name: str
    zone_type: str = "AvailabilityZone"


class DescribeZones(Request):
    zone_type: str = ""


class DescribeZonesReply(Reply):
    zones: Annotated[list[ZoneItem], wrapped("Zone")]


@operation(PRODUCT, VERSION, "DescribeZones")
def describe_zones(call: Call, request: DescribeZones) -> DescribeZonesReply:
    """The zones of a region."""
    find.check_region(call, errors.REGION_NOT_FOUND_FOR_ZONES)
    region = regions.REGIONS[call.region]
    return DescribeZonesReply(
        zones=[
            ZoneItem(zone_id=zone, local_name=region.zone_name(zone, request.accept_language)) for zone in region.zones
        ]
    )
