"""VPCs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction
from tfmock.rulebook.cidr import Cidr, parse_cidr

# DescribeVpcs metadata: Pending, Available
LIFECYCLE: Final = Lifecycle("Vpc", seconds={"Pending": 3.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class VpcRow(StatefulRow, ResourceRow):
    """A VPC. Blocks are kept as the user wrote them."""

    table = "vpcs"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="vpc",
        product="Vpc",
        terraform_types=("alicloud_vpc",),
        terraform_parts=("alicloud_vpc_ipv4_cidr_block", "alicloud_vpc_ipv6_cidr_block"),
        id_prefix="vpc",
        tag_type="VPC",
        move_type="VPC",
        quota="vpc_quota_instances_num",
    )
    former_fields = {
        "region": "region_id",
        "created": "creation_time",
        "resource_group": "resource_group_id",
        "cidr": "cidr_block",
        "name": "vpc_name",
        "router": "v_router_id",
        "secondary_cidrs": "secondary_cidr_blocks",
        "ipv6_cidr": "ipv6_cidr_block",
        "dns_hostname": "enable_dns_hostname",
        "classic_link": "classic_link_enabled",
        "more_ipv6": "further_ipv6_cidr_blocks",
    }

    account: str
    region_id: str
    cidr_block: str
    vpc_name: str
    description: str
    creation_time: float
    v_router_id: str
    resource_group_id: str
    is_default: bool = False
    secondary_cidr_blocks: tuple[str, ...] = ()
    user_cidrs: tuple[str, ...] = ()
    ipv6_cidr_block: str = ""
    #: Of ``ipv6_cidr``, the first IPv6 block.
    ipv6_isp: str = "BGP"
    enable_dns_hostname: bool = False
    classic_link_enabled: bool = False
    #: Further IPv6 blocks, each with its ISP.
    further_ipv6_cidr_blocks: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The name, under the word that rows of every kind have."""
        return self.vpc_name

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id,
            account=self.account,
            region=self.region_id,
            name=self.vpc_name,
            detail=", ".join(map(str, self.blocks())),
        )

    def keys(self) -> Iterator[tuple[str, tuple[str, str]]]:
        yield "home", (self.account, self.region_id)

    def blocks(self) -> list[Cidr]:
        """Its IPv4 blocks, primary first."""
        return [
            block for text in (self.cidr_block, *self.secondary_cidr_blocks) if (block := parse_cidr(text)) is not None
        ]

    def ipv6_block(self) -> Cidr | None:
        """Its first IPv6 /56, if IPv6 is on."""
        return parse_cidr(self.ipv6_cidr_block) if self.ipv6_cidr_block else None

    def ipv6_cidr_blocks(self) -> tuple[tuple[str, str], ...]:
        """All its IPv6 blocks, each with its ISP; none while IPv6 is off."""
        return ((self.ipv6_cidr_block, self.ipv6_isp), *self.further_ipv6_cidr_blocks) if self.ipv6_cidr_block else ()

    def with_ipv6_cidr_blocks(self, blocks: Sequence[tuple[str, str]]) -> VpcRow:
        """The VPC with these IPv6 blocks, the first of which is the one that older fields show."""
        if not blocks:
            return replace(self, ipv6_cidr_block="", further_ipv6_cidr_blocks=())
        first, isp = blocks[0]
        return replace(self, ipv6_cidr_block=first, ipv6_isp=isp, further_ipv6_cidr_blocks=tuple(blocks[1:]))


def find_default_vpc(transaction: Transaction, scope: tuple[str, str]) -> VpcRow | None:
    """The default VPC of an account in a region; there is one at most."""
    return next((row for row in transaction.find(VpcRow, "home", scope) if row.is_default), None)
