"""What each quota is about, and how much of it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from tfmock.core.call import Call
from tfmock.core.store import ResourceRow
from tfmock.rulebook.quotas import QUOTA_CENTER_NAMES
from tfmock.services.resources import RESOURCES
from tfmock.simulation.resources import (
    count_analyses,
    count_live_peerings,
    count_network_paths,
    count_running_analyses,
)


@dataclass(frozen=True, slots=True)
class QuotaInfo:
    """One quota as Quota Center shows it. ``used`` counts in the region of the call; None if no account has a usage."""

    product: str
    description: str
    unit: str = "个"
    adjustable: bool = True
    used: Callable[[Call], int] | None = None
    #: As Quota Center has it.
    name: str = ""

    def mentions(self, key_word: str) -> bool:
        """Whether its name or description has a word, in whatever case."""
        return key_word.lower() in f"{self.name} {self.description}".lower()


def _counted(kind: type[ResourceRow]) -> Callable[[Call], int]:
    """How many of a kind the caller has: in the region of the call, or everywhere."""
    index = kind.resource.quota_index

    def used(call: Call) -> int:
        return len(call.transaction.find(kind, index, call.account if index == "account" else call.scope))

    return used


#: Quotas of kinds of resource.
_USED: Final = MappingProxyType({kind.resource.quota: _counted(kind) for kind in RESOURCES if kind.resource.quota})


#: By their names in the rulebook. Sources: help page ("Quotas"), VPC quota page, ECS limits page; guess: the names of
#: those of ecs that CENTER does not have, and of nis; that a prefix list's limits are shown at all.
_QUOTAS: Final[Mapping[str, QuotaInfo]] = MappingProxyType(
    {
        "vpc_quota_cross_region_peer_num_per_vpc": QuotaInfo("vpc", "Inter-region VPC peering connections of a VPC"),
        "vpc_quota_intra_region_peer_num_per_vpc": QuotaInfo("vpc", "Intra-region VPC peering connections of a VPC"),
        "vpc_quota_peer_num": QuotaInfo(
            "vpc", "VPC peering connections created by an account in a region", used=count_live_peerings
        ),
        "vpc_quota_peer_cross_border_bandwidth": QuotaInfo("vpc", "Maximum cross-border bandwidth", "Mbps"),
        "vpc_quota_peer_cross_region_bandwidth": QuotaInfo("vpc", "Maximum inter-region bandwidth", "Mbps"),
        "vpc_quota_instances_num": QuotaInfo("vpc", "VPCs in a region"),
        "vpc_quota_vswitches_num": QuotaInfo("vpc", "vSwitches in a VPC"),
        "vpc_quota_secondary_cidr_num": QuotaInfo("vpc", "Secondary IPv4 CIDR blocks of a VPC"),
        "vpc_quota_route_tables_num": QuotaInfo("vpc", "Custom route tables of a VPC"),
        "vpc_quota_route_entrys_num": QuotaInfo("vpc", "Custom routes of a route table"),
        "vpc_quota_havip_custom_route_entry": QuotaInfo("vpc", "HaVip routes of a route table"),
        "vpc_quota_vpn_custom_route_entry": QuotaInfo("vpc", "Custom routes of a VPC to VPN gateways"),
        "vpc_quota_prefixlist_num": QuotaInfo("vpc", "VPC prefix lists of an account in a region"),
        "vpc_quota_prefixlist_cidr_num_per_prefixlist": QuotaInfo("vpc", "Entries of a VPC prefix list"),
        "nacl_quota_vpc_create_count": QuotaInfo("vpc", "Network ACLs of a VPC"),
        "vpc_quota_nacl_ingress_entry": QuotaInfo("vpc", "Ingress rules of a network ACL"),
        "vpc_quota_nacl_egress_entry": QuotaInfo("vpc", "Egress rules of a network ACL"),
        "eip_quota_instances_num": QuotaInfo("eip", "EIPs of an account"),
        "ecs_quota_security_group_num": QuotaInfo("ecs", "Security groups of an account in a region"),
        "ecs_quota_security_group_address_num": QuotaInfo("ecs", "Private addresses in a normal security group"),
        "ecs_quota_security_group_rule_num": QuotaInfo("ecs", "Rules of a security group", adjustable=False),
        "ecs_quota_rules_per_interface_num": QuotaInfo(
            "ecs", "Rules of all security groups of a network interface", adjustable=False
        ),
        "ecs_quota_prefix_list_num": QuotaInfo("ecs", "Prefix lists of an account in a region", adjustable=False),
        "ecs_quota_prefix_list_association_num": QuotaInfo(
            "ecs", "Resources associated with a prefix list", adjustable=False
        ),
        "nis_quota_network_path_num": QuotaInfo(
            "nis", "Network paths of an account", adjustable=False, used=count_network_paths
        ),
        "nis_quota_analysis_num": QuotaInfo(
            "nis", "Reachability analyses of an account", adjustable=False, used=count_analyses
        ),
        "nis_quota_parallel_analysis_num": QuotaInfo(
            "nis", "Reachability analyses that run at once", adjustable=False, used=count_running_analyses
        ),
    }
)
QUOTAS: Final[Mapping[str, QuotaInfo]] = MappingProxyType(
    {
        field: replace(info, name=QUOTA_CENTER_NAMES.get(field, field), used=info.used or _USED.get(field))
        for field, info in _QUOTAS.items()
    }
)
#: The tags of a resource are limited alike in every world (VPC quota page).
TAGS: Final = QuotaInfo("vpc", "Tags of a resource", adjustable=False, name="vpc_quota_tags_num")
