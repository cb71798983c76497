"""How to provoke every rule about names and descriptions."""

from __future__ import annotations

from tests.support.services import resources
from tests.support.services.errors_access import entry, running
from tests.support.services.errors_limits import changing, creating
from tests.support.services.provoke import LONG, LONGER, Provoked, act, new_vpc, route, vpc_id, vswitch
from tfmock.rulebook import names

_GROUP = "Ecs.CreateSecurityGroup"
_INTERFACE = "Ecs.ModifyNetworkInterfaceAttribute"

TEXT_RULES = (
    Provoked(names.ROUTE_ENTRY_NAME, lambda net: route(net, RouteEntryName=LONG)),
    Provoked(names.ROUTE_ENTRY_DESCRIPTION, lambda net: route(net, Description="http://x")),
    Provoked(names.VPC_NAME, new_vpc(VpcName=LONG)),
    Provoked(names.VPC_DESCRIPTION, new_vpc(Description="https://x")),
    Provoked(names.VSWITCH_NAME, lambda net: vswitch(net, "10.0.9.0/24", VSwitchName=LONG)),
    Provoked(names.VSWITCH_DESCRIPTION, lambda net: vswitch(net, "10.0.9.0/24", Description=LONGER)),
    Provoked(names.ROUTE_TABLE_NAME, act("CreateRouteTable", VpcId=vpc_id, RouteTableName=LONG)),
    Provoked(names.ROUTE_TABLE_DESCRIPTION, act("CreateRouteTable", VpcId=vpc_id, Description=LONGER)),
    Provoked(names.NETWORK_ACL_NAME, act("CreateNetworkAcl", VpcId=vpc_id, NetworkAclName=LONG)),
    Provoked(names.NETWORK_ACL_NAME, entry(NetworkAclEntryName="http://x"), id="entry"),
    Provoked(names.NETWORK_ACL_DESCRIPTION, act("CreateNetworkAcl", VpcId=vpc_id, Description=LONGER)),
    Provoked(names.IPV4_GATEWAY_NAME, act("CreateIpv4Gateway", VpcId=vpc_id, Ipv4GatewayName=LONG)),
    Provoked(names.IPV4_GATEWAY_DESCRIPTION, act("CreateIpv4Gateway", VpcId=vpc_id, Ipv4GatewayDescription=LONGER)),
    Provoked(names.SECURITY_GROUP_NAME, act(_GROUP, VpcId=vpc_id, SecurityGroupName=LONG)),
    Provoked(names.SECURITY_GROUP_NAME, act(_GROUP, VpcId=vpc_id, SecurityGroupName="1-web"), id="digit"),
    Provoked(names.SECURITY_GROUP_NAME, act(_GROUP, VpcId=vpc_id, SecurityGroupName="g"), id="one letter"),
    Provoked(names.SECURITY_GROUP_DESCRIPTION, act(_GROUP, VpcId=vpc_id, Description=LONGER)),
    Provoked(names.INSTANCE_NAME, running(InstanceName=LONG)),
    Provoked(names.INSTANCE_DESCRIPTION, running(Description=LONGER)),
    Provoked(names.NETWORK_INTERFACE_NAME,
             act(_INTERFACE, NetworkInterfaceId=resources.interface, NetworkInterfaceName="1-eni")),
    Provoked(names.NETWORK_INTERFACE_DESCRIPTION,
             act(_INTERFACE, NetworkInterfaceId=resources.interface, Description=LONGER)),
    Provoked(names.PREFIX_LIST_NAME, creating(PrefixListName="com.aliyun.x")),
    Provoked(names.PREFIX_LIST_NAME, changing(PrefixListName=LONG), id="modify"),
    Provoked(names.PREFIX_LIST_DESCRIPTION, creating(Description=LONGER)),
    Provoked(
        names.PREFIX_LIST_ENTRY_DESCRIPTION, creating(Entry=[{"Cidr": "10.0.0.0/8", "Description": "x" * 33}])
    ),
)  # fmt: skip
