"""The default VPC and its vSwitches."""

from __future__ import annotations

from ipaddress import IPv6Network

from tests.support.lab import Lab

ZONE = "cn-hangzhou-b"


def test_a_default_vswitch_takes_the_block_of_its_number(lab: Lab) -> None:
    vpc = lab.call("CreateDefaultVpc", EnableIpv6=True)["VpcId"]
    whole = IPv6Network(lab.call("DescribeVpcAttribute", VpcId=vpc)["Ipv6CidrBlock"])
    vsw = lab.call("CreateDefaultVSwitch", ZoneId=ZONE, Ipv6CidrBlock=12)["VSwitchId"]
    assert lab.call("DescribeVSwitchAttributes", VSwitchId=vsw)["Ipv6CidrBlock"] == str(
        [*whole.subnets(new_prefix=64)][12]
    )
    other = {"ZoneId": "cn-hangzhou-g"}
    assert lab.code("CreateDefaultVSwitch", other, Ipv6CidrBlock=12) == "OperationFailed.Ipv6CidrBlockExisted"
    assert lab.code("CreateDefaultVSwitch", other, Ipv6CidrBlock=256) == "IllegalParam.Ipv6CidrBlock"


def test_a_default_vswitch_has_no_ipv6_unless_asked(lab: Lab) -> None:
    lab.call("CreateDefaultVpc", EnableIpv6=True)
    vsw = lab.call("CreateDefaultVSwitch", ZoneId=ZONE)["VSwitchId"]
    assert lab.call("DescribeVSwitchAttributes", VSwitchId=vsw)["Ipv6CidrBlock"] == ""


def test_a_default_vswitch_has_no_ipv6_in_a_vpc_without(lab: Lab) -> None:
    lab.call("CreateDefaultVpc")
    assert lab.code("CreateDefaultVSwitch", ZoneId=ZONE, Ipv6CidrBlock=1) == "OperationFailed.VpcIpv6Disabled"
