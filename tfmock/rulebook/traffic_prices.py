"""What traffic between regions costs, by link type.

Sources: VPC peering help page (billing), CDT pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: The only published prices of peering, USD per GB, by region pair and link type (help page, Billing; CDT page).
PUBLISHED: Final[Mapping[str, float]] = MappingProxyType(
    {"cn-huhehaote:cn-guangzhou:Gold": 0.072, "ap-southeast-1:eu-west-1:Gold": 0.08}
)

#: The link types by price. The higher one is billed for an hour in which it was changed (help page, Billing).
RANK: Final[Mapping[str, int]] = MappingProxyType({"Silver": 0, "Gold": 1, "Platinum": 2})


def higher(link_type: str, other: str) -> str:
    """The more expensive of two link types."""
    return link_type if RANK.get(link_type, -1) >= RANK.get(other, -1) else other


def price(prices: Mapping[str, float], region: str, far: str, link_type: str) -> float | None:
    """USD per GB sent from one region to another; None where no price is published or set.

    The keys of ``prices`` are ``region:region:link type`` in either order of regions; ``*`` stands for any.
    """
    keys = [
        f"{source}:{target}:{link}"
        for link in (link_type, "*")
        for source, target in ((region, far), (far, region), (region, "*"), ("*", far), ("*", "*"))
    ]
    return next((table[key] for table in (prices, PUBLISHED) for key in keys if key in table), None)
