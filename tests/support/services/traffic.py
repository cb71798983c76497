"""Two connected VPCs in two regions, and traffic between them."""

from __future__ import annotations

import json
from typing import Any

from tests.support.lab import ALICE, Lab, ask

#: 2026-01-05T02:00:00Z: ten in the morning in China.
MORNING = 1767578400.0
HOHHOT, GUANGZHOU = "cn-huhehaote", "cn-guangzhou"


def post(lab: Lab, path: str, body: dict[str, Any], method: str = "POST") -> Any:
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:4180", "CONTENT_TYPE": "application/json"}
    answered = ask(lab.app, method=method, path=f"/_tfmock{path}", query=f"world={lab.name}",
                   body=json.dumps(body).encode() if method != "GET" else b"", environ=environ)  # fmt: skip
    assert answered.status == 200, answered.body
    return answered.json()


def connect(
    lab: Lab, regions: tuple[str, str] = (HOHHOT, GUANGZHOU), to: str = ALICE, **more: object
) -> dict[str, str]:
    """Two VPCs, peered and routed, with a vSwitch each."""
    zones = {HOHHOT: "cn-huhehaote-a", GUANGZHOU: "cn-guangzhou-a"}
    ids: dict[str, str] = {}
    vpcs = []
    for name, region, block, by in (("a", regions[0], "10.0.0.0/16", ALICE), ("b", regions[1], "10.1.0.0/16", to)):
        vpc = lab.call("CreateVpc", {"RegionId": region, "CidrBlock": block}, by=by)
        zone = zones.get(region, "cn-hangzhou-b")
        parameters = {
            "RegionId": region,
            "VpcId": vpc["VpcId"],
            "CidrBlock": block.replace("/16", "/24"),
            "ZoneId": zone,
        }
        ids[name] = lab.call("CreateVSwitch", parameters, by=by)["VSwitchId"]
        vpcs.append(vpc)
    parameters = {
        "RegionId": regions[0], "VpcId": vpcs[0]["VpcId"], "AcceptingVpcId": vpcs[1]["VpcId"], "AcceptingAliUid": to,
        "AcceptingRegionId": regions[1], **more,
    }  # fmt: skip
    ids["pcc"] = lab.call("VpcPeer.CreateVpcPeerConnection", parameters)["InstanceId"]
    if to != ALICE:
        lab.call("VpcPeer.AcceptVpcPeerConnection", {"InstanceId": ids["pcc"]}, by=to)
    lab.route(vpcs[0]["RouteTableId"], "10.1.0.0/16", ids["pcc"], RegionId=regions[0])
    lab.route(vpcs[1]["RouteTableId"], "10.0.0.0/16", ids["pcc"], by=to, RegionId=regions[1])
    return ids


def send(lab: Lab, source: str, target: str, rate: str, duration: str, **more: object) -> Any:
    return post(lab, "/traffic", {"source": source, "target": target, "rate": rate, "seconds": duration, **more})


def metric(lab: Lab, pcc: str, name: str, **more: object) -> list[dict[str, Any]]:
    dimensions = json.dumps([{"instanceId": pcc}])
    parameters = {"Namespace": "acs_vpcpeer", "MetricName": name, "Dimensions": dimensions, **more}
    points: list[dict[str, Any]] = json.loads(lab.call("Cms.DescribeMetricList", parameters)["Datapoints"])
    return points
