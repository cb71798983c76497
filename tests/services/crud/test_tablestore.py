"""Instances of Tablestore, which are made over REST beside its own protocol."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.crud import Client
from tests.support.lab import Answered

INSTANCE: Mapping[str, object] = {
    "RegionId": "cn-hangzhou",
    "ClusterType": "HYBRID",
    "InstanceName": "books",
    "ResourceGroupId": "",
    "InstanceDescription": "all of them",
    "Network": "VPC",
    "NetworkTypeACL": None,
    "NetworkSourceACL": ["TRUST_PROXY"],
    "Tags": [{"Key": "team", "Value": "a"}],
}


def send(client: Client, method: str, action: str, body: object = None, query: str = "") -> Answered:
    host = "tablestore.cn-hangzhou.aliyuncs.com"
    return client.rest(method, host, f"/v2/openapi/{action}", "2020-12-09", body, query)


def test_life(client: Client) -> None:
    query = "RegionId=cn-hangzhou&InstanceName=books"
    assert set(send(client, "GET", "listclustertype").json()["ClusterTypes"]) == {"SSD", "HYBRID"}
    assert send(client, "POST", "createinstance", INSTANCE).status == 200
    shown = send(client, "GET", "getinstance", query=query).json()
    assert (shown["InstanceSpecification"], shown["InstanceStatus"]) == ("HYBRID", "normal")
    assert {name: shown[name] for name in ("InstanceName", "InstanceDescription", "Network", "NetworkSourceACL")} == {
        name: INSTANCE[name] for name in ("InstanceName", "InstanceDescription", "Network", "NetworkSourceACL")
    }
    common = {"RegionId": "cn-hangzhou", "ResourceType": "INSTANCE", "ResourceIds": ["books"]}
    send(client, "POST", "tagresources", {**common, "Tags": [{"Key": "cost", "Value": "b"}]})
    send(client, "POST", "untagresources", {**common, "TagKeys": ["team"]})
    send(client, "POST", "updateinstance", {"InstanceName": "books", "Network": "NORMAL"})
    changed = send(client, "GET", "getinstance", query=query).json()
    assert [(tag["Key"], tag["Value"]) for tag in changed["Tags"]] == [("cost", "b")]
    assert changed["Network"] == "NORMAL"
    send(client, "POST", "deleteinstance", {"RegionId": "cn-hangzhou", "InstanceName": "books"})
    assert send(client, "GET", "getinstance", query=query).status == 404
