"""VPCs: a primary block that grows and shrinks."""

from __future__ import annotations

import pytest

from tests.support.lab import Net


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("10.0.0.0/15", ""),
        ("10.0.0.0/9", ""),
        ("10.0.0.0/8", "InvalidCidrBlock.Malformed"),
        ("10.128.0.0/16", "InvalidCidrBlock.Malformed"),
        ("10.128.1.0/24", "InvalidCidrBlock.Malformed"),
        ("10.0.0.0/24", "IllegalCidrBlock"),
    ],
)
def test_a_new_block_stays_clear_of_the_secondary_ones_and_holds_the_vswitches(net: Net, block: str, code: str) -> None:
    net.lab.call("AssociateVpcCidrBlock", VpcId=net.vpc, SecondaryCidrBlock="10.128.0.0/16")
    change = {"VpcId": net.vpc, "CidrBlock": block}
    if code:
        assert net.lab.code("ModifyVpcAttribute", change) == code
    else:
        net.lab.call("ModifyVpcAttribute", change)
        assert net.lab.call("DescribeVpcAttribute", VpcId=net.vpc)["CidrBlock"] == block


FIRST, SECOND = "2408:4005:100:100::/56", "2408:4005:100:200::/56"


def ipv6_blocks(net: Net) -> list[str]:
    shown = net.lab.call("DescribeVpcAttribute", VpcId=net.vpc)
    blocks = [block["Ipv6CidrBlock"] for block in shown["Ipv6CidrBlocks"]["Ipv6CidrBlock"]]
    assert (shown["Ipv6CidrBlock"], shown["EnabledIpv6"]) == (blocks[0] if blocks else "", bool(blocks))
    return blocks


def test_a_vpc_has_several_ipv6_blocks(net: Net) -> None:
    net.lab.call("ModifyVpcAttribute", VpcId=net.vpc, EnableIPv6=True)
    (own,) = ipv6_blocks(net)
    added = net.lab.call("AssociateVpcCidrBlock", VpcId=net.vpc, IpVersion="IPv6", IPv6CidrBlock=FIRST, Ipv6Isp="BGP")
    chosen = net.lab.call("AssociateVpcCidrBlock", VpcId=net.vpc, IpVersion="IPv6")["CidrBlock"]
    assert added["CidrBlock"] == FIRST
    assert ipv6_blocks(net) == [own, FIRST, chosen]
    assert len({own, FIRST, chosen}) == 3
    vsw = net.lab.vswitch(net.vpc, "10.0.9.0/24", Ipv6CidrBlock=7, VpcIpv6CidrBlock=FIRST)
    shown = net.lab.call("DescribeVSwitchAttributes", VSwitchId=vsw)
    assert shown["Ipv6CidrBlock"] == "2408:4005:100:107::/64"

    gone = {"VpcId": net.vpc, "IPv6CidrBlock": FIRST}
    assert net.lab.code("UnassociateVpcCidrBlock", gone) == "OperationFailed.CidrInUse"
    net.lab.call("UnassociateVpcCidrBlock", gone, IPv6CidrBlock=own)  # a vSwitch in another block is not in its way
    assert ipv6_blocks(net) == [FIRST, chosen]
    net.lab.call("DeleteVSwitch", VSwitchId=vsw)
    net.lab.call("UnassociateVpcCidrBlock", gone)
    net.lab.call("UnassociateVpcCidrBlock", gone, IPv6CidrBlock=chosen)
    assert ipv6_blocks(net) == []


def test_a_vswitch_moves_to_another_ipv6_block(net: Net) -> None:
    for block in (FIRST, SECOND):
        net.lab.call("AssociateVpcCidrBlock", VpcId=net.vpc, IpVersion="IPv6", IPv6CidrBlock=block)
    net.lab.call("ModifyVSwitchAttribute", VSwitchId=net.vsw, Ipv6CidrBlock=1, VpcIpv6CidrBlock=SECOND)
    shown = net.lab.call("DescribeVSwitchAttributes", VSwitchId=net.vsw)
    assert shown["Ipv6CidrBlock"] == "2408:4005:100:201::/64"
    net.lab.call("ModifyVSwitchAttribute", VSwitchId=net.vsw, EnableIPv6=False)  # it is not reassigned in place
    net.lab.call("ModifyVSwitchAttribute", VSwitchId=net.vsw, EnableIPv6=True, Ipv6CidrBlock=2, VpcIpv6CidrBlock=FIRST)
    shown = net.lab.call("DescribeVSwitchAttributes", VSwitchId=net.vsw)
    assert shown["Ipv6CidrBlock"] == "2408:4005:100:102::/64"
    for more in ({"Ipv6CidrBlock": 1}, {"VSwitchName": "new"}):
        other = {"VSwitchId": net.vsw, "VpcIpv6CidrBlock": "2408:4005:9::/56", **more}
        assert net.lab.code("ModifyVSwitchAttribute", other) == "IllegalParam.VpcIpv6CidrBlock"


def test_all_ipv6_blocks_are_those_of_a_connection(net: Net) -> None:
    for block in (FIRST, SECOND):
        net.lab.call("AssociateVpcCidrBlock", VpcId=net.vpc, IpVersion="IPv6", IPv6CidrBlock=block)
    assert net.lab.peering(net.pcc)["Vpc"]["Ipv6Cidrs"] == [FIRST, SECOND]


def test_the_isp_of_a_vpc_changes_alone(net: Net) -> None:
    net.lab.call("ModifyVpcAttribute", VpcId=net.vpc, EnableIPv6=True)
    net.lab.call("ModifyVpcAttribute", VpcId=net.vpc, Ipv6Isp="ChinaMobile")
    shown = net.lab.call("DescribeVpcAttribute", VpcId=net.vpc)["Ipv6CidrBlocks"]["Ipv6CidrBlock"]
    assert [block["Ipv6Isp"] for block in shown] == ["ChinaMobile"]


@pytest.mark.parametrize("vswitch", [False, True])
def test_forced_deletion_takes_the_gateway_along_and_nothing_else(net: Net, vswitch: bool) -> None:
    reply = net.lab.call("CreateVpc", CidrBlock="10.77.0.0/16")
    gateway = net.lab.call("CreateIpv4Gateway", VpcId=reply["VpcId"])["Ipv4GatewayId"]
    net.lab.call("EnableVpcIpv4Gateway", Ipv4GatewayId=gateway, RouteTableList=[reply["RouteTableId"]])
    if vswitch:
        net.lab.vswitch(reply["VpcId"], "10.77.1.0/24")
    gone = {"VpcId": reply["VpcId"], "ForceDelete": True}
    assert net.lab.code("DeleteVpc", gone, ForceDelete=False) is not None
    if vswitch:
        assert net.lab.code("DeleteVpc", gone) == "DependencyViolation.VSwitch"
        assert net.lab.call("ListIpv4Gateways", VpcId=reply["VpcId"])["TotalCount"] == "1"
    else:
        net.lab.call("DeleteVpc", gone)
        assert net.lab.call("ListIpv4Gateways", VpcId=reply["VpcId"])["TotalCount"] == "0"


@pytest.mark.parametrize(("kind", "propagates"), [("VSwitch", True), ("Gateway", False)])
def test_what_a_new_route_table_propagates(net: Net, kind: str, propagates: bool) -> None:
    net.lab.call("CreateRouteTable", VpcId=net.vpc, AssociateType=kind)
    listed = net.lab.call("DescribeRouteTableList", VpcId=net.vpc)["RouterTableList"]["RouterTableListType"]
    assert (listed[-1]["AssociateType"], listed[-1]["RoutePropagationEnable"]) == (kind, propagates)


@pytest.mark.parametrize("action", ["AssociateRouteTable", "UnassociateRouteTable"])
def test_a_vswitch_is_pending_while_its_route_table_changes(net: Net, action: str) -> None:
    both = {"VSwitchId": net.vsw, "RouteTableId": net.custom}
    if action == "UnassociateRouteTable":
        net.lab.call("AssociateRouteTable", both)
    net.lab.slow(VSwitch_Pending=60)
    net.lab.call(action, both)
    shown = {"VSwitchId": net.vsw}
    group = net.lab.call("Ecs.CreateSecurityGroup", VpcId=net.vpc)["SecurityGroupId"]
    interface = {"VSwitchId": net.vsw, "SecurityGroupIds": [group]}
    assert net.lab.call("DescribeVSwitchAttributes", shown)["Status"] == "Pending"
    assert net.lab.code("Ecs.CreateNetworkInterface", interface) == "IncorrectVSwitchStatus"
    net.lab.later(61)
    assert net.lab.call("DescribeVSwitchAttributes", shown)["Status"] == "Available"
    net.lab.call("Ecs.CreateNetworkInterface", interface)


def test_a_reserved_block_is_free_again_for_the_next_once_a_vpc_has_it(net: Net) -> None:
    block = net.lab.call("AllocateVpcIpv6Cidr")["Ipv6CidrBlock"]
    assert net.lab.code("AllocateVpcIpv6Cidr") == "ResourceNotEnough.Ipv6Cidr"
    net.lab.call("AllocateVpcIpv6Cidr", Ipv6Isp="ChinaMobile")  # one of each type
    net.lab.call("AssociateVpcCidrBlock", VpcId=net.vpc, IpVersion="IPv6", IPv6CidrBlock=block)
    assert net.lab.call("AllocateVpcIpv6Cidr")["Ipv6CidrBlock"] != block


def test_a_missing_ipv6_gateway_has_no_status(net: Net) -> None:
    """provider: takes that as gone, and no error code."""
    assert net.lab.call("DescribeIpv6GatewayAttribute", Ipv6GatewayId="ipv6gw-x")["Status"] == ""


def test_an_ipv6_gateway_is_tagged_and_moved_to_a_group(net: Net) -> None:
    net.lab.call("ModifyVpcAttribute", VpcId=net.vpc, EnableIPv6=True)
    id = net.lab.call("CreateIpv6Gateway", VpcId=net.vpc, Tag=[{"Key": "a", "Value": "b"}])["Ipv6GatewayId"]
    kind = {"ResourceType": "IPV6GATEWAY"}
    net.lab.call("TagResources", kind, ResourceId=[id], Tag=[{"Key": "k", "Value": "v"}])
    net.lab.call("MoveResourceGroup", kind, ResourceId=id, NewResourceGroupId=net.group)
    shown = net.lab.call("DescribeIpv6GatewayAttribute", Ipv6GatewayId=id)
    assert shown["ResourceGroupId"] == net.group
    assert shown["Tags"]["Tag"] == [{"Key": "a", "Value": "b"}, {"Key": "k", "Value": "v"}]
    net.lab.call("DeleteIpv6Gateway", Ipv6GatewayId=id)
    net.lab.call("ModifyVpcAttribute", VpcId=net.vpc, EnableIPv6=False)
