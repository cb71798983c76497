"""Regions as the Vpc and Ecs APIs list them."""

from __future__ import annotations

from typing import Annotated

from tfmock.core.operation import ApiObject, Reply, wrapped
from tfmock.rulebook import regions


class RegionItem(ApiObject):
    region_id: str
    local_name: str
    region_endpoint: str
    status: str | None = None


class RegionList(Reply):
    regions: Annotated[list[RegionItem], wrapped("Region")]


def region_list(service: str, language: str, status: str | None = None) -> RegionList:
    """All regions that are open, named in a language, with the host names of a service; only Ecs tells a status."""
    return RegionList(
        regions=[
            RegionItem(
                region_id=region.id, local_name=region.name_in(language),
                region_endpoint=f"{service}.{region.id}.aliyuncs.com", status=status,
            )
            for region in regions.open_regions()
        ]
    )  # fmt: skip
