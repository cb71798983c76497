"""What rules of security groups look like when they are read again."""

from __future__ import annotations

import pytest

from tests.support.lab import BOB, Json, Net
from tests.support.services.resources import group, rule


def rules(net: Net, id: str) -> list[Json]:
    permissions = net.lab.call("Ecs.DescribeSecurityGroupAttribute", SecurityGroupId=id)["Permissions"]["Permission"]
    assert isinstance(permissions, list)
    return permissions


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("2001:0DB8:3c4d:0015:0000:0000:1a2f:1a2b/0", "2001:db8:3c4d:15::1a2f:1a2b/0"),  # provider's acceptance test
        ("2408:4004:cc:400::/56", "2408:4004:cc:400::/56"),
        ("2001:0db8:0:0:0:0:0:1", "2001:db8::1"),
    ],
)
@pytest.mark.parametrize(("direction", "side"), [("", "Source"), ("Egress", "Dest")])
def test_ipv6_blocks_are_read_in_their_short_spelling(
    net: Net, direction: str, side: str, sent: str, read: str
) -> None:
    id = group(net)
    parameters = {"IpProtocol": "tcp", "PortRange": "80/80", f"Ipv6{side}CidrIp": sent}
    net.lab.call(f"Ecs.AuthorizeSecurityGroup{direction}", SecurityGroupId=id, Permissions=[parameters])
    net.lab.call(
        f"Ecs.AuthorizeSecurityGroup{direction}",
        SecurityGroupId=id,
        Permissions=[{**parameters, f"Ipv6{side}CidrIp": read}],
    )
    assert [rule[f"Ipv6{side}CidrIp"] for rule in rules(net, id)] == [read]  # the other spelling is no second rule
    net.lab.call(f"Ecs.RevokeSecurityGroup{direction}", SecurityGroupId=id, Permissions=[parameters])
    assert rules(net, id) == []


@pytest.mark.parametrize("name", ["SourceGroupOwnerId", "SourceGroupOwnerAccount"])
def test_owner_of_the_far_group_is_read_again(net: Net, name: str) -> None:
    id, other = group(net), group(net)
    parameters = rule(SourceCidrIp=None, SourceGroupId=other, **{name: BOB})
    net.lab.call("Ecs.AuthorizeSecurityGroup", SecurityGroupId=id, Permissions=[parameters])
    assert [rule["SourceGroupOwnerAccount"] for rule in rules(net, id)] == [BOB]
