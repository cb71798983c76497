"""Plain-fact cases of the rulebook: facts, and the rules that they violate.

``test_cases.py`` runs this table against the rulebook alone; ``tests/support/rulebook_cases.py`` is the smaller one
that runs through both judges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tfmock.rulebook import addressing, names, peering, quotas, routing
from tfmock.rulebook.cidr import cidr_block
from tfmock.rulebook.quotas import Quotas
from tfmock.rulebook.rule import UNKNOWN, Rule, Violation


@dataclass(frozen=True)
class Facts:
    """A constraint, the facts given to it, and the rules that they violate (none: the facts are fine)."""

    check: Callable[..., Iterable[Violation]]
    args: tuple[Any, ...]
    violated: tuple[Rule, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        given = [*map(str, self.args), *(f"{name}={value}" for name, value in self.more.items())]
        return f"{self.check.__name__}({', '.join(given)})"[:110]

    def check_all(self) -> list[Violation]:
        return list(self.check(*self.args, **self.more))


HZ, BJ, SG, FIN, GOV = "cn-hangzhou", "cn-beijing", "ap-southeast-1", "cn-shanghai-finance-1", "cn-north-2-gov-1"
FEW: Final = Quotas(vpc_quota_peer_cross_border_bandwidth=100)

CONNECTION: Final = (
    Facts(peering.check_link_type, (HZ, BJ, "Gold")),
    Facts(peering.check_link_type, (HZ, BJ, "Platinum")),
    Facts(peering.check_link_type, (HZ, BJ, None)),
    Facts(peering.check_link_type, (HZ, BJ, "")),
    Facts(peering.check_link_type, (HZ, HZ, None)),
    Facts(peering.check_link_type, (HZ, HZ, "Gold"), (peering.LINK_TYPE_WITHIN_REGION,)),
    Facts(peering.check_link_type, (HZ, BJ, "gold"), (peering.LINK_TYPE_VALUE,)),
    Facts(peering.check_link_type, (HZ, HZ, "gold"), (peering.LINK_TYPE_WITHIN_REGION, peering.LINK_TYPE_VALUE)),
    Facts(peering.check_link_type, (HZ, BJ, "Silver"), (peering.LINK_TYPE_SPECIAL,)),
    Facts(peering.check_link_type, (HZ, BJ, "Silver"), (), {"allow_special": True}),
    Facts(peering.check_link_type, (UNKNOWN, UNKNOWN, "Gold")),
    Facts(peering.check_link_type, (UNKNOWN, HZ, "Gold")),
    Facts(peering.check_link_type, (HZ, HZ, UNKNOWN)),
    Facts(peering.check_bandwidth, (HZ, BJ, 1)),
    Facts(peering.check_bandwidth, (HZ, BJ, 1024)),
    Facts(peering.check_bandwidth, (HZ, BJ, 1025), (peering.BANDWIDTH_QUOTA,)),
    Facts(peering.check_bandwidth, (HZ, BJ, 0), (peering.BANDWIDTH_RANGE,)),
    Facts(peering.check_bandwidth, (HZ, BJ, -1), (peering.BANDWIDTH_RANGE,)),
    Facts(peering.check_bandwidth, (HZ, HZ, 10), (peering.BANDWIDTH_WITHIN_REGION,)),
    Facts(peering.check_bandwidth, (HZ, HZ, None)),
    Facts(peering.check_bandwidth, (UNKNOWN, UNKNOWN, 10)),
    Facts(peering.check_bandwidth, (UNKNOWN, BJ, 0), (peering.BANDWIDTH_RANGE,)),
    Facts(peering.check_bandwidth, (HZ, SG, 101, FEW), (peering.BANDWIDTH_QUOTA,)),
    Facts(peering.check_bandwidth, (HZ, BJ, 101, FEW)),
    Facts(peering.check_bandwidth, (HZ, UNKNOWN, 101, FEW)),
    Facts(peering.check_vpcs_differ, ("vpc-1", "vpc-2")),
    Facts(peering.check_vpcs_differ, ("vpc-1", "vpc-1"), (peering.SAME_VPC,)),
    Facts(peering.check_vpcs_differ, (UNKNOWN, UNKNOWN)),
    Facts(peering.check_pair, ("a", "b", [("pcc-1", "a", "c"), ("pcc-2", "c", "b")])),
    Facts(peering.check_pair, ("a", "b", [("pcc-1", "a", "b")]), (peering.PAIR_EXISTS,)),
    Facts(peering.check_pair, ("a", "b", [("pcc-1", "b", "a"), ("pcc-2", "a", "b")]), (peering.PAIR_EXISTS,)),
    Facts(peering.check_regions, (HZ, SG)),
    Facts(peering.check_regions, (HZ, "cn-atlantis"), (peering.REGION_UNKNOWN,)),
    Facts(peering.check_regions, ("na-south-1", "x"), (peering.REGION_WITHOUT_PEERING, peering.REGION_UNKNOWN)),
    Facts(peering.check_regions, (HZ, FIN), (peering.REGIONS_MAY_NOT_PEER,)),
    Facts(peering.check_regions, (GOV, GOV)),
    Facts(peering.check_regions, (FIN, "cn-beijing-finance-1")),
    Facts(peering.check_regions, (UNKNOWN, FIN)),
    Facts(peering.check_regions, (UNKNOWN, "x"), (peering.REGION_UNKNOWN,)),
    Facts(peering.check_vpc_quota, (), (), {"within_region": True, "used": 9, "quotas": Quotas()}),
    Facts(
        peering.check_vpc_quota,
        (),
        (quotas.INTRA_REGION_PER_VPC,),
        {"within_region": True, "used": 10, "quotas": Quotas()},
    ),
    Facts(peering.check_vpc_quota, (), (), {"within_region": False, "used": 19, "quotas": Quotas()}),
    Facts(
        peering.check_vpc_quota,
        (),
        (quotas.CROSS_REGION_PER_VPC,),
        {"within_region": False, "used": 20, "quotas": Quotas()},
    ),
    Facts(peering.check_region_quota, (), (), {"used": 19, "quotas": Quotas()}),
    Facts(peering.check_region_quota, (), (quotas.PER_ACCOUNT_AND_REGION,), {"used": 20, "quotas": Quotas()}),
    Facts(peering.check_dry_run, (True,), (peering.DRY_RUN,)),
    Facts(peering.check_dry_run, (False,)),
    Facts(peering.check_dry_run, (None,)),
    Facts(peering.check_dry_run, (UNKNOWN,)),
    Facts(peering.check_status, ("pcc-1", "Activated", ("Activated",))),
    Facts(peering.check_status, ("pcc-1", "Accepting", ("Activated",)), (peering.NOT_ACTIVATED,)),
    Facts(peering.check_deletable, (), (), {"routes": 0, "force": False}),
    Facts(peering.check_deletable, (), (), {"routes": 3, "force": True}),
    Facts(peering.check_deletable, (), (peering.ROUTES_EXIST,), {"routes": 3, "force": False}),
)

CREATING: Final = {"creating": True}
MODIFYING: Final = {"creating": False}

NAMES: Final = (
    *(
        Facts(names.check_peering_name, (good,), (), CREATING)
        for good in ("ab", "a_b-9", "\u4e2d\u6587", "x" * 128, "", None, UNKNOWN)
    ),
    *(
        Facts(names.check_peering_name, (bad,), (names.PEERING_NAME,), CREATING)
        for bad in ("a", "9a", "_a", "a b", "x" * 129, "http://x", "a\n", "\u00e9t\u00e9")
    ),
    *(Facts(names.check_peering_name, (good,), (), MODIFYING) for good in ("a", "9 a", "x" * 128, "", None, UNKNOWN)),
    *(
        Facts(names.check_peering_name, (bad,), (names.PEERING_NAME,), MODIFYING)
        for bad in ("x" * 129, "http://x", "https://x")
    ),
    *(
        Facts(names.check_peering_description, (good,), (), CREATING)
        for good in ("ab", "a b, c!", "\u4e2d\u6587", "x" * 256, "", UNKNOWN)
    ),
    *(
        Facts(names.check_peering_description, (bad,), (names.PEERING_DESCRIPTION,), CREATING)
        for bad in ("a", "9a", "x" * 257, "http://x")
    ),
    *(Facts(names.check_peering_description, (good,), (), MODIFYING) for good in ("a", "9a", "x" * 256)),
    *(
        Facts(names.check_peering_description, (bad,), (names.PEERING_DESCRIPTION,), MODIFYING)
        for bad in ("x" * 257, "https://x")
    ),
    Facts(names.check_text, ("vpc", "name", "x" * 128)),
    Facts(names.check_text, ("vpc", "name", "x" * 129), (names.VPC_NAME,)),
    Facts(names.check_text, ("vswitch", "name", "http://x"), (names.VSWITCH_NAME,)),
    Facts(names.check_text, ("route_table", "name", "https://x"), (names.ROUTE_TABLE_NAME,)),
    Facts(names.check_text, ("route_entry", "name", UNKNOWN)),
    Facts(names.check_text, ("route_entry", "description", "x" * 257), (names.ROUTE_ENTRY_DESCRIPTION,)),
    Facts(names.check_text, ("security_group", "name", "web:1_a.b-c"), ()),
    Facts(names.check_text, ("security_group", "name", "网络"), ()),
    Facts(names.check_text, ("security_group", "name", "1-web"), (names.SECURITY_GROUP_NAME,)),
    Facts(names.check_text, ("security_group", "name", "g"), (names.SECURITY_GROUP_NAME,)),
    Facts(names.check_text, ("instance", "name", "1-web"), ()),
    Facts(names.check_text, ("prefix_list", "name", "a b"), (names.PREFIX_LIST_NAME,)),
    Facts(
        names.check_texts,
        ("network_acl", "x" * 129, "http://x"),
        (names.NETWORK_ACL_NAME, names.NETWORK_ACL_DESCRIPTION),
    ),
    Facts(names.check_tags, ([("k", "v"), (UNKNOWN, UNKNOWN)],)),
    Facts(names.check_tags, ([("", "v")],), (names.TAG_KEY,)),
    Facts(names.check_tags, ([("acs:x", "v")],), (names.TAG_KEY,)),
    Facts(names.check_tags, ([("x" * 129, "")],), (names.TAG_KEY,)),
    Facts(names.check_tags, ([("k", "see http://x")],), (names.TAG_VALUE,)),
    Facts(names.check_tags, ([("k", "1"), ("k", "2")],), (names.TAG_TWICE,)),
    Facts(names.check_tags, ([(f"k{n}", "") for n in range(20)],)),
    Facts(names.check_tags, ([(f"k{n}", "") for n in range(20)],), (names.TAG_COUNT,), {"existing": 1}),
)

VS: Final = [cidr_block("10.0.1.0/24")]

ROUTES: Final = (
    *(
        Facts(routing.check_destination, (good,))
        for good in ("10.0.0.0/8", "0.0.0.0/0", "10.0.0.1", "::/0", "pl-1", "64.0.0.0/2", "100.64.1.0/24", UNKNOWN)
    ),
    *(
        Facts(routing.check_destination, (bad,), (routing.DESTINATION_MALFORMED,))
        for bad in ("10.0.0.1/8", "x", "", "10.0.0.0/33")
    ),
    Facts(routing.check_destination, ("100.64.0.0/10",), (routing.DESTINATION_RESERVED,)),
    Facts(routing.check_next_hop, ("VpcPeer", "pcc-1")),
    Facts(routing.check_next_hop, ("VpcPeer", "i-1"), (routing.NEXT_HOP_ID,)),
    Facts(routing.check_next_hop, (None, "pcc-1"), (routing.NEXT_HOP_ID,)),
    Facts(routing.check_next_hop, (None, "i-1")),
    Facts(routing.check_next_hop, ("vpcpeer", "pcc-1"), (routing.NEXT_HOP_TYPE,)),
    Facts(routing.check_next_hop, (None, None), (routing.NEXT_HOP_MISSING,)),
    Facts(routing.check_against_vswitches, (cidr_block("10.0.0.0/16"), VS)),
    Facts(routing.check_against_vswitches, (cidr_block("10.0.1.0/24"), VS), (routing.DESTINATION_IN_VSWITCH,)),
    Facts(routing.check_against_vswitches, (cidr_block("10.0.1.7"), VS), (routing.DESTINATION_IN_VSWITCH,)),
    Facts(routing.check_duplicate, (cidr_block("10.0.0.0/8"), [cidr_block("10.0.0.0/9")])),
    Facts(
        routing.check_duplicate,
        (cidr_block("10.0.0.0/8"), [cidr_block("10.0.0.0/8")]),
        (routing.DESTINATION_DUPLICATE,),
    ),
    Facts(routing.check_connection, ("a", "pcc-1", "Activated", ("a", "b"))),
    Facts(routing.check_connection, ("c", "pcc-1", "Activated", ("a", "b")), (routing.CONNECTION_ELSEWHERE,)),
    Facts(routing.check_connection, ("a", "pcc-1", None, ()), (routing.CONNECTION_ELSEWHERE,)),
    Facts(routing.check_connection, ("a", "pcc-1", "Accepting", ("a", "b")), (routing.CONNECTION_INACTIVE,)),
    Facts(routing.check_ip_version, (cidr_block("2408::/56"), "VpcPeer", True)),
    Facts(routing.check_ip_version, (cidr_block("2408::/56"), "VpcPeer", False), (routing.VPC_WITHOUT_IPV6,)),
    Facts(routing.check_ip_version, (cidr_block("2408::/56"), "NatGateway", True), (routing.NEXT_HOP_NO_IPV6,)),
    Facts(
        routing.check_ip_version, (cidr_block("2408::/56"), "IPv6Gateway", True), (routing.IPV6_GATEWAY_DESTINATION,)
    ),
    Facts(routing.check_ip_version, (cidr_block("::/0"), "IPv6Gateway", True)),
    Facts(routing.check_ip_version, (cidr_block("10.0.0.0/8"), "IPv6Gateway", False), (routing.NEXT_HOP_NO_IPV4,)),
    Facts(
        routing.check_next_hop_list, ([("RouterInterface", 100), ("RouterInterface", 0)],), (), {"also_single": False}
    ),
    Facts(
        routing.check_next_hop_list,
        ([("RouterInterface", 256)],),
        (routing.NEXT_HOP_LIST_SIZE, routing.NEXT_HOP_WEIGHT),
        {"also_single": False},
    ),
)

ADDRESSES: Final = (
    *(
        Facts(addressing.check_vpc_cidr, (good,))
        for good in ("10.0.0.0/8", "10.0.0.0/28", "192.168.0.0/16", "8.0.0.0/8", None, UNKNOWN)
    ),
    *(
        Facts(addressing.check_vpc_cidr, (bad,), (addressing.VPC_CIDR,))
        for bad in ("10.0.0.0/7", "10.0.0.0/29", "10.0.0.1/8", "10.0.0.1", "100.64.0.0/16", "224.0.0.0/8", "2408::/56")
    ),
    Facts(addressing.check_vswitch_block, ("10.0.0.0/16",)),
    Facts(addressing.check_vswitch_block, ("10.0.0.0/29",)),
    Facts(addressing.check_vswitch_block, ("10.0.0.0/15",), (addressing.VSWITCH_MASK,)),
    Facts(addressing.check_vswitch_block, ("10.0.0.0/30",), (addressing.VSWITCH_MASK,)),
    Facts(addressing.check_vswitch_block, ("10.0.0.1/24",), (addressing.VSWITCH_CIDR_MALFORMED,)),
    Facts(addressing.check_vswitch_block, ("2408::/64",), (addressing.VSWITCH_CIDR_MALFORMED,)),
    Facts(addressing.check_vswitch_block, ("100.64.0.0/24",), (addressing.VSWITCH_RESERVED,)),
    Facts(addressing.check_vswitch_in_vpc, (cidr_block("10.0.1.0/24"), [cidr_block("10.0.0.0/16")])),
    Facts(
        addressing.check_vswitch_in_vpc,
        (cidr_block("10.1.1.0/24"), [cidr_block("10.0.0.0/16")]),
        (addressing.VSWITCH_OUTSIDE_VPC,),
    ),
    Facts(addressing.check_vswitch_overlap, (cidr_block("10.0.2.0/24"), VS)),
    Facts(addressing.check_vswitch_overlap, (cidr_block("10.0.0.0/16"), VS), (addressing.VSWITCH_OVERLAP,)),
    Facts(addressing.check_vswitch_routes, (cidr_block("10.0.1.0/24"), [cidr_block("10.0.0.0/8")])),
    Facts(
        addressing.check_vswitch_routes,
        (cidr_block("10.0.1.0/24"), [cidr_block("10.0.1.0/24")]),
        (addressing.VSWITCH_ROUTE_CONFLICT,),
    ),
    Facts(
        addressing.check_vswitch_routes,
        (cidr_block("10.0.1.0/24"), [cidr_block("10.0.1.7")]),
        (addressing.VSWITCH_ROUTE_CONFLICT,),
    ),
    Facts(addressing.check_secondary_cidr, ("172.16.0.0/12", [cidr_block("10.0.0.0/8")])),
    Facts(addressing.check_secondary_cidr, ("0.0.0.0/8",), (addressing.SECONDARY_CIDR,)),
    Facts(
        addressing.check_secondary_cidr,
        ("10.1.0.0/16", [cidr_block("10.0.0.0/8")]),
        (addressing.SECONDARY_CIDR_OVERLAP,),
    ),
    Facts(addressing.check_secondary_cidr, (UNKNOWN, [cidr_block("10.0.0.0/8")])),
    Facts(addressing.check_user_cidrs, (["1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8"],)),
    Facts(addressing.check_user_cidrs, (["1.0.0.0/8"] * 4,), (addressing.USER_CIDR_COUNT,)),
    Facts(addressing.check_user_cidrs, ([UNKNOWN, "x"],), (addressing.USER_CIDR,)),
    Facts(addressing.check_user_cidrs, (["64.0.0.0/2"],), (addressing.USER_CIDR_RESERVED,)),
    Facts(addressing.check_vpc_still_holds, ([cidr_block("10.0.0.0/8")], [("vsw-1", VS[0])])),
    Facts(
        addressing.check_vpc_still_holds, ([cidr_block("10.0.0.0/24")], [("vsw-1", VS[0])]), (addressing.VPC_SHRUNK,)
    ),
)

CASES: Final = (*CONNECTION, *NAMES, *ROUTES, *ADDRESSES)
