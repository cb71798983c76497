"""VPCs: a primary block that grows and shrinks."""

from __future__ import annotations

import pytest

from tests.lab import Net


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
