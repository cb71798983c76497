"""``world.can_reach`` asks what ``tfmock reach`` asks: access rules, ports, both ways."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.lab import ALICE, Net, ask
from tests.support.services import resources
from tfmock.testing.calls import CallLog
from tfmock.testing.world import NotInWorldError, World


@pytest.fixture
def world(net: Net) -> World:
    """``web`` accepts no ping, and port 443 from ``peers`` only; ``db`` has a network ACL without answers."""
    call = net.lab.call
    far = net.lab.vswitch(net.vpc2, "10.1.1.0/24")
    net.lab.route(net.table, "10.1.1.0/24", net.pcc)
    net.lab.route(net.table2, "10.0.0.0/16", net.pcc)
    peers = call("Ecs.CreatePrefixList", PrefixListName="peers", AddressFamily="IPv4", MaxEntries=2)["PrefixListId"]
    call("Ecs.ModifyPrefixList", PrefixListId=peers, AddEntry=[{"Cidr": "10.1.1.0/24"}])
    group = resources.group(net)
    listed = {"IpProtocol": "tcp", "PortRange": "443/443", "SourcePrefixListId": peers, "SourcePortRange": "1024/65535"}
    only_db = resources.rule(PortRange="22/22", SourceCidrIp="10.1.0.0/16", DestCidrIp="10.0.1.99/32")
    call("Ecs.AuthorizeSecurityGroup", SecurityGroupId=group, Permissions=[listed, only_db])
    call("Ecs.RunInstances", resources.run(net, groups=[group], InstanceName="web"))
    group_id = resources.group(net, VpcId=net.vpc2)
    call("Ecs.RunInstances", resources.run(net, groups=[group_id], InstanceName="db", VSwitchId=far))
    return World(net.lab.world, CallLog(), ALICE)


ASKED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"port": 443}, "delivered"),
    ({"port": 443, "source_port": 80}, "target-security-group"),
    ({"port": 80}, "target-security-group"),
    ({"port": 22}, "target-security-group"),  # that rule is for another address of the group
    ({"protocol": "icmp"}, "target-security-group"),
    ({"protocol": "udp", "port": 443}, "target-security-group"),
    ({}, "target-security-group"),
)


@pytest.mark.parametrize(("question", "cause"), ASKED)
def test_as_tfmock_reach_answers(net: Net, world: World, question: dict[str, Any], cause: str) -> None:
    result = world.can_reach("db", "web", **question)
    assert (bool(result), result.cause) == (cause == "delivered", cause)
    query = "&".join(f"{name}={value}" for name, value in question.items())
    path = f"world={net.lab.name}&source=db&target=web&{query}"
    answer = ask(net.lab.app, method="GET", path="/_tfmock/reach", query=path).json()
    decisive = answer["back"] if answer["there"]["reachable"] and not answer["reachable"] else answer["there"]
    assert (answer["reachable"], decisive["cause"]) == (result.reachable, result.cause)
    assert (decisive["owner"], decisive["rule"], decisive["why"]) == (result.owner, result.rule, result.why)


def test_a_prefix_list_that_changes_changes_its_rules(net: Net, world: World) -> None:
    (row,) = net.lab.call("Ecs.DescribePrefixLists")["PrefixLists"]["PrefixList"]
    net.lab.call("Ecs.ModifyPrefixList", PrefixListId=row["PrefixListId"], RemoveEntry=[{"Cidr": "10.1.1.0/24"}])
    assert world.can_reach("db", "web", port=443).cause == "target-security-group"
    net.lab.call("Ecs.ModifyPrefixList", PrefixListId=row["PrefixListId"], AddEntry=[{"Cidr": "10.0.0.0/8"}])
    assert world.can_reach("db", "web", port=443)


def test_the_answer_must_come_back_unless_told_otherwise(net: Net, world: World) -> None:
    acl = resources.acl(net)
    net.lab.call("AssociateNetworkAcl", NetworkAclId=acl, Resource=[{"ResourceType": "VSwitch", "ResourceId": net.vsw}])
    entry = {"Policy": "accept", "Protocol": "tcp", "Port": "5000/5000", "DestinationCidrIp": "0.0.0.0/0"}
    net.lab.call("UpdateNetworkAclEntries", NetworkAclId=acl, UpdateEgressAclEntries=True, EgressAclEntries=[entry])
    assert world.can_reach("db", "web", port=443, one_way=True)
    assert world.can_reach("db", "web", port=443).cause == "source-network-acl"
    assert world.can_reach("db", "web", port=443, source_port=5000)


def test_missing_endpoints_are_refused(world: World) -> None:
    with pytest.raises(NotInWorldError, match="'nobody' is no instance"):
        world.can_reach("db", "nobody")
    with pytest.raises(NotInWorldError, match="has no IPv6 address"):
        world.can_reach("db", "web", ipv6=True)
