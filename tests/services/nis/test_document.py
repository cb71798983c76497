"""The result document of an analysis, against the shape of the published sample."""

from __future__ import annotations

import json
from typing import Any

from tests.services.nis.test_checklist import Pair, group_drops, no_way_back, pair, route_to_somewhere_else, stopped
from tests.support.lab import BEIJING, Lab


def analysis(peers: Pair, **changed: object) -> tuple[dict[str, Any], dict[str, Any]]:
    path = {"SourceId": peers.left["id"], "SourceType": "ecs", "TargetId": peers.right["id"], "TargetType": "ecs"}
    parameters = {name: value for name, value in {**path, **changed}.items() if value is not None}
    id = peers.lab.call("nis.CreateAndAnalyzeNetworkPath", parameters)["NetworkReachableAnalysisId"]
    reply = peers.lab.call("nis.GetNetworkReachableAnalysis", NetworkReachableAnalysisId=id)
    document: dict[str, Any] = json.loads(reply["NetworkReachableAnalysisResult"])
    return reply, document


def kinds(nodes: list[dict[str, Any]]) -> list[str]:
    return [node["nodeType"] for node in nodes]


def test_both_directions_from_instance_to_instance(lab: Lab) -> None:
    peers = pair(lab)
    _, document = analysis(peers)
    forth, back = document["topologyData"]["positive"], document["topologyData"]["reverse"]
    passed = ["VM", "ENI", "VSW", "VPC_PEER", "VSW", "ENI", "VM"]
    assert kinds(forth["nodeList"]) == kinds(back["revNodeList"]) == passed
    assert [node.get("level") for node in forth["nodeList"]] == [1, None, 2, 3, 4, None, 5]
    assert [node["id"] for node in forth["nodeList"]] == [node["id"] for node in reversed(back["revNodeList"])]
    assert [link["source"] for link in forth["linkList"]] == [node["id"] for node in forth["nodeList"][:-1]]
    interface, vswitch = forth["nodeList"][1], forth["nodeList"][2]
    assert (interface["ip"], interface["status"]) == ("10.0.0.1", "InUse")
    assert vswitch["cidr"] == "10.0.0.0/24"
    assert vswitch["matchedRoute"]["nextHopSet"] == [
        {"nextHopId": peers.pcc, "nextHopType": "VpcPeer", "routeTableId": peers.left["RouteTableId"],
         "destinationCidrBlock": "10.1.0.0/16"}
    ]  # fmt: skip
    assert back["revNodeList"][2]["revMatchedRoute"]["revNextHopSet"][0]["destinationCidrBlock"] == "10.0.0.0/16"


def test_groups_of_both_ends(lab: Lab) -> None:
    peers = pair(lab)
    _, document = analysis(peers)
    groups = document["securityGroupData"]
    out, into = groups["securityGroupItems"]
    assert (groups["policy"], out["description"], into["description"]) == (
        "accept", "default_sg_access_rule", "user_acl_access_rule",
    )  # fmt: skip
    assert out["matchedRule"]["destinationGroupId"] == out["securityGroupId"] == peers.left["group"]
    assert into["matchedRule"]["sourceCidr"] == "0.0.0.0/0"
    assert out["resourceId"].startswith("eni-")


def test_a_group_that_drops_is_the_last_piece(lab: Lab) -> None:
    peers = group_drops(lab)
    _, document = analysis(peers)
    (item,) = document["securityGroupData"]["securityGroupItems"]
    assert (item["description"], item["policy"], item["matchedRule"]["destinationCidr"]) == (
        "user_acl_drop_rule", "drop", "10.1.0.0/16",
    )  # fmt: skip
    assert document["status"] == "security_group_checking_source"


def test_a_stopped_target_is_reached_by_the_packet(lab: Lab) -> None:
    _, document = analysis(stopped(lab))
    assert document["status"] == "resource_checking_target"
    assert kinds(document["topologyData"]["positive"]["nodeList"])[-1] == "VM"


def test_the_path_ends_at_a_wrong_next_hop(lab: Lab) -> None:
    peers = route_to_somewhere_else(lab)
    _, document = analysis(peers)
    assert [node["id"] for node in document["topologyData"]["positive"]["nodeList"]][-1] == peers.left["id"]
    assert document["routeData"]["routeItems"][0]["nextHopType"] == "Instance"


def test_the_reverse_path_ends_where_no_route_exists(lab: Lab) -> None:
    reply, document = analysis(no_way_back(lab))
    assert reply["Reachable"]
    assert kinds(document["topologyData"]["reverse"]["revNodeList"]) == ["VM", "ENI", "VSW"]


def test_each_node_has_its_own_region(lab: Lab) -> None:
    near, far = lab.vpc("10.0.0.0/16"), lab.vpc("10.1.0.0/16", region=BEIJING)
    source = lab.vswitch(near["VpcId"], "10.0.0.0/24")
    target = lab.vswitch(far["VpcId"], "10.1.0.0/24", region=BEIJING)
    pcc = lab.peer(near["VpcId"], far["VpcId"], AcceptingRegionId=BEIJING)
    lab.route(near["RouteTableId"], "10.1.0.0/16", pcc)
    lab.route(far["RouteTableId"], "10.0.0.0/16", pcc, RegionId=BEIJING)
    peers = Pair(lab, {"id": source}, {"id": target}, pcc)
    reply, document = analysis(peers, SourceType="vsw", TargetType="vsw")
    nodes = document["topologyData"]["positive"]["nodeList"]
    assert reply["Reachable"]
    assert [node["regionNo"] for node in nodes] == ["cn-hangzhou", "cn-hangzhou", BEIJING]


def test_an_ambiguous_address_is_resolved_by_the_route(lab: Lab) -> None:
    """The same address lies in two VPCs: the packet goes where its route leads."""
    other = lab.vpc("10.1.0.0/16")["VpcId"]
    lab.vswitch(other, "10.1.0.0/24")
    peers = pair(lab)
    reply, document = analysis(peers, TargetId=None, TargetType=None, TargetIpAddress="10.1.0.1")
    assert reply["Reachable"]
    assert document["topologyData"]["positive"]["nodeList"][-1]["id"] == peers.right["id"]
