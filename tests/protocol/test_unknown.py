"""What tfmock does not have: refused at once, HTTP 400, with the closest it has."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lab import Lab, ask
from tfmock.protocol.errors import ApiError
from tfmock.protocol.request import ApiRequest
from tfmock.services.registry import Registry, all_operations

REGISTRY = Registry(all_operations())


@pytest.mark.parametrize(
    ("version", "action", "names"),
    [
        ("2016-04-28", "DescribeVpc", ["Vpc 2016-04-28 DescribeVpc;", "closest it has is DescribeVpcs"]),
        ("2016-04-28", "CreateVpcPeerConnection", ["it has VpcPeer 2022-01-01 CreateVpcPeerConnection"]),
        ("2022-01-01", "GetVpcPeerConnection", ["closest it has is GetVpcPeerConnectionAttribute"]),
        ("2016-04-28", "AssembleWidgets", ["Vpc 2016-04-28 AssembleWidgets. 'tfmock actions'"]),  # none is close
        ("2014-05-26", "RunCommand", ["Ecs 2014-05-26 RunCommand"]),
        ("1999-01-01", "DescribeVpcs", ["it has Vpc 2016-04-28 DescribeVpcs"]),
        ("1999-01-01", "Frobnicate", ["Vpc 1999-01-01 Frobnicate. 'tfmock actions'"]),
    ],
)
def test_unknown_action_names_the_closest(lab: Lab, version: str, action: str, names: list[str]) -> None:
    answered = ask(lab.app, query=f"Version={version}&Action={action}&Format=JSON&AccessKeyId={lab.key()}")
    assert answered.status == 400
    body = answered.json()
    assert body["Code"] == "Tfmock.NotImplemented"
    for name in names:
        assert name in body["Message"]
    assert "NotFound" not in body["Message"]
    assert f"all {len(REGISTRY.operations)} actions that are emulated; 'tfmock coverage'" in body["Message"]


@pytest.mark.parametrize(
    ("query", "code"),
    [("", "MissingAction"), ("Action=DescribeVpcs", "MissingVersion"), ("Version=2016-04-28", "MissingAction")],
)
def test_a_missing_action_or_version_is_named(app: Flask, query: str, code: str) -> None:
    answered = ask(app, query=f"Format=JSON&{query}")
    assert (answered.status, answered.json()["Code"]) == (400, code)


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_unknown_is_never_404_nor_5xx(action: str, version: str, host: str) -> None:
    request = ApiRequest(
        method="POST",
        host=host,
        action=action,
        version=version,
        params={},
        access_key_id="",
        security_token="",
        wants_xml=False,
    )
    with pytest.raises(ApiError) as refused:
        REGISTRY.find(request, REGISTRY.product(request))
    assert (refused.value.status, refused.value.code) == (400, "Tfmock.NotImplemented")


@pytest.mark.parametrize("path", ["/", "/vpc/", "/api/v1/x", "//"])
def test_any_path_is_the_api(lab: Lab, path: str) -> None:
    query = f"Version=2016-04-28&Action=DescribeVpcs&Format=JSON&AccessKeyId={lab.key()}"
    assert ask(lab.app, path=path, query=query).status == 200


def test_a_call_in_all_four_styles(lab: Lab) -> None:
    """V1 in the query, V1 in the form, both, V3 in headers: one answer (provider-contract: Client stacks)."""
    vpc = lab.vpc()["VpcId"]
    common, own = f"Version=2016-04-28&Action=DescribeVpcAttribute&Format=JSON&AccessKeyId={lab.key()}", f"VpcId={vpc}"
    v3 = {
        "x-acs-action": "DescribeVpcAttribute", "x-acs-version": "2016-04-28",
        "authorization": f"ACS3-HMAC-SHA256 Credential={lab.key()},SignedHeaders=host,Signature=0",
    }  # fmt: skip
    answers = [
        ask(lab.app, query=f"{common}&{own}"),
        ask(lab.app, body=f"{common}&{own}".encode()),
        ask(lab.app, query=common, body=own.encode()),
        ask(lab.app, query=f"{common}&{own}", method="GET"),
        ask(lab.app, headers=v3, body=own.encode()),
    ]
    bodies = [{**answer.json(), "RequestId": ""} for answer in answers]
    assert bodies == [bodies[0]] * len(bodies)
    assert bodies[0]["VpcId"] == vpc


def test_xml_end_to_end(lab: Lab) -> None:
    lab.vpc(VpcName="a<b>&c")
    answered = ask(lab.app, query=f"Version=2016-04-28&Action=DescribeVpcs&AccessKeyId={lab.key()}")
    assert answered.headers["Content-Type"] == "text/xml;charset=utf-8"
    assert b"<VpcName>a&lt;b&gt;&amp;c</VpcName>" in answered.body
    failed = ask(lab.app, query=f"Version=2016-04-28&Action=DescribeVpcAttribute&AccessKeyId={lab.key()}")
    assert failed.status == 400
    assert b"<Error><RequestId>" in failed.body
