"""VPCs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import Living
from tfmock.rulebook.cidr import Cidr, parse

# DescribeVpcs metadata: Pending, Available
LIFECYCLE: Final = Lifecycle("Vpc", seconds={"Pending": 3.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class VpcRow(Living):
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
    ipv6_isp: str = "BGP"
    dns_hostname: bool = False
    classic_link: bool = False

    def keys(self) -> Iterator[tuple[str, tuple[str, str]]]:
        yield "home", (self.account, self.region)

    def blocks(self) -> list[Cidr]:
        """Its IPv4 blocks, primary first."""
        return [block for text in (self.cidr, *self.secondary_cidrs) if (block := parse(text)) is not None]

    def ipv6_block(self) -> Cidr | None:
        """Its IPv6 /56, if IPv6 is on."""
        return parse(self.ipv6_cidr) if self.ipv6_cidr else None
