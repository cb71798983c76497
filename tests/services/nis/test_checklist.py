"""The help page's troubleshooting table: for each row a broken world, in which exactly that row's cause is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.lab import ALICE, BOB, Lab, ask
from tests.support.services.resources import IMAGE


@dataclass
class Pair:
    """Two VPCs with a server each, peered, routed both ways, ping allowed: all of it works."""

    lab: Lab
    left: dict[str, Any]
    right: dict[str, Any]
    pcc: str
    to: str = ALICE


def server(
    lab: Lab, vpc: str, block: str, *, by: str = ALICE, public: bool = False, accept: bool = True
) -> dict[str, Any]:
    vsw = lab.vswitch(vpc, block, by=by)
    group = lab.call("Ecs.CreateSecurityGroup", {"VpcId": vpc}, by=by)["SecurityGroupId"]
    ping = {"IpProtocol": "icmp", "PortRange": "-1/-1", "SourceCidrIp": "0.0.0.0/0"}
    if accept:
        lab.call("Ecs.AuthorizeSecurityGroup", {"SecurityGroupId": group, "Permissions": [ping]}, by=by)
    parameters = {
        "ImageId": IMAGE, "InstanceType": "ecs.g7.large", "VSwitchId": vsw, "SecurityGroupIds": [group],
        "InternetMaxBandwidthOut": 5 if public else 0,
    }  # fmt: skip
    id = lab.call("Ecs.RunInstances", parameters, by=by)["InstanceIdSets"]["InstanceIdSet"][0]
    return {"id": id, "vsw": vsw, "group": group}


def pair(lab: Lab, *, blocks: tuple[str, str] = ("10.0.0.0/16", "10.1.0.0/16"), subnets: tuple[str, str] = ("", ""),
         to: str = ALICE, accepted: bool = True, public: bool = False, routes: str = "both",
         destination: str = "") -> Pair:  # fmt: skip
    requester, accepter = lab.vpc(blocks[0]), lab.vpc(blocks[1], by=to)
    ends = [
        {**vpc, **server(lab, vpc["VpcId"], subnet or block.replace("/16", "/24"), by=by, public=public)}
        for vpc, block, subnet, by in zip((requester, accepter), blocks, subnets, (ALICE, to), strict=True)
    ]
    pcc = lab.peer(requester["VpcId"], accepter["VpcId"], to=to)
    if to != ALICE and accepted:
        lab.call("VpcPeer.AcceptVpcPeerConnection", {"InstanceId": pcc}, by=to)
    if accepted and routes in ("both", "left"):
        lab.route(requester["RouteTableId"], destination or blocks[1], pcc)
    if accepted and routes == "both":
        lab.route(accepter["RouteTableId"], blocks[0], pcc, by=to)
    return Pair(lab, ends[0], ends[1], pcc, to)


def reach(peers: Pair, **query: object) -> dict[str, Any]:
    """What ``tfmock reach`` is told."""
    parameters = {"source": peers.left["id"], "target": peers.right["id"], "world": peers.lab.name, **query}
    text = "&".join(f"{name}={value}" for name, value in parameters.items())
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:4180"}
    answer: dict[str, Any] = ask(peers.lab.app, method="GET", path="/_tfmock/reach", query=text, environ=environ).json()
    return answer


def decisive(answer: dict[str, Any]) -> tuple[str, str]:
    direction = "there" if not answer["there"]["reachable"] else "back"
    return direction, answer[direction]["cause"]


def waits(lab: Lab) -> Pair:
    """Status: the accepter has not accepted. A route cannot point to it yet, so it points there from before."""
    peers = pair(lab, to=BOB)
    rows = lab.world.store.table(_peerings())
    row = rows.get(peers.pcc)
    from dataclasses import replace

    from tfmock.core.lifecycle import Status

    assert row is not None
    rows.replace(peers.pcc, replace(row, status=Status("Accepting", lab.world.clock.now())))
    return peers


def _peerings() -> Any:
    from tfmock.services.vpcpeer.models import PeeringRow

    return PeeringRow


def overlap_in_vswitch(lab: Lab) -> Pair:
    """CIDR: both VPCs overlap and so do the vSwitches: the system route keeps the packet at home."""
    peers = pair(lab, blocks=("10.0.0.0/16", "10.0.0.0/16"), routes="none")
    lab.route(peers.left["RouteTableId"], "10.0.0.0/16", peers.pcc)
    lab.call("Ecs.StopInstance", InstanceId=peers.right["id"])
    lab.call("Ecs.ModifyInstanceVpcAttribute", InstanceId=peers.right["id"], VSwitchId=peers.right["vsw"],
             PrivateIpAddress="10.0.0.77")  # fmt: skip
    lab.call("Ecs.StartInstance", InstanceId=peers.right["id"])
    return peers


def public_block(lab: Lab) -> Pair:
    return pair(lab, blocks=("10.0.0.0/16", "30.0.0.0/16"), public=True)


def no_route(lab: Lab) -> Pair:
    return pair(lab, routes="none")


def no_way_back(lab: Lab) -> Pair:
    return pair(lab, routes="left")


def route_to_somewhere_else(lab: Lab) -> Pair:
    peers = pair(lab, routes="none")
    lab.route(peers.left["RouteTableId"], "10.1.0.0/16", peers.left["id"])
    return peers


def through_the_middle(lab: Lab) -> Pair:
    """No transit: the route leads to a third VPC."""
    peers = pair(lab, routes="none")
    third = lab.vpc("10.2.0.0/16")["VpcId"]
    lab.route(peers.left["RouteTableId"], "10.1.0.0/16", lab.peer(peers.left["VpcId"], third))
    return peers


def group_without_rule(lab: Lab) -> Pair:
    peers = pair(lab)
    ping = {"IpProtocol": "icmp", "PortRange": "-1/-1", "SourceCidrIp": "0.0.0.0/0"}
    lab.call("Ecs.RevokeSecurityGroup", {"SecurityGroupId": peers.right["group"], "Permissions": [ping]})
    return peers


def group_drops(lab: Lab) -> Pair:
    peers = pair(lab)
    drop = {"IpProtocol": "all", "PortRange": "-1/-1", "DestCidrIp": "10.1.0.0/16", "Policy": "drop"}
    lab.call("Ecs.AuthorizeSecurityGroupEgress", {"SecurityGroupId": peers.left["group"], "Permissions": [drop]})
    return peers


def acl(peers: Pair, side: dict[str, Any], direction: str) -> Pair:
    """A network ACL that accepts all one way and nothing the other."""
    lab = peers.lab
    id = lab.call("CreateNetworkAcl", VpcId=side["VpcId"])["NetworkAclId"]
    lab.call(
        "UpdateNetworkAclEntries",
        {"NetworkAclId": id, f"Update{direction}AclEntries": True, f"{direction}AclEntries": []},
    )
    lab.call("AssociateNetworkAcl", NetworkAclId=id, Resource=[{"ResourceType": "VSwitch", "ResourceId": side["vsw"]}])
    return peers


def acl_at_source(lab: Lab) -> Pair:
    peers = pair(lab)
    return acl(peers, peers.left, "Egress")


def acl_at_target(lab: Lab) -> Pair:
    peers = pair(lab)
    return acl(peers, peers.right, "Ingress")


def acl_forgets_answers(lab: Lab) -> Pair:
    """Stateless: the packet arrives, the answer does not leave."""
    peers = pair(lab)
    return acl(peers, peers.right, "Egress")


def stopped(lab: Lab) -> Pair:
    peers = pair(lab)
    lab.call("Ecs.StopInstance", InstanceId=peers.right["id"])
    return peers


ROWS: list[tuple[str, Callable[[Lab], Pair], tuple[str, str]]] = [
    ("status", waits, ("there", "connection-inactive")),
    ("cidr: overlap", overlap_in_vswitch, ("there", "stays-in-own-vpc")),
    ("cidr: not RFC 1918", public_block, ("there", "internet-first")),
    ("routes: none", no_route, ("there", "no-route")),
    ("routes: one way only", no_way_back, ("back", "no-route")),
    ("routes: wrong next hop", route_to_somewhere_else, ("there", "wrong-next-hop")),
    ("routes: through a third VPC", through_the_middle, ("there", "transit")),
    ("security group: no rule", group_without_rule, ("there", "target-security-group")),
    ("security group: drop", group_drops, ("there", "source-security-group")),
    ("network ACL: source", acl_at_source, ("there", "source-network-acl")),
    ("network ACL: target", acl_at_target, ("there", "target-network-acl")),
    ("network ACL: answers", acl_forgets_answers, ("back", "source-network-acl")),
    ("instance stopped", stopped, ("there", "target-not-running")),
]


def test_the_pair_itself_works(lab: Lab) -> None:
    answer = reach(pair(lab))
    assert answer["reachable"]
    assert [hop["next_hop_type"] for hop in answer["there"]["hops"]] == ["VpcPeer", "local"]
    assert [hop["next_hop_type"] for hop in answer["back"]["hops"]] == ["VpcPeer", "local"]


@pytest.mark.parametrize(("broken", "cause"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_row(lab: Lab, broken: Callable[[Lab], Pair], cause: tuple[str, str]) -> None:
    answer = reach(broken(lab))
    assert not answer["reachable"]
    assert decisive(answer) == cause


def test_an_active_gateway_makes_blocks_outside_rfc_1918_reachable(lab: Lab) -> None:
    peers = public_block(lab)
    gateway = lab.call("CreateIpv4Gateway", VpcId=peers.left["VpcId"])["Ipv4GatewayId"]
    assert decisive(reach(peers)) == ("there", "internet-first")
    lab.call("EnableVpcIpv4Gateway", Ipv4GatewayId=gateway)
    assert reach(peers)["there"]["reachable"]


@pytest.mark.parametrize(("broken", "cause"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_analyzer_says_the_same(lab: Lab, broken: Callable[[Lab], Pair], cause: tuple[str, str]) -> None:
    """One direction each, as the help page has it: the reverse path is a second analysis."""
    peers = broken(lab)
    parameters = {"SourceId": peers.left["id"], "SourceType": "ecs", "TargetId": peers.right["id"], "TargetType": "ecs"}
    id = lab.call("nis.CreateAndAnalyzeNetworkPath", parameters)["NetworkReachableAnalysisId"]
    analysis = lab.call("nis.GetNetworkReachableAnalysis", NetworkReachableAnalysisId=id)
    document = json.loads(analysis["NetworkReachableAnalysisResult"])
    assert analysis["NetworkReachableAnalysisStatus"] == "finish"
    assert analysis["Reachable"] is (cause[0] == "back")
    assert document["errorCode"] == ("" if cause[0] == "back" else cause[1])
    assert set(document["topologyData"]) == {"topologyReportId", "positive", "reverse"}


def test_an_analysis_takes_its_time(lab: Lab) -> None:
    peers = pair(lab)
    parameters = {"NetworkPathName": "p", "SourceId": peers.left["id"], "SourceType": "ecs",
                  "TargetId": peers.right["id"], "TargetType": "ecs", "Protocol": "tcp", "TargetPort": 22}  # fmt: skip
    path = lab.call("nis.CreateNetworkPath", parameters)["NetworkPathId"]
    lab.slow(NetworkReachableAnalysis_init=60)
    id = lab.call("nis.CreateNetworkReachableAnalysis", NetworkPathId=path)["NetworkReachableAnalysisId"]
    status = "NetworkReachableAnalysisStatus"
    assert lab.call("nis.GetNetworkReachableAnalysis", NetworkReachableAnalysisId=id)[status] == "init"
    assert lab.code("nis.CreateNetworkReachableAnalysis", NetworkPathId=path) == "IncorrectStatus.NetworkPath"
    analysis = lab.later(60).call("nis.GetNetworkReachableAnalysis", NetworkReachableAnalysisId=id)
    assert (analysis[status], analysis["Reachable"]) == ("finish", False)
    assert json.loads(analysis["NetworkReachableAnalysisResult"])["status"] == "security_group_checking_target"
