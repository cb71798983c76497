"""The calls kept in memory: what is in them, what is not, and how many there are."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.support.lab import BOB, NEW_YEAR, Lab, ask
from tfmock.app import create_app
from tfmock.settings import Settings


@pytest.fixture
def fresh() -> Flask:
    return create_app(Settings())


def calls(app: Flask, **query: Any) -> list[dict[str, Any]]:
    calls_made: list[dict[str, Any]] = app.test_client().get("/_tfmock/calls", query_string=query).get_json()["calls"]
    return calls_made


def test_rows_that_a_call_changed(fresh: Flask) -> None:
    lab = Lab(fresh, "w")
    vpc = lab.vpc(VpcName="a")["VpcId"]
    lab.call("ModifyVpcAttribute", VpcId=vpc, VpcName="b")
    lab.call("DescribeVpcs")
    lab.call("DeleteVpc", VpcId=vpc)
    created, changed, read, deleted = calls(fresh)
    assert {(change["table"], change["id"], change["old"]) for change in created["changes"]} >= {("vpcs", vpc, None)}
    assert changed["changes"] == [{"table": "vpcs", "id": vpc, "old": {"vpc_name": "a"}, "new": {"vpc_name": "b"}}]
    assert read["changes"] == []
    assert ("vpcs", vpc, None) in {(change["table"], change["id"], change["new"]) for change in deleted["changes"]}


def test_filters(fresh: Flask) -> None:
    first, second = Lab(fresh, "one"), Lab(fresh, "two")
    first.vpc()
    second.vpc()
    second.code("CreateVpc", CidrBlock="x")
    second.call("Sts.GetCallerIdentity")
    assert [call["n"] for call in calls(fresh, world="two")] == [2, 3, 4]
    assert [call["n"] for call in calls(fresh, errors="true")] == [3]
    assert [call["n"] for call in calls(fresh, product="sts")] == [4]
    assert [call["n"] for call in calls(fresh, action="Create*,Get*", after=2)] == [3, 4]
    assert [call["n"] for call in calls(fresh, limit=1)] == [4]
    fresh.test_client().delete("/_tfmock/calls?world=two")
    assert [call["n"] for call in calls(fresh)] == [1]


def test_the_memory_is_bounded() -> None:
    app = create_app(Settings(calls=5))
    lab = Lab(app, "w")
    for _ in range(9):
        lab.call("DescribeRegions")
    assert [call["n"] for call in calls(app)] == [5, 6, 7, 8, 9]


def test_no_secret_is_kept_in_memory(fresh: Flask) -> None:
    common = "Version=2015-04-01&Action=AssumeRole&AccessKeyId=LTAIreal&Signature=sig1&SignatureNonce=nonce1"
    role = f"RoleArn=acs:ram::{BOB}:role/r&RoleSessionName=me&Policy=%7B%22Statement%22:%5B%5D%7D"
    credentials = ask(fresh, query=f"{common}&Format=JSON", body=role.encode()).json()["Credentials"]
    xml = ask(fresh, query=f"{common}&Format=XML", body=role.encode()).body.decode()
    secrets = ["LTAIreal", "sig1", "nonce1", "Statement", credentials["AccessKeySecret"], credentials["SecurityToken"]]
    secrets += [xml.partition(f"<{name}>")[2].partition("<")[0] for name in ("AccessKeySecret", "SecurityToken")]
    text = fresh.test_client().get("/_tfmock/calls").text
    assert [secret for secret in secrets if secret in text] == []
    assert text.count("***") >= 6


def test_an_injected_fault_is_in_the_recorded_call(fresh: Flask) -> None:
    lab = Lab(fresh, "w")
    client = fresh.test_client()
    client.post("/_tfmock/faults?world=w", json={"action": "CreateVpc", "hang": 0.01, "after": True})
    answered = ask(fresh, query=f"Action=CreateVpc&Version=2016-04-28&Format=JSON&AccessKeyId={lab.key()}&"
                   "RegionId=cn-hangzhou&CidrBlock=10.0.0.0/8")  # fmt: skip
    assert answered.status == 504  # there is no connection to break
    (call,) = calls(fresh)
    assert call["fault"] == {"rule": "f1", "after": True, "lost": True}
    assert [change["table"] for change in call["changes"]] == ["vpcs", "route_tables"]


def test_a_pattern_of_actions_does_not_match_http_methods(fresh: Flask) -> None:
    """``DELETE /clock`` was among the calls that delete something."""
    client = fresh.test_client()
    client.post("/_tfmock/clock/freeze", json={"at": NEW_YEAR})
    client.delete("/_tfmock/clock")
    shown = {text: [call["action"] for call in calls(fresh, action=text)] for text in ("Delete*", "DELETE*", "*clock*")}
    assert "DELETE /clock" not in shown["Delete*"]
    assert shown["DELETE*"] == ["DELETE /clock"]
    assert shown["*clock*"] == ["POST /clock/freeze", "DELETE /clock"]
    frozen, real = calls(fresh, action="*clock*")
    assert frozen["now"] == NEW_YEAR
    assert real["now"] > NEW_YEAR
