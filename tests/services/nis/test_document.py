"""The result document of an analysis, against the shape of the published sample."""

from __future__ import annotations

import json
from typing import Any

from tests.services.nis.test_checklist import Pair, group_drops, no_way_back, pair, route_to_somewhere_else, stopped
from tests.support.lab import BEIJING, Lab


def analysis(made: Pair, **changed: object) -> tuple[dict[str, Any], dict[str, Any]]:
    wanted = {"SourceId": made.left["id"], "SourceType": "ecs", "TargetId": made.right["id"], "TargetType": "ecs"}
    asked = {name: value for name, value in {**wanted, **changed}.items() if value is not None}
    id = made.lab.call("nis.CreateAndAnalyzeNetworkPath", asked)["NetworkReachableAnalysisId"]
    found = made.lab.call("nis.GetNetworkReachableAnalysis", NetworkReachableAnalysisId=id)
    document: dict[str, Any] = json.loads(found["NetworkReachableAnalysisResult"])
    return found, document


def kinds(nodes: list[dict[str, Any]]) -> list[str]:
    return [node["nodeType"] for node in nodes]


def test_both_ways_from_instance_to_instance(lab: Lab) -> None:
    made = pair(lab)
    _, document = analysis(made)
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
        {"nextHopId": made.pcc, "nextHopType": "VpcPeer", "routeTableId": made.left["RouteTableId"],
         "destinationCidrBlock": "10.1.0.0/16"}
    ]  # fmt: skip
    assert back["revNodeList"][2]["revMatchedRoute"]["revNextHopSet"][0]["destinationCidrBlock"] == "10.0.0.0/16"


def test_groups_of_both_ends(lab: Lab) -> None:
    made = pair(lab)
    _, document = analysis(made)
    groups = document["securityGroupData"]
    out, into = groups["securityGroupItems"]
    assert (groups["policy"], out["description"], into["description"]) == (
        "accept", "default_sg_access_rule", "user_acl_access_rule",
    )  # fmt: skip
    assert out["matchedRule"]["destinationGroupId"] == out["securityGroupId"] == made.left["group"]
    assert into["matchedRule"]["sourceCidr"] == "0.0.0.0/0"
    assert out["resourceId"].startswith("eni-")


def test_a_group_that_drops_is_the_last_piece(lab: Lab) -> None:
    made = group_drops(lab)
    _, document = analysis(made)
    (item,) = document["securityGroupData"]["securityGroupItems"]
    assert (item["description"], item["policy"], item["matchedRule"]["destinationCidr"]) == (
        "user_acl_drop_rule", "drop", "10.1.0.0/16",
    )  # fmt: skip
    assert document["status"] == "security_group_checking_source"


def test_a_stopped_target_is_reached_by_the_packet(lab: Lab) -> None:
    _, document = analysis(stopped(lab))
    assert document["status"] == "resource_checking_target"
    assert kinds(document["topologyData"]["positive"]["nodeList"])[-1] == "VM"


def test_a_wrong_next_hop_is_where_the_way_ends(lab: Lab) -> None:
    made = route_to_somewhere_else(lab)
    _, document = analysis(made)
    assert [node["id"] for node in document["topologyData"]["positive"]["nodeList"]][-1] == made.left["id"]
    assert document["routeData"]["routeItems"][0]["nextHopType"] == "Instance"


def test_the_way_back_ends_where_no_route_is(lab: Lab) -> None:
    found, document = analysis(no_way_back(lab))
    assert found["Reachable"]
    assert kinds(document["topologyData"]["reverse"]["revNodeList"]) == ["VM", "ENI", "VSW"]


def test_regions_are_those_of_the_pieces(lab: Lab) -> None:
    near, far = lab.vpc("10.0.0.0/16"), lab.vpc("10.1.0.0/16", region=BEIJING)
    one = lab.vswitch(near["VpcId"], "10.0.0.0/24")
    two = lab.vswitch(far["VpcId"], "10.1.0.0/24", region=BEIJING)
    pcc = lab.peer(near["VpcId"], far["VpcId"], AcceptingRegionId=BEIJING)
    lab.route(near["RouteTableId"], "10.1.0.0/16", pcc)
    lab.route(far["RouteTableId"], "10.0.0.0/16", pcc, RegionId=BEIJING)
    made = Pair(lab, {"id": one}, {"id": two}, pcc)
    found, document = analysis(made, SourceType="vsw", TargetType="vsw")
    nodes = document["topologyData"]["positive"]["nodeList"]
    assert found["Reachable"]
    assert [node["regionNo"] for node in nodes] == ["cn-hangzhou", "cn-hangzhou", BEIJING]


def test_an_address_is_the_one_that_the_route_leads_to(lab: Lab) -> None:
    """The same address lies in two VPCs: the packet goes where its route leads."""
    other = lab.vpc("10.1.0.0/16")["VpcId"]
    lab.vswitch(other, "10.1.0.0/24")
    made = pair(lab)
    found, document = analysis(made, TargetId=None, TargetType=None, TargetIpAddress="10.1.0.1")
    assert found["Reachable"]
    assert document["topologyData"]["positive"]["nodeList"][-1]["id"] == made.right["id"]
