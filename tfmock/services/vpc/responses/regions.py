"""Regions and zones as the Vpc API lists them."""

from __future__ import annotations

from typing import Annotated

from tfmock.core.call import Call
from tfmock.core.operation import Part, Reply, Request, operation, wrapped
from tfmock.rulebook import regions
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.responses import PRODUCT, VERSION


class RegionItem(Part):
    region_id: str
    local_name: str
    region_endpoint: str


class DescribeRegions(Request):
    product_type: str = ""


class DescribeRegionsReply(Reply):
    regions: Annotated[list[RegionItem], wrapped("Region")]


@operation(PRODUCT, VERSION, "DescribeRegions")
def describe_regions(call: Call, request: DescribeRegions) -> DescribeRegionsReply:
    """All regions that are open."""
    return DescribeRegionsReply(
        regions=[
            RegionItem(region_id=r.id, local_name=r.local_name, region_endpoint=f"vpc.{r.id}.aliyuncs.com")
            for r in regions.REGIONS.values()
            if r.life != "closed"
        ]
    )


class ZoneItem(Part):
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
    return DescribeZonesReply(zones=[ZoneItem(zone_id=z, local_name=z) for z in regions.REGIONS[call.region].zones])
