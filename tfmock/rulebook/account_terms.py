"""Account terms: site, agreements on data transmission, unpaid bills.

Sources: CreateVpcPeerConnection page and its newer error codes, VPC peering help page (limits), CDT pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountTerms:
    """What an account has agreed to or owes.

    Attributes:
        site: where it was opened; accounts of different sites cannot peer.
        cdt: data transmission between regions is activated (automatic since 2024-12-12).
        cross_border_cdt: data transmission across the border of the Chinese mainland is activated.
        locked: a payment is overdue.
        shared_vpcs: VPCs that other accounts share with it; it cannot peer them.
    """

    site: Literal["china", "international"] = "china"
    cdt: bool = True
    cross_border_cdt: bool = True
    locked: bool = False
    shared_vpcs: tuple[str, ...] = ()
