"""What each quota is about, and how much of it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tfmock.core.call import Call
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpcpeer.models import ALIVE, PeeringRow


@dataclass(frozen=True, slots=True)
class QuotaInfo:
    """One quota as the center tells of it. ``used`` counts in the region of the call; None: not counted by account."""

    product: str
    name: str
    description: str
    unit: str = "个"
    adjustable: bool = True
    used: Callable[[Call], int] | None = None


def _home(call: Call) -> tuple[str, str]:
    return call.caller.account, call.region


def _vpcs(call: Call) -> int:
    return len(call.tx.find(VpcRow, "home", _home(call)))


def _peerings(call: Call) -> int:
    return sum(row.state in ALIVE for row in call.tx.find(PeeringRow, "created", _home(call)))


def _groups(call: Call) -> int:
    return len(call.tx.find(SecurityGroupRow, "home", _home(call)))


#: Names and descriptions: help page ("Quotas"), VPC quota page; those of ecs and nis are guesses.
QUOTAS: Final[Mapping[str, QuotaInfo]] = MappingProxyType(
    {
        "vpc_quota_cross_region_peer_num_per_vpc": QuotaInfo(
            "vpc", "vpc_quota_cross_region_peer_num_per_vpc", "Inter-region VPC peering connections of a VPC"
        ),
        "vpc_quota_intra_region_peer_num_per_vpc": QuotaInfo(
            "vpc", "vpc_quota_intra_region_peer_num_per_vpc", "Intra-region VPC peering connections of a VPC"
        ),
        "vpc_quota_peer_num": QuotaInfo(
            "vpc", "vpc_quota_peer_num", "VPC peering connections created by an account in a region", used=_peerings
        ),
        "vpc_quota_peer_cross_border_bandwidth": QuotaInfo(
            "vpc", "vpc_quota_peer_cross_border_bandwidth", "Maximum cross-border bandwidth", "Mbps"
        ),
        "vpc_quota_peer_cross_region_bandwidth": QuotaInfo(
            "vpc", "vpc_quota_peer_cross_region_bandwidth", "Maximum inter-region bandwidth", "Mbps"
        ),
        "vpc_quota_instances_num": QuotaInfo("vpc", "vpc_quota_instances_num", "VPCs in a region", used=_vpcs),
        "vpc_quota_vswitches_num": QuotaInfo("vpc", "vpc_quota_vswitches_num", "vSwitches in a VPC"),
        "vpc_quota_secondary_cidr_num": QuotaInfo("vpc", "vpc_quota_secondary_cidr_num", "Secondary CIDR blocks"),
        "vpc_quota_route_tables_num": QuotaInfo("vpc", "vpc_quota_route_tables_num", "Custom route tables of a VPC"),
        "vpc_quota_route_entrys_num": QuotaInfo("vpc", "vpc_quota_route_entrys_num", "Custom routes of a route table"),
        "vpc_quota_havip_custom_route_entry": QuotaInfo(
            "vpc", "vpc_quota_havip_custom_route_entry", "HaVip routes of a route table", adjustable=False
        ),
        "vpc_quota_nacl_ingress_entry": QuotaInfo("vpc", "vpc_quota_nacl_ingress_entry", "Ingress rules of an ACL"),
        "vpc_quota_nacl_egress_entry": QuotaInfo("vpc", "vpc_quota_nacl_egress_entry", "Egress rules of an ACL"),
        "ecs_quota_security_group_num": QuotaInfo(
            "ecs", "q_security-groups", "Security groups of an account in a region", used=_groups
        ),
        "ecs_quota_security_group_rule_num": QuotaInfo("ecs", "q_security-group-rules", "Rules of a security group"),
        "nis_quota_network_path_num": QuotaInfo("nis", "nis_quota_network_path_num", "Network paths of an account"),
        "nis_quota_analysis_num": QuotaInfo("nis", "nis_quota_analysis_num", "Reachability analyses of an account"),
    }
)
#: Not a number that a world can change: each resource has so many tags, whoever asks (VPC quota page).
TAGS: Final = QuotaInfo("vpc", "vpc_quota_tags_num", "Tags of a resource", adjustable=False)
TAG_LIMIT: Final = 20
