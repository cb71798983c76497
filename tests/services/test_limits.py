"""How many members a list may have in one call: as many as the metadata says pass, one more does not."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from tests.support.lab import Lab, RefusedError

FILTER = {"Key": "k"}
ROUTE = {"RouteTableId": "vtb-1", "DstCidrBlock": "10.1.0.0/24", "NextHop": "pcc-1", "NextHopType": "VpcPeer"}
PUBLISHED = {"RouteTableId": "vtb-1", "DestinationCidrBlock": "10.1.0.0/24"}
TARGET = {"TargetType": "ECR", "TargetInstanceId": "ecr-1"}
NEW_INTERFACE = {"VSwitchId": "vsw-1", "SecurityGroupId": "sg-1"}

#: Action, parameter, one member, the most, and what else the call needs.
LIMITS: list[tuple[str, str, object, int, Mapping[str, object]]] = [
    ("CreateRouteEntries", "RouteEntries", ROUTE, 50, {}),
    ("DeleteRouteEntries", "RouteEntries", ROUTE, 50, {}),
    ("PublishVpcRouteEntries", "RouteEntries", PUBLISHED, 50, TARGET),
    ("DescribeRouteEntryList", "DestCidrBlockList", "10.0.0.0/8", 20, {"RouteTableId": "vtb-1"}),
    ("AssociateNetworkAcl", "Resource", {"ResourceId": "vsw-1"}, 100, {"NetworkAclId": "nacl-1"}),
    ("EnableVpcIpv4Gateway", "RouteTableList", "vtb-1", 10, {"Ipv4GatewayId": "ipv4gw-1"}),
    ("DescribeVpcs", "Tag", FILTER, 20, {}),
    ("DescribeVSwitches", "Tag", FILTER, 20, {}),
    ("DescribeRouteTableList", "Tag", FILTER, 20, {}),
    ("DescribeNetworkAcls", "Tags", FILTER, 20, {}),
    ("Ecs.DescribeInstances", "Tag", FILTER, 20, {}),
    ("Ecs.DescribeInstanceMaintenanceAttributes", "InstanceId", "i-1", 100, {}),
    ("Ecs.DescribeInstanceTypes", "InstanceTypes", "ecs.g6.large", 10, {}),
    ("Ecs.DescribeNetworkInterfaces", "NetworkInterfaceId", "eni-1", 100, {}),
    ("Ecs.DescribeNetworkInterfaces", "PrivateIpAddress", "10.0.0.1", 100, {}),
    ("Ecs.CreateNetworkInterface", "Ipv6Address", "2408::1", 10, NEW_INTERFACE),
    ("ResourceManager.ListResourceGroups", "ResourceGroupIds", "rg-1", 100, {}),
    ("ResourceManager.ListResourceGroups", "Tag", FILTER, 20, {}),
]


def code(lab: Lab, action: str, **params: object) -> str:
    try:
        lab.call(action, params)
    except RefusedError as refused:
        return f"{refused.code} {refused.message}"
    return ""


@pytest.mark.parametrize(("action", "name", "member", "most", "others"), LIMITS)
def test_list(lab: Lab, action: str, name: str, member: object, most: int, others: Mapping[str, object]) -> None:
    refusal = f"InvalidParameter The specified parameter {name} is not valid."
    assert code(lab, action, **others, **{name: [member] * (most + 1)}) == refusal
    assert code(lab, action, **others, **{name: [member] * most}) != refusal


@pytest.mark.parametrize(
    ("action", "name"),
    [
        ("DescribeInstances", "InstanceIds"),
        ("DescribeInstances", "PrivateIpAddresses"),
        ("DescribeSecurityGroups", "SecurityGroupIds"),
        ("DescribeDisks", "DiskIds"),
    ],
)
def test_json_list(lab: Lab, action: str, name: str) -> None:
    refusal = f"InvalidParameter The specified parameter {name} is not valid."
    assert code(lab, f"Ecs.{action}", **{name: json.dumps(["x"] * 101)}) == refusal
    assert code(lab, f"Ecs.{action}", **{name: json.dumps(["x"] * 100)}) == ""
