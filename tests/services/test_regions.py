"""Regions and zones by name, in the language that is asked for."""

from __future__ import annotations

import pytest

from tests.support.lab import Lab


@pytest.mark.parametrize("product", ["Vpc", "Ecs"])
@pytest.mark.parametrize(
    ("language", "region", "zone"),
    [
        (None, "华东1（杭州）", "华东1 可用区 B"),
        ("zh-CN", "华东1（杭州）", "华东1 可用区 B"),
        ("zh-cn", "华东1（杭州）", "华东1 可用区 B"),
        ("en-US", "China (Hangzhou)", "China (Hangzhou) Zone B"),
        ("ja", "China (Hangzhou)", "China (Hangzhou) Zone B"),
    ],
)
def test_names_are_in_the_language_asked_for(
    lab: Lab, product: str, language: str | None, region: str, zone: str
) -> None:
    regions = lab.call(f"{product}.DescribeRegions", AcceptLanguage=language)["Regions"]["Region"]
    assert [row["LocalName"] for row in regions if row["RegionId"] == "cn-hangzhou"] == [region]
    zones = lab.call(f"{product}.DescribeZones", AcceptLanguage=language)["Zones"]["Zone"]
    assert zones[0]["LocalName"] == zone
