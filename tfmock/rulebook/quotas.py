"""Quotas: how many of each kind of resource an account, a region, a VPC or a route table can have.

Sources: the VPC peering help page ("Quotas"), the VPC quota page, the ECS limits page, Nis metadata. Names are those
of the quota center where it has one that is a Python name, else our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

from tfmock.rulebook.rule import ApiErrorTemplate, Rule, Violations


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotas:
    """The limits in force, named as in the quota center. Bandwidths are in Mbit/s."""

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
    vpc_quota_vpn_custom_route_entry: int = 50
    vpc_quota_prefixlist_num: int = 10
    vpc_quota_prefixlist_cidr_num_per_prefixlist: int = 50
    nacl_quota_vpc_create_count: int = 20
    vpc_quota_nacl_ingress_entry: int = 20
    vpc_quota_nacl_egress_entry: int = 20
    eip_quota_instances_num: int = 20
    ecs_quota_security_group_num: int = 100
    ecs_quota_security_group_rule_num: int = 200
    ecs_quota_security_group_address_num: int = 6000
    ecs_quota_rules_per_interface_num: int = 1000
    ecs_quota_prefix_list_num: int = 100
    ecs_quota_prefix_list_association_num: int = 1000
    nis_quota_network_path_num: int = 100
    nis_quota_analysis_num: int = 1000
    nis_quota_parallel_analysis_num: int = 5

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Every quota's name."""
        return tuple(field.name for field in fields(cls))


#: Names in the quota center of quotas whose names there are no Python names (ECS limits page).
QUOTA_CENTER_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ecs_quota_security_group_num": "q_security-groups",
        "ecs_quota_security_group_address_num": "q_vpc-normal-security-group-ip-count",
    }
)


def quota_name(name: str) -> str:
    """The name of a quota in :class:`Quotas`, given that or the name in the quota center."""
    return next((field for field, center_name in QUOTA_CENTER_NAMES.items() if center_name == name), name)


def _rule(
    id: str, name: str, code: str, message: str, what: str, quota: str, *, status: int = 400, source: str = ""
) -> Rule:
    return Rule(
        id=id,
        name=name,
        severity="error",
        api_error=ApiErrorTemplate(status, code, message),
        message=f"this would be {what} number {{count}}, but {quota} allows {{limit}}",
        source=source or "VPC quota page; VPC peering help page",
    )


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
    "rule of the network ACL in one direction", "{quota}",
)  # fmt: skip
NETWORK_ACLS_PER_VPC = _rule(
    "ALI426", "quota-network-acls-per-vpc", "QuotaExceed.NetworkAcl", "Network acl is over limit.",
    "network ACL of the VPC", "nacl_quota_vpc_create_count",
)  # fmt: skip
_LISTS: Final = "prefix list page; CreateVpcPrefixList page"
VPC_PREFIX_LISTS = _rule(
    "ALI437", "quota-vpc-prefix-lists", "QuotaExceeded.PrefixListCount", "The quota of prefixList count is exceeded.",
    "VPC prefix list of the account", "vpc_quota_prefixlist_num", source=_LISTS,
)  # fmt: skip
VPC_PREFIX_LIST_ENTRIES = _rule(
    "ALI438", "quota-vpc-prefix-list-entries", "QuotaExceeded.PrefixListCidrCount",
    "The quota of prefixListMaxEntry count is exceeded.", "entry of the VPC prefix list",
    "vpc_quota_prefixlist_cidr_num_per_prefixlist", source=_LISTS,
)  # fmt: skip
EIPS = _rule(
    "ALI484", "quota-eips", "QuotaExceeded.Eip", "Elastic IP address quota exceeded", "EIP of the account",
    "eip_quota_instances_num", source="EIP quota page; AllocateEipAddress page",
)  # fmt: skip
VPN_ROUTES_PER_VPC = _rule(
    "ALI324", "quota-vpn-routes-per-vpc", "QuotaExceeded.VpnRouteEntry", "Vpn route entry quota exceeded.",
    "route of the VPC to a VPN gateway", "vpc_quota_vpn_custom_route_entry",
)  # fmt: skip
GATEWAY_ROUTE_TABLES_PER_VPC = _rule(
    "ALI430", "quota-gateway-route-tables-per-vpc", "QuotaExceeded.GatewayRouteTable",
    "The quota of Gateway Route Table is exceeded.", "gateway route table of the VPC", "the cloud",
)  # fmt: skip
#: Not a quota that can be raised: an IPv4 gateway has one route table (VPC quota page).
GATEWAY_ROUTE_TABLES: Final = 1
IPV6_CIDRS_PER_VPC = _rule(
    "ALI477", "quota-ipv6-cidrs-per-vpc", "QuotaExceeded.GUAIpv6CidrBlock",
    "The quota of IPv6 CIDR blocks of the VPC is exceeded.", "IPv6 block of the VPC", "the cloud",
    source="AssociateVpcCidrBlock metadata; guess: the message",
)  # fmt: skip
#: A VPC's first IPv6 block and five more (AssociateVpcCidrBlock metadata).
IPV6_CIDRS: Final = 6

_ECS: Final = "ECS limits page; ECS API metadata"
SECURITY_GROUPS_PER_REGION = _rule(
    "ALI427", "quota-security-groups-per-region", "QuotaExceed.SecurityGroup",
    "The maximum number of security groups is reached.", "security group of the region",
    "ecs_quota_security_group_num", status=403, source=_ECS,
)  # fmt: skip
SECURITY_GROUP_RULES = _rule(
    "ALI428", "quota-security-group-rules", "AuthorizationLimitExceed",
    "The limit of authorization records in the security group reaches.", "rule of the security group",
    "ecs_quota_security_group_rule_num", status=403, source=_ECS,
)  # fmt: skip
RULES_PER_INTERFACE = _rule(
    "ALI431", "quota-rules-per-interface", "AclLimitExceed",
    "The limit of authorization records of a network interface reaches.",
    "rule of the network interface's security groups", "ecs_quota_rules_per_interface_num", status=403, source=_ECS,
)  # fmt: skip
SECURITY_GROUP_ADDRESSES = _rule(
    "ALI432", "quota-security-group-addresses", "SecurityGroupInstanceLimitExceed",
    "Exceeding the allowed amount of instances of a security group.", "private address in the security group",
    "ecs_quota_security_group_address_num", status=403, source=_ECS,
)  # fmt: skip
PREFIX_LISTS_PER_REGION = _rule(
    "ALI429", "quota-prefix-lists-per-region", "LimitExceed.PrefixListPerRegion",
    "The number of prefix lists in the region exceeds the limit.", "prefix list of the region",
    "ecs_quota_prefix_list_num", status=404, source=_ECS,
)  # fmt: skip
PREFIX_LIST_ASSOCIATIONS = _rule(
    "ALI433", "quota-prefix-list-associations", "LimitExceed.PrefixListAssociationResource",
    "The number of resources associated with the prefix list exceeds the limit.",
    "resource associated with the prefix list", "ecs_quota_prefix_list_association_num", status=403, source=_ECS,
)  # fmt: skip

_NIS: Final = "Nis API metadata; ECS limits page"
NETWORK_PATHS = _rule(
    "ALI434", "quota-network-paths", "QuotaExceeded.NetworkPath",
    "The quota of NetworkPath is exceeded, usage {used}/{limit}.", "network path of the account",
    "nis_quota_network_path_num", source=_NIS,
)  # fmt: skip
ANALYSES = _rule(
    "ALI435", "quota-reachability-analyses", "QuotaExceeded.MaxNraCount",
    "The maximum number of reachability analysis task is exceeded.", "reachability analysis of the account",
    "nis_quota_analysis_num", source=_NIS,
)  # fmt: skip
ANALYSES_AT_ONCE = _rule(
    "ALI436", "quota-reachability-analyses-at-once", "QuotaExceeded.ParallelNraLimit",
    "The maximum number of parallel reachability analysis task is exceeded.",
    "reachability analysis that runs at once", "nis_quota_parallel_analysis_num", source=_NIS,
)  # fmt: skip


def check_count(rule: Rule, *, used: int, limit: int, adding: int = 1, quota: str = "") -> Violations:
    """Check ``adding`` more of something of which ``used`` exist and ``limit`` are allowed."""
    if used + adding > limit:
        yield rule.violation("", quota=quota, used=used, limit=limit, count=used + adding)
