"""What an account is allowed by contract: its site, data transmission, payment; and what traffic costs.

Sources: CreateVpcPeerConnection page and its newer error codes, help page (limits, billing), CDT pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountTerms:
    """One account as the business side sees it.

    Attributes:
        site: where it was opened; accounts of the two sites cannot peer.
        cdt: data transmission between regions is opened (it opens by itself since 2024-12-12).
        cross_border_cdt: also across the border of the Chinese mainland.
        locked: overdue payment.
        shared_vpcs: VPCs of others that it uses as a principal: it may not peer them.
    """

    site: Literal["china", "international"] = "china"
    cdt: bool = True
    cross_border_cdt: bool = True
    locked: bool = False
    shared_vpcs: tuple[str, ...] = ()


#: The only published prices of peering, USD per GB, by region pair and link type (help page, Billing; CDT page).
PUBLISHED: Final[Mapping[str, float]] = MappingProxyType(
    {"cn-huhehaote:cn-guangzhou:Gold": 0.072, "ap-southeast-1:eu-west-1:Gold": 0.08}
)

#: For hours in which the link type was changed: the higher one is billed (help page, Billing).
RANK: Final[Mapping[str, int]] = MappingProxyType({"Silver": 0, "Gold": 1, "Platinum": 2})


def higher(one: str, other: str) -> str:
    """The more expensive of two link types."""
    return one if RANK.get(one, -1) >= RANK.get(other, -1) else other


def price(prices: Mapping[str, float], region: str, far: str, link_type: str) -> float | None:
    """USD per GB sent from one region to another; None where nobody knows.

    A table's keys are ``region:region:link type`` in either order of regions; ``*`` stands for any.
    """
    choices = [
        f"{one}:{two}:{link}"
        for link in (link_type, "*")
        for one, two in ((region, far), (far, region), (region, "*"), ("*", far), ("*", "*"))
    ]
    return next((table[key] for table in (prices, PUBLISHED) for key in choices if key in table), None)
