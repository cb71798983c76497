"""Quotas: how much of each thing an account, a region, a VPC or a table may have.

Source: the VPC peering help page ("Quotas") and the VPC quota page. Names are the quota center's own.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from tfmock.rulebook.rule import ApiFault, Rule, Violations


@dataclass(frozen=True, slots=True)
class Quotas:
    """The limits in force; each field is named as in the quota center. Bandwidths are Mbit/s."""

    vpc_quota_cross_region_peer_num_per_vpc: int = 20
    vpc_quota_intra_region_peer_num_per_vpc: int = 10
    vpc_quota_peer_num: int = 20
    vpc_quota_peer_cross_border_bandwidth: int = 1024
    vpc_quota_peer_cross_region_bandwidth: int = 1024
    vpc_quota_instances_num: int = 10
    vpc_quota_vswitches_num: int = 150
    vpc_quota_secondary_cidr_num: int = 5
    vpc_quota_route_tables_num: int = 9
    vpc_quota_route_entrys_num: int = 200
    vpc_quota_havip_custom_route_entry: int = 5
    vpc_quota_nacl_ingress_entry: int = 20
    vpc_quota_nacl_egress_entry: int = 20
    ecs_quota_security_group_num: int = 100
    ecs_quota_security_group_rule_num: int = 200
    nis_quota_network_path_num: int = 100
    nis_quota_analysis_num: int = 1000

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Every quota's name."""
        return tuple(field.name for field in fields(cls))


def _rule(id: str, name: str, code: str, message: str, what: str, quota: str) -> Rule:
    return Rule(
        id, name, "error", ApiFault(400, code, message),
        f"this would be {what} number {{wanted}}, but {quota} allows {{limit}}",
        "VPC quota page; VPC peering help page",
    )  # fmt: skip


_PEER_QUOTA = "The quota of {quota} is exceeded, usage {used}/{limit}."
INTRA_REGION_PER_VPC = _rule(
    "ALI113", "quota-intra-region-per-vpc", "QuotaExceeded.IntraRegionVpcPeerCountPerVpc", _PEER_QUOTA,
    "intra-region connection of the VPC", "vpc_quota_intra_region_peer_num_per_vpc",
)  # fmt: skip
CROSS_REGION_PER_VPC = _rule(
    "ALI114", "quota-cross-region-per-vpc", "QuotaExceeded.CrossRegionVpcPeerCountPerVpc", _PEER_QUOTA,
    "inter-region connection of the VPC", "vpc_quota_cross_region_peer_num_per_vpc",
)  # fmt: skip
PER_ACCOUNT_AND_REGION = _rule(
    "ALI115", "quota-per-account-and-region", "QuotaExceeded.VpcPeerCountPerUserPerRegion", _PEER_QUOTA,
    "connection created by the account in the region", "vpc_quota_peer_num",
)  # fmt: skip
ROUTES_PER_TABLE = _rule(
    "ALI313", "quota-routes-per-table", "QuotaExceeded", "Route entry quota exceeded in this route table.",
    "custom route of the table", "vpc_quota_route_entrys_num",
)  # fmt: skip
HAVIP_ROUTES_PER_TABLE = _rule(
    "ALI317", "quota-havip-routes-per-table", "CountLimitExceed.HaVipRouteEntry",
    "The count of route entry to HaVip in one route table is exceeded.",
    "HaVip route of the table", "vpc_quota_havip_custom_route_entry",
)  # fmt: skip
VPCS_PER_REGION = _rule(
    "ALI421", "quota-vpcs-per-region", "QuotaExceeded.Vpc", "VPC quota exceeded.", "VPC of the region",
    "vpc_quota_instances_num",
)  # fmt: skip
VSWITCHES_PER_VPC = _rule(
    "ALI422", "quota-vswitches-per-vpc", "QuotaExceeded.VSwitch", "Virtual switch quota exceeded.",
    "vSwitch of the VPC", "vpc_quota_vswitches_num",
)  # fmt: skip
ROUTE_TABLES_PER_VPC = _rule(
    "ALI423", "quota-route-tables-per-vpc", "QuotaExceeded.RouteTable", "VPC RouteTable quota exceeded.",
    "custom route table of the VPC", "vpc_quota_route_tables_num",
)  # fmt: skip
SECONDARY_CIDRS_PER_VPC = _rule(
    "ALI424", "quota-secondary-cidrs-per-vpc", "QuotaExceeded.VpcMultiCidr",
    "The quota of secondary CIDR blocks is exceeded, usage {used}/{limit}.",
    "secondary CIDR block of the VPC", "vpc_quota_secondary_cidr_num",
)  # fmt: skip
NETWORK_ACL_ENTRIES = _rule(
    "ALI425", "quota-network-acl-entries", "QuotaExceed.NetworkAclEntry", "Network acl entry is over limit.",
    "rule of the network ACL in one direction", "vpc_quota_nacl_ingress_entry",
)  # fmt: skip


def check_count(rule: Rule, *, used: int, limit: int, adding: int = 1, quota: str = "") -> Violations:
    """One more of something of which ``used`` exist and ``limit`` are allowed."""
    if used + adding > limit:
        yield rule.broken("", quota=quota, used=used, limit=limit, wanted=used + adding)
