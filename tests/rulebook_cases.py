"""One table for both judges: plain facts, the rule that they break, and the code with which the API refuses them.

The linter's tests write each case as HCL; the mock's tests send it as requests. ``rule`` is None where the cloud
accepts, which the linter must not call an error.

Facts by kind (what a case does not name takes the default that breaks nothing):

=============  ==========================================================================================
connection     region, accepting_region, bandwidth, link_type, name, description, dry_run, tags, same_vpc,
               twice (the pair is joined already)
route          destination, nexthop_type, nexthop_id, vswitch (a block in the route's VPC), twice, ipv6
vpc            cidr, name, user_cidrs, secondary
vswitch        vpc_cidr, cidr, other (a vSwitch that exists), name
=============  ==========================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from tfmock.rulebook import addressing, names, peering, routing
from tfmock.rulebook.rule import Rule

Fact: TypeAlias = "str | int | bool | list[str] | dict[str, str] | None"
Kind = Literal["connection", "route", "vpc", "vswitch"]


@dataclass(frozen=True, slots=True)
class Case:
    """One row: a name for the test's id, the kind of thing, its facts, and the rule that refuses it."""

    name: str
    kind: Kind
    facts: Mapping[str, Fact]
    rule: Rule | None

    @property
    def code(self) -> str | None:
        """The API's error code; None where it accepts."""
        return self.rule.api.code if self.rule and self.rule.api else None


def _connection(title: str, rule: Rule | None, /, **facts: Fact) -> Case:
    return Case(title, "connection", facts, rule)


def _route(title: str, rule: Rule | None, /, **facts: Fact) -> Case:
    return Case(title, "route", facts, rule)


def _vpc(title: str, rule: Rule | None, /, **facts: Fact) -> Case:
    return Case(title, "vpc", facts, rule)


def _vswitch(title: str, rule: Rule | None, /, **facts: Fact) -> Case:
    return Case(title, "vswitch", facts, rule)


_HERE: Final = "cn-hangzhou"
_THERE: Final = "cn-beijing"

CASES: Final[tuple[Case, ...]] = (
    _connection("inter-region with bandwidth", None, accepting_region=_THERE, bandwidth=1024),
    _connection("inter-region with Gold", None, accepting_region=_THERE, link_type="Gold"),
    _connection("inter-region with Platinum", None, accepting_region=_THERE, link_type="Platinum"),
    _connection("intra-region, nothing set", None),
    _connection("bandwidth inside a region", peering.BANDWIDTH_WITHIN_REGION, bandwidth=10),
    _connection("link type inside a region", peering.LINK_TYPE_WITHIN_REGION, link_type="Gold"),
    _connection("link type in small letters", peering.LINK_TYPE_VALUE, accepting_region=_THERE, link_type="gold"),
    _connection("bandwidth zero", peering.BANDWIDTH_RANGE, accepting_region=_THERE, bandwidth=0),
    _connection("bandwidth below zero", peering.BANDWIDTH_RANGE, accepting_region=_THERE, bandwidth=-5),
    _connection("bandwidth above the quota", peering.BANDWIDTH_QUOTA, accepting_region=_THERE, bandwidth=1025),
    _connection("the same VPC twice", peering.SAME_VPC, same_vpc=True),
    _connection("a pair that is joined", peering.PAIR_EXISTS, twice=True),
    _connection("name of two letters", None, name="ab"),
    _connection("name of one letter", names.PEERING_NAME, name="a"),
    _connection("name beginning with a digit", names.PEERING_NAME, name="1st"),
    _connection("name with a blank", names.PEERING_NAME, name="a b"),
    _connection("name of 129 letters", names.PEERING_NAME, name="a" * 129),
    _connection("name in Chinese", None, name="对等连接"),
    _connection("description that is a link", names.PEERING_DESCRIPTION, description="http://x"),
    _connection("description of 257 letters", names.PEERING_DESCRIPTION, description="a" * 257),
    _connection("region without peering", peering.REGION_WITHOUT_PEERING, accepting_region="ap-south-1"),
    _connection("region that does not exist", peering.REGION_UNKNOWN, accepting_region="cn-nowhere"),
    _connection("finance with public", peering.REGIONS_MAY_NOT_PEER, accepting_region="cn-shanghai-finance-1"),
    _connection("dry run", peering.DRY_RUN, dry_run=True),
    _connection("no dry run", None, dry_run=False),
    _connection("tag of the cloud's own", names.TAG_KEY, tags={"aliyun:x": "1"}),
    _connection("tag value that is a link", names.TAG_VALUE, tags={"x": "https://x"}),
    _connection("twenty-one tags", names.TAG_COUNT, tags={f"k{n}": "v" for n in range(21)}),
    _connection("twenty tags", None, tags={f"k{n}": "v" for n in range(20)}),
    _route("to the peer", None),
    _route("misspelt type", routing.NEXT_HOP_TYPE, nexthop_type="Vpcpeer"),
    _route("type that is none", routing.NEXT_HOP_TYPE, nexthop_type="Bridge"),
    _route("id of another type", routing.NEXT_HOP_ID, nexthop_type="NatGateway"),
    _route("no type for a connection", routing.NEXT_HOP_ID, nexthop_type=None),
    _route("no next hop", routing.NEXT_HOP_MISSING, nexthop_type=None, nexthop_id=None),
    _route("host bits", routing.DESTINATION_MALFORMED, destination="10.1.0.1/16"),
    _route("no address", routing.DESTINATION_MALFORMED, destination="ten"),
    _route("mask of 33", routing.DESTINATION_MALFORMED, destination="10.1.0.0/33"),
    _route("cloud services", routing.DESTINATION_RESERVED, destination="100.64.0.0/10"),
    _route("part of cloud services", routing.DESTINATION_RESERVED, destination="100.100.100.0/24"),
    _route("own vSwitch", routing.DESTINATION_IN_VSWITCH, destination="10.0.1.0/24", vswitch="10.0.1.0/24"),
    _route("in own vSwitch", routing.DESTINATION_IN_VSWITCH, destination="10.0.1.128/25", vswitch="10.0.1.0/24"),
    _route("around own vSwitch", None, destination="10.0.0.0/16", vswitch="10.0.1.0/24"),
    _route("destination twice", routing.DESTINATION_DUPLICATE, twice=True),
    _route("IPv6 without IPv6", routing.VPC_WITHOUT_IPV6, destination="2408:4005:300::/56"),
    _vpc("class A", None, cidr="10.0.0.0/8"),
    _vpc("smallest", None, cidr="192.168.0.0/28"),
    _vpc("too small", addressing.VPC_CIDR, cidr="192.168.0.0/29"),
    _vpc("too large", addressing.VPC_CIDR, cidr="10.0.0.0/7"),
    _vpc("host bits in a VPC", addressing.VPC_CIDR, cidr="10.0.0.1/8"),
    _vpc("multicast", addressing.VPC_CIDR, cidr="224.0.0.0/16"),
    _vpc("loopback", addressing.VPC_CIDR, cidr="127.0.0.0/16"),
    _vpc("VPC name that is a link", names.VPC_NAME, name="https://x"),
    _vpc("user CIDR with host bits", addressing.USER_CIDR, user_cidrs=["172.16.0.1/12"]),
    _vpc("user CIDR in cloud services", addressing.USER_CIDR_RESERVED, user_cidrs=["100.64.0.0/16"]),
    _vpc("four user CIDRs", addressing.USER_CIDR_COUNT, user_cidrs=[f"{n}.0.0.0/8" for n in range(1, 5)]),
    _vpc("secondary in the first", addressing.SECONDARY_CIDR_OVERLAP, cidr="10.0.0.0/8", secondary="10.1.0.0/16"),
    _vpc("secondary reserved", addressing.SECONDARY_CIDR, secondary="169.254.0.0/16"),
    _vpc("secondary apart", None, cidr="10.0.0.0/8", secondary="192.168.0.0/16"),
    _vswitch("inside", None, cidr="10.0.1.0/24"),
    _vswitch("outside", addressing.VSWITCH_OUTSIDE_VPC, cidr="10.9.1.0/24"),
    _vswitch("host bits in a vSwitch", addressing.VSWITCH_CIDR_MALFORMED, cidr="10.0.1.1/24"),
    _vswitch("mask of 30", addressing.VSWITCH_MASK, cidr="10.0.1.0/30"),
    _vswitch("mask of 15", addressing.VSWITCH_MASK, vpc_cidr="10.0.0.0/8", cidr="10.0.0.0/15"),
    _vswitch("overlap", addressing.VSWITCH_OVERLAP, cidr="10.0.1.0/24", other="10.0.0.0/20"),
    _vswitch("apart", None, cidr="10.0.32.0/24", other="10.0.0.0/20"),
    _vswitch("vSwitch name that is a link", names.VSWITCH_NAME, name="http://x"),
)  # fmt: skip
