from __future__ import annotations

import pytest

from tfmock.coverage.tiers import MODES, Tier, TypeEntry, TypeTiers, dump, type_tiers
from tools import coverage as tool


def test_the_list_is_what_descriptors_and_data_say() -> None:
    """``make coverage`` writes it again."""
    assert tool.TYPES.read_text("utf-8") == dump(tool.compute_tiers())
    assert type_tiers() == tool.compute_tiers()


def test_the_page_is_current() -> None:
    """``make coverage`` writes it again."""
    assert tool.PAGE.read_text("utf-8") == tool.page(tool.compute_tiers())


@pytest.mark.parametrize(
    ("type", "tier"),
    [
        ("alicloud_vpc", Tier.EMULATED),
        ("alicloud_eip_association", Tier.EMULATED),
        ("alicloud_kms_key", Tier.CRUD),
        ("alicloud_ots_tunnel", Tier.NONE),
        ("alicloud_nonsense", Tier.NONE),
        ("aws_vpc", Tier.NONE),
    ],
)
def test_tier_of_a_resource(type: str, tier: Tier) -> None:
    assert type_tiers().tier("resource", type) is tier


def test_modes_are_two_lists() -> None:
    assert type_tiers().tier("data", "alicloud_vpcs") is Tier.EMULATED
    assert type_tiers().find("resource", "alicloud_vpcs") is None


@pytest.mark.parametrize(
    ("tier", "least", "below"),
    [
        (Tier.EMULATED, Tier.EMULATED, False),
        (Tier.EMULATED, Tier.CRUD, False),
        (Tier.CRUD, Tier.EMULATED, True),
        (Tier.CRUD, Tier.CRUD, False),
        (Tier.NONE, Tier.CRUD, True),
    ],
)
def test_order_of_tiers(tier: Tier, least: Tier, below: bool) -> None:
    assert tier.is_below(least) is below


def test_page_counts_and_lists_each_tier() -> None:
    entries = {
        "alicloud_a": TypeEntry("x", Tier.EMULATED),
        "alicloud_b": TypeEntry("x", Tier.CRUD),
        "alicloud_c": TypeEntry("y", Tier.NONE),
    }
    page = tool.page(TypeTiers("1.2.3", {"resource": entries, "data": {}}))
    assert "| resources | 1 | 1 | 1 | 3 |" in page
    assert "Resources: `a`.\n\nData sources: none." in page
    assert "| x | 1 | 1 |  |  |  |  |" in page
    assert set(MODES) == {"resource", "data"}
