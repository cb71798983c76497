"""IPv6 of vSwitches and VPCs, reserved blocks, IPv6 gateways: operations and errors."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.lab import ALICE, Json, Net
from tests.support.services.cases import Case, Params, only
from tests.support.services.errors_contracts import LOCKED, under
from tests.support.services.errors_nodes import ipv6_home
from tests.support.services.provoke import (
    LONG,
    LONGER,
    Provoked,
    Request,
    act,
    after,
    new_vpc,
    pending_vswitch,
    slowly,
    vpc_id,
    vsw,
    with_ipv6,
)
from tests.support.services.resources import group
from tfmock.rulebook import names, vpc_ipv6
from tfmock.services.vpc import errors, ipv6_errors

Make = Callable[[Net], Request]
BLOCK = "2408:4005:300::/56"


def modify(id: Callable[[Net], str], **changed: object) -> Make:
    return lambda net: ("ModifyVSwitchAttribute", {"VSwitchId": id(net), **changed})


def in_use(net: Net) -> str:
    """A vSwitch in which an interface has an IPv6 address."""
    home = ipv6_home(net)
    parameters = {"VSwitchId": home, "SecurityGroupIds": [group(net)], "Ipv6AddressCount": 1}
    net.lab.call("Ecs.CreateNetworkInterface", parameters)
    return home


def gateway(net: Net) -> str:
    """The VPC's gateway; it has one at most."""
    for gateway_row in net.lab.call("DescribeIpv6Gateways", VpcId=net.vpc)["Ipv6Gateways"]["Ipv6Gateway"]:
        return str(gateway_row["Ipv6GatewayId"])
    with_ipv6(net)
    return str(net.lab.call("CreateIpv6Gateway", VpcId=net.vpc, Name="six", Description="a gateway")["Ipv6GatewayId"])


def create(**changed: object) -> Make:
    """The gateway of a VPC with IPv6, about to be made."""
    return after(with_ipv6, lambda net: ("CreateIpv6Gateway", {"VpcId": net.vpc, **changed}))


def shown(net: Net, id: str) -> Json:
    return net.lab.call("DescribeIpv6GatewayAttribute", Ipv6GatewayId=id)


def its_gateway(net: Net) -> Json:
    shown: Json = only(net.lab.call("DescribeIpv6Gateways", VpcId=net.vpc), "Ipv6Gateways", "Ipv6Gateway")
    return shown


def named(net: Net) -> Params:
    return {"Ipv6GatewayId": gateway(net)}


def emptied(net: Net) -> str:
    """A VPC with IPv6 and a gateway, and nothing else."""
    id = str(net.lab.vpc("10.8.0.0/16", EnableIpv6=True)["VpcId"])
    net.lab.call("CreateIpv6Gateway", VpcId=id)
    return id


NO_GATEWAY = {"Ipv6GatewayId": "ipv6gw-x"}

IPV6_CASES = (
    Case(
        "Vpc.AllocateVpcIpv6Cidr", lambda net: {"Ipv6CidrBlock": BLOCK, "Ipv6Isp": "ChinaMobile"},
        lambda net, reply: (reply["Ipv6CidrBlock"], BLOCK),
        lambda net: {"Ipv6CidrBlock": "2408:4005:300::/64"}, "IllegalParam.Ipv6Cidr",
    ),
    Case(
        "Vpc.CreateIpv6Gateway", lambda net: (with_ipv6(net), {"VpcId": net.vpc, "Name": "six"})[1],
        lambda net, reply: (
            (its_gateway(net)["Ipv6GatewayId"], its_gateway(net)["Status"]), (reply["Ipv6GatewayId"], "Available")
        ),
        lambda net: {"VpcId": net.vpc}, "OperationFailed.VpcIpv6Disabled",
    ),
    Case(
        "Vpc.DeleteIpv6Gateway", named,
        lambda net, reply: (
            net.lab.call("DescribeIpv6Gateways")["TotalCount"], 0
        ),
        lambda net: NO_GATEWAY, "ResourceNotFound.Ipv6Gateway",
    ),
    Case(
        "Vpc.DescribeIpv6GatewayAttribute", named,
        lambda net, reply: ((reply["VpcId"], reply["Name"], reply["InstanceChargeType"]), (net.vpc, "six", "PostPaid")),
        lambda net: {}, "MissingIpv6GatewayId",
    ),
    Case(
        "Vpc.DescribeIpv6Gateways", lambda net: (gateway(net), {"Name": "six"})[1],
        lambda net, reply: (only(reply, "Ipv6Gateways", "Ipv6Gateway")["VpcId"], net.vpc),
        lambda net: {"PageNumber": "x"}, "InvalidParameter",
    ),
    Case(
        "Vpc.DescribeVpcGrantRulesToEcr", lambda net: {"InstanceId": net.vpc},
        lambda net, reply: ((reply["GrantRuleModels"], reply["TotalCount"]), ([], "0")),
        lambda net: {"NextToken": "x"}, "IllegalParam.NextToken",
    ),
    Case(
        "Vpc.ModifyIpv6GatewayAttribute", lambda net: {**named(net), "Name": "new", "Description": "changed"},
        lambda net, reply: ((its_gateway(net)["Name"], its_gateway(net)["Description"]), ("new", "changed")),
        lambda net: {**NO_GATEWAY, "Name": "new"}, "ResourceNotFound.Ipv6Gateway",
    ),
)  # fmt: skip

IPV6_FAULTS = (
    # vSwitches
    Provoked(ipv6_errors.VSWITCH_STATUS_ON_MODIFY, modify(pending_vswitch, VSwitchName="new")),
    Provoked(ipv6_errors.VSWITCH_BLOCK_MISSING, after(with_ipv6, modify(vsw, EnableIPv6=True))),
    Provoked(ipv6_errors.VSWITCH_HAS_IPV6, modify(ipv6_home, EnableIPv6=True, Ipv6CidrBlock=8)),
    Provoked(ipv6_errors.VSWITCH_BLOCK_WHEN_OFF, modify(ipv6_home, EnableIPv6=False, Ipv6CidrBlock=9)),
    Provoked(ipv6_errors.VSWITCH_WITHOUT_IPV6, modify(vsw, EnableIPv6=False)),
    Provoked(ipv6_errors.VSWITCH_IPV6_IN_USE, modify(in_use, EnableIPv6=False)),
    # Blocks
    Provoked(vpc_ipv6.ENABLE_MISSING, new_vpc(Ipv6CidrBlock=BLOCK)),
    Provoked(ipv6_errors.IPAM_POOL, new_vpc(EnableIpv6=True, Ipv6CidrMask=56)),
    Provoked(ipv6_errors.IPAM_POOL, new_vpc(Ipv4CidrMask=16), id="ipv4"),
    Provoked(
        ipv6_errors.IPAM_POOL, act("AssociateVpcCidrBlock", VpcId=vpc_id, IpVersion="IPv6", Ipv6CidrMask=56), id="more"
    ),
    Provoked(ipv6_errors.IPAM_POOL, act("AssociateVpcCidrBlock", VpcId=vpc_id, SecondaryCidrMask=24), id="more ipv4"),
    Provoked(errors.IPAM, new_vpc(EnableIpv6=True, Ipv6IpamPoolId="ipam-pool-1", Ipv6CidrMask=56), id="new ipv6"),
    Provoked(ipv6_errors.RESERVED_ISP, act("AllocateVpcIpv6Cidr", Ipv6Isp="x")),
    Provoked(ipv6_errors.RESERVED_POOL_TYPE, act("AllocateVpcIpv6Cidr", AddressPoolType="x")),
    Provoked(ipv6_errors.RESERVED_BLOCK, act("AllocateVpcIpv6Cidr", Ipv6CidrBlock="10.0.0.0/8")),
    Provoked(
        ipv6_errors.RESERVED_TAKEN,
        after(
            lambda net: net.lab.vpc("10.9.0.0/16", EnableIpv6=True, Ipv6CidrBlock=BLOCK),
            act("AllocateVpcIpv6Cidr", Ipv6CidrBlock=BLOCK),
        ),
    ),
    Provoked(
        ipv6_errors.RESERVED_TWICE,
        after(lambda net: net.lab.call("AllocateVpcIpv6Cidr"), act("AllocateVpcIpv6Cidr", Ipv6Isp="BGP")),
    ),
    # Gateways
    Provoked(ipv6_errors.GATEWAY_REGION, act("CreateIpv6Gateway", VpcId=vpc_id, RegionId="cn-atlantis")),
    Provoked(ipv6_errors.GATEWAY_VPC_WITHOUT_IPV6, act("CreateIpv6Gateway", VpcId=vpc_id)),
    Provoked(vpc_ipv6.GATEWAY_TWICE, after(gateway, act("CreateIpv6Gateway", VpcId=vpc_id))),
    Provoked(ipv6_errors.GATEWAY_UNPAID, under(ALICE, LOCKED, create())),
    Provoked(errors.IPV4_GATEWAY_GROUP, create(ResourceGroupId="rg-x"), id="ipv6"),
    Provoked(names.IPV6_GATEWAY_NAME, create(Name=LONG)),
    Provoked(names.IPV6_GATEWAY_DESCRIPTION, create(Description=LONGER)),
    Provoked(ipv6_errors.GATEWAY_NOT_FOUND, act("DeleteIpv6Gateway", **NO_GATEWAY)),
    Provoked(
        ipv6_errors.GATEWAY_STATUS,
        slowly("Ipv6Gateway_Pending", create(), lambda net: (
            "DeleteIpv6Gateway", {"Ipv6GatewayId": its_gateway(net)["Ipv6GatewayId"]})),
        lambda net: {"id": its_gateway(net)["Ipv6GatewayId"]},
    ),
    Provoked(ipv6_errors.VPC_HAS_IPV6_GATEWAY, act("DeleteVpc", VpcId=emptied)),
    Provoked(ipv6_errors.IPV6_GATEWAY_IN_USE, act("ModifyVpcAttribute", VpcId=emptied, EnableIPv6=False)),
)  # fmt: skip
