"""One table for both tools: plain facts, the rule that they violate, and the code with which the API refuses them.

The linter's tests write each case as HCL; the mock's tests send it as requests. ``rule`` is None where the cloud
accepts, which the linter must not call an error.

Facts by kind (a fact that a case does not name has a default that violates nothing):

=============  ==========================================================================================
connection     region, accepting_region, bandwidth, link_type, name, description, dry_run, tags, same_vpc,
               twice (the pair is joined already)
route          destination, nexthop_type, nexthop_id, vswitch (a block in the route's VPC), twice, ipv6
next_hop       type; other_vpc (the next hop is of another VPC than the route table)
listed_route   a route to a prefix list: entries; twice, others (entries of a second list with a route), block (another
               route's destination), vswitch (a block in the route's VPC), shared (by two next hops)
vpc            cidr, name, description, user_cidrs, secondary, ipv6 (its block), enabled (False: no IPv6), ipv6_more (a
               further block)
vswitch        vpc_cidr, cidr, other (a vSwitch that exists), name, description, zone, vpc_ipv6, ipv6 (the number of its
               block), other_ipv6 (that of the other)
binding        other_vpc, gateway (what the table is for), system (the VPC's own table), bound (``same`` or ``other``)
group          name, description, vpc (False: none), kind, inner_access (members may talk to each other)
group_rule     egress, protocol, ports (None: not written), policy, priority, cidr, ipv6, far_group (``vpc`` or
               ``enterprise`` where it is of another VPC or kind; then there is no block)
acl_entry      egress, policy, protocol, port, cidr, name; vpc_ipv6, other_vpc and bound are of the VPC and a vSwitch;
               apart: entries and binding are resources of their own
alarm          namespace, metric, period, silence, hours, resources, webhook; level (False: none), statistics,
               comparison, threshold, times are of its one level; composite, prometheus
gateway        twice (the VPC has one), name
ipv6_gateway   vpc_ipv6 (False: none), twice (the VPC has one), name, description
gateway_table  inactive (the gateway is not activated), bound (the table is bound already), route (one in the table)
instance       other_vpc, kinds (groups of both), groups (how many), vswitch (False: none), zone, address, same_address
               (another has it), ipv6 (how many addresses), name, description
eip            bandwidth, charge (by traffic or bandwidth), subscription
eip_use        an EIP of an instance: type, twice (the instance has one), public (it has an address of its own)
=============  ==========================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from tfmock.rulebook import (
    acl_entries,
    addressing,
    alarms,
    eips,
    group_rules,
    groups,
    listed_routes,
    names,
    nexthop_place,
    peering,
    placement,
    routing,
    table_bindings,
    vpc_ipv6,
)
from tfmock.rulebook.rule import Rule

Fact: TypeAlias = "str | int | bool | list[str] | dict[str, str] | None"
Kind = Literal[
    "connection", "route", "next_hop", "listed_route", "vpc", "vswitch", "binding", "group", "group_rule", "acl_entry",
    "gateway", "ipv6_gateway", "gateway_table", "instance", "alarm", "eip", "eip_use",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row: a name for the test's id, the kind of resource, its facts, and the rule that they violate."""

    name: str
    kind: Kind
    facts: Mapping[str, Fact]
    rule: Rule | None
    #: The API's error code where the rule's has a blank.
    filled_code: str = ""

    @property
    def code(self) -> str | None:
        """The API's error code; None where it accepts."""
        return self.filled_code or (self.rule.api_error.code if self.rule and self.rule.api_error else None)


class _CasesOf:
    """Makes the cases of one kind; ``code`` is the API's error code where the rule's has a blank."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    def __call__(self, name: str, rule: Rule | None, code: str = "", /, **facts: Fact) -> Case:
        return Case(name=name, kind=self._kind, facts=facts, rule=rule, filled_code=code)


_connection = _CasesOf("connection")
_route = _CasesOf("route")
_next_hop = _CasesOf("next_hop")
_listed_route = _CasesOf("listed_route")
_vpc = _CasesOf("vpc")
_vswitch = _CasesOf("vswitch")
_binding = _CasesOf("binding")
_group = _CasesOf("group")
_group_rule = _CasesOf("group_rule")
_acl_entry = _CasesOf("acl_entry")
_gateway = _CasesOf("gateway")
_ipv6_gateway = _CasesOf("ipv6_gateway")
_gateway_table = _CasesOf("gateway_table")
_instance = _CasesOf("instance")
_alarm = _CasesOf("alarm")
_eip = _CasesOf("eip")
_eip_use = _CasesOf("eip_use")

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
    _route("part of cloud services", None, destination="100.100.100.0/24"),
    _route("own vSwitch", routing.DESTINATION_IN_VSWITCH, destination="10.0.1.0/24", vswitch="10.0.1.0/24"),
    _route("in own vSwitch", routing.DESTINATION_IN_VSWITCH, destination="10.0.1.128/25", vswitch="10.0.1.0/24"),
    _route("around own vSwitch", None, destination="10.0.0.0/16", vswitch="10.0.1.0/24"),
    _route("destination twice", routing.DESTINATION_DUPLICATE, twice=True),
    _route("IPv6 without IPv6", routing.VPC_WITHOUT_IPV6, destination="2408:4005:300::/56"),
    _next_hop("an instance", None, type="Instance"),
    _next_hop("an interface", None, type="NetworkInterface"),
    _next_hop("an IPv4 gateway", None, type="Ipv4Gateway"),
    _next_hop("another VPC's instance", nexthop_place.INSTANCE_OTHER_VPC, type="Instance", other_vpc=True),
    _next_hop("another VPC's interface", nexthop_place.INTERFACE_OTHER_VPC, type="NetworkInterface", other_vpc=True),
    _next_hop("another VPC's IPv4 gateway", nexthop_place.IPV4_GATEWAY_OTHER_VPC, type="Ipv4Gateway", other_vpc=True),
    _listed_route("to a list", None, entries=["172.16.0.0/16", "172.17.0.0/16"]),
    _listed_route("to a list twice", listed_routes.TWICE, entries=["172.16.0.0/16"], twice=True),
    _listed_route("to two lists", None, entries=["172.16.0.0/16"], others=["172.16.0.0/12"]),
    _listed_route("to two lists with one entry", listed_routes.CONFLICT, entries=["172.16.0.0/16", "172.17.0.0/16"],
                  others=["172.18.0.0/16", "172.17.0.0/16"]),
    _listed_route("beside a narrower block", None, entries=["172.16.0.0/16"], block="172.16.8.0/24"),
    _listed_route("beside an entry of its own", listed_routes.DESTINATION_LISTED, entries=["172.16.0.0/16"],
                  block="172.16.0.0/16"),
    _listed_route("an entry in a vSwitch", listed_routes.CONFLICT, entries=["10.0.1.128/25"], vswitch="10.0.1.0/24"),
    _listed_route("an entry around a vSwitch", None, entries=["10.0.0.0/16"], vswitch="10.0.1.0/24"),
    _listed_route("to a list through two", listed_routes.NEXT_HOPS, entries=["172.16.0.0/16"], shared=True),
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
    _vpc("two IPv6 blocks", None, ipv6="2408:4005:300::/56", ipv6_more="2408:4005:301::/56"),
    _vpc("IPv6 block of 64", vpc_ipv6.BLOCK, ipv6="2408:4005:300::/64"),
    _vpc("IPv6 block that is IPv4", vpc_ipv6.BLOCK, ipv6="172.16.0.0/16"),
    _vpc("further IPv6 block of 48", vpc_ipv6.BLOCK, ipv6="2408:4005:300::/56", ipv6_more="2408:4005:301::/48"),
    _vpc("IPv6 block again", vpc_ipv6.BLOCK_TWICE, ipv6="2408:4005:300::/56", ipv6_more="2408:4005:300::/56"),
    _vpc("IPv6 block, not enabled", vpc_ipv6.ENABLE_MISSING, ipv6="2408:4005:300::/56", enabled=False),
    _vswitch("inside", None, cidr="10.0.1.0/24"),
    _vswitch("outside", addressing.VSWITCH_OUTSIDE_VPC, cidr="10.9.1.0/24"),
    _vswitch("host bits in a vSwitch", addressing.VSWITCH_CIDR_MALFORMED, cidr="10.0.1.1/24"),
    _vswitch("mask of 30", addressing.VSWITCH_MASK, cidr="10.0.1.0/30"),
    _vswitch("mask of 15", addressing.VSWITCH_MASK, vpc_cidr="10.0.0.0/8", cidr="10.0.0.0/15"),
    _vswitch("overlap", addressing.VSWITCH_OVERLAP, cidr="10.0.1.0/24", other="10.0.0.0/20"),
    _vswitch("apart", None, cidr="10.0.32.0/24", other="10.0.0.0/20"),
    _vswitch("vSwitch name that is a link", names.VSWITCH_NAME, name="http://x"),
    _vpc("VPC description that is a link", names.VPC_DESCRIPTION, description="http://x"),
    _vswitch("vSwitch description of 257 letters", names.VSWITCH_DESCRIPTION, description="x" * 257),
    _vswitch("zone of another region", placement.ZONE, zone="cn-beijing-a"),
    _vswitch("zone that is none", placement.ZONE, zone="cn-hangzhou-z"),
    _vswitch("zone of the region", None, zone="cn-hangzhou-k"),
    _vswitch("IPv6 block where the VPC has none", placement.IPV6_DISABLED, ipv6=3),
    _vswitch("IPv6 block", None, vpc_ipv6=True, ipv6=255),
    _vswitch("IPv6 block above 255", placement.IPV6_NUMBER, vpc_ipv6=True, ipv6=256),
    _vswitch("IPv6 block below zero", placement.IPV6_NUMBER, vpc_ipv6=True, ipv6=-1),
    _vswitch("IPv6 block that is taken", placement.IPV6_TAKEN, other="10.0.2.0/24", vpc_ipv6=True, ipv6=3,
             other_ipv6=3),
    _vswitch("IPv6 block beside another", None, other="10.0.2.0/24", vpc_ipv6=True, ipv6=3, other_ipv6=4),
    _binding("own table", None),
    _binding("table of another VPC", table_bindings.OTHER_VPC, other_vpc=True),
    _binding("table for gateways", table_bindings.OF_GATEWAY, gateway=True),
    _binding("table of the VPC", table_bindings.SYSTEM, system=True),
    _binding("the same table again", table_bindings.BOUND_TO_SAME, bound="same"),
    _binding("a second table", table_bindings.ALREADY_BOUND, bound="other"),
    _group("group", None, name="web:1_a.b-c"),
    _group("group in Chinese", None, name="网络"),
    _group("group name beginning with a digit", names.SECURITY_GROUP_NAME, name="1-web"),
    _group("group name beginning with a dash", names.SECURITY_GROUP_NAME, name="-web"),
    _group("group name of one letter", names.SECURITY_GROUP_NAME, name="g"),
    _group("group name that is a link", names.SECURITY_GROUP_NAME, name="http://web"),
    _group("group description of one letter", names.SECURITY_GROUP_DESCRIPTION, description="-"),
    _group("group without a VPC", groups.WITHOUT_VPC, vpc=False),
    _group("inner access of a normal group", None, kind="normal", inner_access=True),
    _group("inner access of an enterprise group", groups.INNER_ACCESS, kind="enterprise", inner_access=True),
    _group_rule("tcp to one port", None),
    _group_rule("udp to many ports, outwards", None, protocol="udp", ports="1/65535", egress=True),
    _group_rule("icmp", None, protocol="icmp", ports="-1/-1"),
    _group_rule("everything, ports not written", None, protocol="all", ports=None),
    _group_rule("drop, last", None, policy="drop", priority=100),
    _group_rule("one address, host bits", None, cidr="10.0.0.1/8"),
    _group_rule("from IPv6", None, cidr=None, ipv6="2408:4005:300::/56"),
    _group_rule("from a group", None, far_group="same"),
    _group_rule("protocol that is none", group_rules.PROTOCOL, protocol="http"),
    _group_rule("one port", group_rules.PORTS, ports="22"),
    _group_rule("ports with a dash", group_rules.PORTS, ports="22-23"),
    _group_rule("port zero", group_rules.PORTS, ports="0/80"),
    _group_rule("port too high", group_rules.PORTS, ports="80/65536"),
    _group_rule("ports the wrong way", group_rules.PORTS, ports="90/80"),
    _group_rule("tcp to any port", group_rules.PORTS_OF_PROTOCOL, ports="-1/-1"),
    _group_rule("tcp without ports", group_rules.PORTS_OF_PROTOCOL, ports=None),
    _group_rule("policy deny", group_rules.POLICY, policy="deny"),
    _group_rule("priority zero", group_rules.PRIORITY, priority=0),
    _group_rule("priority 101", group_rules.PRIORITY, priority=101),
    _group_rule("no source", group_rules.FAR_SIDE, "MissingParameter.Source", cidr=None),
    _group_rule("no destination", group_rules.FAR_SIDE, "MissingParameter.Dest", cidr=None, egress=True),
    _group_rule("source that is none", group_rules.BLOCK, "InvalidSourceCidrIp.Malformed", cidr="10.0.0.0/33"),
    _group_rule("destination that is none", group_rules.BLOCK, "InvalidDestCidrIp.Malformed", cidr="x", egress=True),
    _group_rule("IPv6 in the place of IPv4", group_rules.BLOCK, "InvalidSourceCidrIp.Malformed", cidr="2408::/16"),
    _group_rule(
        "IPv4 in the place of IPv6", group_rules.IPV6_BLOCK, "InvalidParam.Ipv6SourceCidrIp", cidr=None,
        ipv6="10.0.0.0/8",
    ),
    _group_rule("both versions", group_rules.TWO_BLOCKS, "InvalidParam.SourceIp", ipv6="2408::/16"),
    _group_rule(
        "icmp of IPv6", group_rules.IPV4_PROTOCOL, protocol="icmp", ports="-1/-1", cidr=None, ipv6="2408::/16"
    ),
    _group_rule("icmpv6 of IPv4", group_rules.IPV6_PROTOCOL, protocol="icmpv6", ports="-1/-1"),
    _group_rule("group of another VPC", groups.OTHER_VPC, "InvalidSourceGroupId.Mismatch", far_group="vpc"),
    _group_rule(
        "group of another VPC, outwards", groups.OTHER_VPC, "InvalidDestGroupId.Mismatch", far_group="vpc", egress=True
    ),
    _group_rule("enterprise group", groups.ENTERPRISE, far_group="enterprise"),
    _acl_entry("accept tcp", None),
    _acl_entry("capitals", None, policy="Drop", protocol="UDP"),
    _acl_entry("everything, outwards", None, protocol="all", port="-1/-1", cidr="0.0.0.0/0", egress=True),
    _acl_entry("IPv6 where the VPC has it", None, cidr="2408::/16", vpc_ipv6=True),
    _acl_entry("no policy", acl_entries.MISSING, "ParameterMissing.Policy", policy=None),
    _acl_entry("no port", acl_entries.MISSING, "ParameterMissing.Port", port=None),
    _acl_entry("no block", acl_entries.MISSING, "ParameterMissing.DestinationCidrIp", cidr=None, egress=True),
    _acl_entry("entry to deny", acl_entries.POLICY, policy="deny"),
    _acl_entry("entry for http", acl_entries.PROTOCOL, protocol="http"),
    _acl_entry("entry with one port", acl_entries.PORT, port="443"),
    _acl_entry("entry with port zero", acl_entries.PORT, port="0/443"),
    _acl_entry("entry for tcp without ports", acl_entries.PORT, port="-1/-1"),
    _acl_entry("entry for icmp with ports", acl_entries.PORT, protocol="icmp"),
    _acl_entry("block that is none", acl_entries.BLOCK, "ParameterIllegal.SourceCidrIp", cidr="10.0.0.0/33"),
    _acl_entry("IPv6 where the VPC has none", acl_entries.WITHOUT_IPV6, cidr="2408::/16"),
    _acl_entry("vSwitch of another VPC", acl_entries.OTHER_VPC, other_vpc=True),
    _acl_entry("vSwitch that is bound", acl_entries.BOUND, bound=True),
    _acl_entry("entry that is called like a link", names.NETWORK_ACL_NAME, name="http://x"),
    _acl_entry("entries apart", None, apart=True),
    _acl_entry("entries apart, entry to deny", acl_entries.POLICY, policy="deny", apart=True),
    _acl_entry("entries apart, no port", acl_entries.MISSING, "ParameterMissing.Port", port=None, apart=True),
    _acl_entry("entries apart, IPv6 where the VPC has none", acl_entries.WITHOUT_IPV6, cidr="2408::/16", apart=True),
    _acl_entry("binding apart, vSwitch of another VPC", acl_entries.OTHER_VPC, other_vpc=True, apart=True),
    _gateway("IPv4 gateway that is called like a link", names.IPV4_GATEWAY_NAME, name="http://x"),
    _gateway("IPv4 gateway", None),
    _gateway("second IPv4 gateway", acl_entries.IPV4_GATEWAY, twice=True),
    _ipv6_gateway("IPv6 gateway", None, name="out"),
    _ipv6_gateway("IPv6 gateway without IPv6", placement.IPV6_DISABLED, vpc_ipv6=False),
    _ipv6_gateway("second IPv6 gateway", vpc_ipv6.GATEWAY_TWICE, twice=True),
    _ipv6_gateway("IPv6 gateway of one letter", names.IPV6_GATEWAY_NAME, name="g"),
    _ipv6_gateway("IPv6 gateway of 129 letters", names.IPV6_GATEWAY_NAME, name="g" * 129),
    _ipv6_gateway("IPv6 gateway's long text", names.IPV6_GATEWAY_DESCRIPTION, description="x" * 257),
    _gateway_table("table of a gateway", None),
    _gateway_table("table of an inactive gateway", table_bindings.GATEWAY_INACTIVE, inactive=True),
    _gateway_table("table of a gateway, twice", table_bindings.GATEWAY_BOUND, bound=True),
    _gateway_table("route in a table of gateways", table_bindings.NO_ROUTES, route=True),
    _instance("ten groups", None, groups=10),
    _instance("eleven groups", groups.INTERFACE_GROUPS, groups=11),
    _instance("an instance's group of another VPC", groups.INTERFACE_VPC, other_vpc=True),
    _instance("an instance's groups of two kinds", groups.INTERFACE_KINDS, kinds=True),
    _instance("instance of a name", None, name="1-web"),
    _instance("instance of one letter", names.INSTANCE_NAME, name="w"),
    _instance("instance's description that is a link", names.INSTANCE_DESCRIPTION, description="http://x"),
    _instance("instance without a vSwitch", placement.VSWITCH_MISSING, vswitch=False),
    _instance("instance without a group", groups.INTERFACE_WITHOUT_GROUP, groups=0),
    _instance("instance in the zone of its vSwitch", None, zone="cn-hangzhou-b"),
    _instance("instance in another zone", placement.INSTANCE_ZONE, zone="cn-hangzhou-h"),
    _instance("address of the vSwitch", None, address="10.0.1.10"),
    _instance("address that is none", placement.ADDRESS_MALFORMED, address="10.0.1.0/24"),
    _instance("address of elsewhere", placement.ADDRESS_OUTSIDE, address="10.0.2.10"),
    _instance("address of the cloud's own", placement.ADDRESS_OUTSIDE, address="10.0.1.253"),
    _instance("address of another", placement.ADDRESS_TAKEN, address="10.0.1.10", same_address=True),
    _instance("IPv6 addresses without IPv6", placement.IPV6_OFF, ipv6=1),
    _alarm("sums above", None),
    _alarm("at night, told each five minutes", None, hours="22:00-06:00", silence=300),
    _alarm("against last week", None, comparison="GreaterThanLastWeek", threshold="12.5"),
    _alarm("another product's statistic and period", None, namespace="acs_ecs_dashboard", metric="CPUUtilization",
           statistics="Value", period=15),
    _alarm("posted", None, webhook="https://example.com/hook"),
    _alarm("several metrics", None, level=False, composite="@IntranetRX[60].$Sum > 5"),
    _alarm("query", None, level=False, prometheus="up == 0", namespace="acs_prometheus", metric="store"),
    _alarm("no level", alarms.NO_LEVEL, level=False),
    _alarm("no threshold", alarms.LEVEL_INCOMPLETE, threshold=None),
    _alarm("threshold with a unit", alarms.LEVEL_VALUE, threshold="1GB"),
    _alarm("no times", alarms.LEVEL_VALUE, times=0),
    _alarm("statistic that there is not", alarms.LEVEL_VALUE, statistics="Value"),
    _alarm("sum of a rate", alarms.LEVEL_VALUE, metric="IntranetRXRate"),
    _alarm("comparison that is none", alarms.LEVEL_VALUE, comparison="GreaterThanEver"),
    _alarm("a minute and a half", alarms.PERIOD, period=90),
    _alarm("told each minute", alarms.SILENCE_TIME, silence=60),
    _alarm("told each two days", alarms.SILENCE_TIME, silence=172800),
    _alarm("hours without minutes", alarms.HOURS, hours="8-20"),
    _alarm("until 24:00", alarms.HOURS, hours="00:00-24:00"),
    _alarm("dimensions that are no JSON", alarms.RESOURCES, resources="pcc-1"),
    _alarm("dimensions that are texts", alarms.RESOURCES, resources='["pcc-1"]'),
    _alarm("webhook without https", alarms.WEBHOOK, webhook="example.com"),
    _alarm("level and several metrics", alarms.TWO_KINDS, composite="@IntranetRX[60].$Sum > 5"),
    _alarm("query of a product", alarms.PROMETHEUS, level=False, prometheus="up == 0"),
    _eip("EIP of nothing but defaults", None),
    _eip("EIP of 500 Mbit/s", None, bandwidth="500"),
    _eip("EIP of 501 Mbit/s", eips.BANDWIDTH, bandwidth="501"),
    _eip("EIP of no bandwidth", eips.BANDWIDTH, bandwidth="0"),
    _eip("EIP by traffic of 200 Mbit/s", None, bandwidth="200", charge="PayByTraffic"),
    _eip("EIP by traffic of 201 Mbit/s", eips.BANDWIDTH, bandwidth="201", charge="PayByTraffic"),
    _eip("subscription of 1000 Mbit/s", None, bandwidth="1000", subscription=True),
    _eip("subscription of 1001 Mbit/s", eips.BANDWIDTH, bandwidth="1001", subscription=True),
    _eip("subscription by traffic", eips.CHARGE, charge="PayByTraffic", subscription=True),
    _eip_use("EIP of an instance", None),
    _eip_use("EIP of an instance in other letters", None, type="ECSINSTANCE"),
    _eip_use("EIP of nothing that there is", eips.INSTANCE_TYPE, type="Instance"),
    _eip_use("second EIP of an instance", eips.ASSOCIATED_TWICE, twice=True),
    _eip_use("EIP beside a public address", eips.PUBLIC_ADDRESS, public=True),
)  # fmt: skip
