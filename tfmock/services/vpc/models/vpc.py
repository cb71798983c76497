"""VPCs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import StatefulRow
from tfmock.rulebook.cidr import Cidr, parse_cidr

# DescribeVpcs metadata: Pending, Available
LIFECYCLE: Final = Lifecycle("Vpc", seconds={"Pending": 3.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class VpcRow(StatefulRow):
    """A VPC. Blocks are kept as the user wrote them."""

    table = "vpcs"
    lifecycle = LIFECYCLE

    account: str
    region: str
    cidr: str
    name: str
    description: str
    created: float
    router: str
    resource_group: str
    is_default: bool = False
    secondary_cidrs: tuple[str, ...] = ()
    user_cidrs: tuple[str, ...] = ()
    ipv6_cidr: str = ""
    #: Of ``ipv6_cidr``, the first IPv6 block.
    ipv6_isp: str = "BGP"
    dns_hostname: bool = False
    classic_link: bool = False
    #: Further IPv6 blocks, each with its ISP.
    more_ipv6: tuple[tuple[str, str], ...] = ()

    def keys(self) -> Iterator[tuple[str, tuple[str, str]]]:
        yield "home", (self.account, self.region)

    def blocks(self) -> list[Cidr]:
        """Its IPv4 blocks, primary first."""
        return [block for text in (self.cidr, *self.secondary_cidrs) if (block := parse_cidr(text)) is not None]

    def ipv6_block(self) -> Cidr | None:
        """Its first IPv6 /56, if IPv6 is on."""
        return parse_cidr(self.ipv6_cidr) if self.ipv6_cidr else None

    def ipv6_cidrs(self) -> tuple[tuple[str, str], ...]:
        """All its IPv6 blocks, each with its ISP; none while IPv6 is off."""
        return ((self.ipv6_cidr, self.ipv6_isp), *self.more_ipv6) if self.ipv6_cidr else ()

    def with_ipv6_cidrs(self, blocks: Sequence[tuple[str, str]]) -> VpcRow:
        """The VPC with these IPv6 blocks, the first of which is the one that older fields show."""
        if not blocks:
            return replace(self, ipv6_cidr="", more_ipv6=())
        first, isp = blocks[0]
        return replace(self, ipv6_cidr=first, ipv6_isp=isp, more_ipv6=tuple(blocks[1:]))
