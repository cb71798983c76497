"""How to provoke every rule about access rules, network ACLs, IPv4 gateways and groups of interfaces."""

from __future__ import annotations

from tests.support.services import resources
from tests.support.services.errors_access import (
    authorize,
    bind,
    entry,
    many_groups,
    other_vswitch,
    ruling,
    run_with,
    switch,
    to_group,
)
from tests.support.services.errors_limits import naming
from tests.support.services.operations_lists import prefix_list
from tests.support.services.provoke import Provoked, act, after, vpc_id
from tfmock.rulebook import acl_entries, group_rules, groups

SOURCE = {"side": "Source"}
DEST = {"side": "Dest"}


GUARD_RULES = (
    Provoked(group_rules.PROTOCOL, ruling(IpProtocol="x")),
    Provoked(group_rules.PORTS, ruling(PortRange="90/80")),
    Provoked(group_rules.PORTS, ruling(PortRange="0/80"), id="zero"),
    Provoked(group_rules.PORTS, ruling(PortRange="80/65536"), id="too high"),
    Provoked(group_rules.PORTS, ruling(PortRange="80"), id="one"),
    Provoked(group_rules.PORTS_OF_PROTOCOL, ruling(IpProtocol="icmp")),
    Provoked(group_rules.PORTS_OF_PROTOCOL, ruling(PortRange="-1/-1"), id="tcp"),
    Provoked(group_rules.PORTS_MISSING, ruling(PortRange="")),
    Provoked(group_rules.POLICY, ruling(Policy="x")),
    Provoked(group_rules.PRIORITY, ruling(Priority="101")),
    Provoked(group_rules.FAR_SIDE, ruling(SourceCidrIp=""), lambda net: SOURCE),
    Provoked(group_rules.FAR_SIDE, authorize(lambda net: [resources.out(DestCidrIp="")], "Egress"), lambda net: DEST,
             id="egress"),
    Provoked(group_rules.BLOCK, ruling(SourceCidrIp="10.0.0.0/33"), lambda net: SOURCE),
    Provoked(group_rules.BLOCK, authorize(lambda net: [resources.out(DestCidrIp="x")], "Egress"), lambda net: DEST,
             id="egress"),
    Provoked(group_rules.BLOCK, ruling(DestCidrIp="10.0.0.0/33"), lambda net: DEST, id="own side"),
    Provoked(group_rules.BLOCK, authorize(lambda net: [resources.out(SourceCidrIp="x")], "Egress"), lambda net: SOURCE,
             id="own side of egress"),
    Provoked(group_rules.IPV6_BLOCK, ruling(SourceCidrIp="", Ipv6SourceCidrIp="x"), lambda net: SOURCE),
    Provoked(group_rules.IPV6_BLOCK,
             authorize(lambda net: [resources.out(DestCidrIp="", Ipv6DestCidrIp="x")], "Egress"),
             lambda net: DEST, id="egress"),
    Provoked(group_rules.TWO_BLOCKS, ruling(Ipv6SourceCidrIp="2408::/16"), lambda net: SOURCE),
    Provoked(group_rules.TWO_BLOCKS, ruling(DestCidrIp="10.1.0.0/16", Ipv6DestCidrIp="2408::/16"), lambda net: DEST,
             id="own side"),
    Provoked(group_rules.TWO_VERSIONS, ruling(Ipv6DestCidrIp="2408::/16")),
    Provoked(group_rules.SAME_ENDS, ruling(DestCidrIp="10.0.0.0/8")),
    Provoked(group_rules.IPV4_PROTOCOL,
             ruling(IpProtocol="ICMP", PortRange="-1/-1", SourceCidrIp="", Ipv6SourceCidrIp="2408::/16")),
    Provoked(group_rules.IPV6_PROTOCOL, ruling(IpProtocol="icmpv6", PortRange="-1/-1")),
    Provoked(group_rules.LIST_FAMILY, lambda net: naming(net, prefix_list(net), Ipv6DestCidrIp="2408::/32")),
    Provoked(group_rules.SOURCE_PORTS, ruling(SourcePortRange="80")),
    Provoked(group_rules.SOURCE_PORTS, ruling(IpProtocol="icmp", PortRange="-1/-1", SourcePortRange="1/2"), id="icmp"),
    Provoked(groups.OTHER_VPC, to_group(lambda net: resources.group(net, VpcId=net.vpc2)),
             lambda net: {**SOURCE, "end": "source"}),
    Provoked(groups.OTHER_VPC,
             authorize(lambda net: [resources.out(DestCidrIp="", DestGroupId=resources.group(net, VpcId=net.vpc2))],
                       "Egress"),
             lambda net: {**DEST, "end": "destination"}, id="egress"),
    Provoked(groups.ENTERPRISE, to_group(resources.group, SecurityGroupType="enterprise")),
    Provoked(groups.ENTERPRISE, to_group(lambda net: resources.group(net, SecurityGroupType="enterprise")), id="other"),
    Provoked(groups.GROUP_RULES, many_groups),
    Provoked(groups.INTERFACE_VPC, run_with(lambda net: [resources.group(net, VpcId=net.vpc2)])),
    Provoked(groups.INTERFACE_KINDS,
             run_with(lambda net: [resources.group(net), resources.group(net, SecurityGroupType="enterprise")])),
    Provoked(groups.INTERFACE_GROUPS, run_with(lambda net: [resources.group(net) for _ in range(11)])),
    Provoked(acl_entries.MISSING, entry(Policy=None), lambda net: {"parameter": "Policy"}),
    Provoked(acl_entries.MISSING, entry(SourceCidrIp=None), lambda net: {"parameter": "SourceCidrIp"}, id="block"),
    Provoked(acl_entries.POLICY, entry(Policy="x")),
    Provoked(acl_entries.PROTOCOL, entry(Protocol="x")),
    Provoked(acl_entries.PORT, entry(Port="80")),
    Provoked(acl_entries.PORT, entry(Port="-1/-1"), id="tcp"),
    Provoked(acl_entries.PORT, entry(Protocol="icmp"), id="icmp"),
    Provoked(acl_entries.BLOCK, entry(SourceCidrIp="x"), lambda net: {"block": "SourceCidrIp"}),
    Provoked(acl_entries.WITHOUT_IPV6, entry(SourceCidrIp="2408::/16")),
    Provoked(acl_entries.OTHER_VPC, bind(switch(other_vswitch))),
    Provoked(acl_entries.BOUND, after(resources.bound_acl, bind(switch(lambda net: net.vsw)))),
    Provoked(acl_entries.IPV4_GATEWAY, after(resources.gateway, act("CreateIpv4Gateway", VpcId=vpc_id))),
)  # fmt: skip
