"""Each protocol is recognised, and what tfmock does not have is refused in it: at once, by name, never retried."""

from __future__ import annotations

import json
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest
from flask import Flask

from tests.support.lab import Answered, ask
from tfmock.app import create_app
from tfmock.protocol import protobuf
from tfmock.protocol.protocol import Protocol, product_of_host, recognise
from tfmock.protocol.rest import template
from tfmock.settings import Settings


@dataclass(frozen=True)
class Call:
    """A request as an SDK makes it, and how its error names it."""

    host: str
    named: str
    path: str = "/"
    query: str = ""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()


def _signed(authorization: str, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("Authorization", authorization), *more)


CALLS = {
    "CS, by the old SDK": (
        Protocol.ROA,
        Call(
            "cs.cn-hangzhou.aliyuncs.com",
            "CS 2015-12-15 GET /clusters;",
            "/clusters",
            headers=_signed("acs key:sig", ("x-acs-version", "2015-12-15")),
        ),
    ),
    "CS, by a Tea SDK": (
        Protocol.ROA,
        Call(
            "cs.cn-hangzhou.aliyuncs.com",
            "CS 2015-12-15 GET /clusters/{id}/nodepools (/clusters/c8f1d2/nodepools);",
            "/clusters/c8f1d2/nodepools",
            headers=_signed(
                "ACS3-HMAC-SHA256 Credential=key,SignedHeaders=host,Signature=0",
                ("x-acs-action", "DescribeClusterNodePools"),
                ("x-acs-version", "2015-12-15"),
            ),
        ),
    ),
    "CS, by curl": (Protocol.ROA, Call("cs.cn-hangzhou.aliyuncs.com", "CS GET /clusters;", "/clusters")),
    "SAE": (
        Protocol.ROA,
        Call("sae.cn-beijing.aliyuncs.com", "SAE POST /pop/v1/sam/app/createApplication;",
             "/pop/v1/sam/app/createApplication", method="POST"),
    ),
    "FC 3": (
        Protocol.ROA,
        Call("fcv3.cn-hangzhou.aliyuncs.com", "fcv3 2023-03-30 PUT /2023-03-30/functions/{id} ",
             "/2023-03-30/functions/mine", method="PUT"),
    ),
    "FC 2": (
        Protocol.FC,
        Call("1000000000000001.cn-hangzhou.fc.aliyuncs.com", "FC 2016-08-15 GET /2016-08-15/services;",
             "/2016-08-15/services", headers=_signed("FC key:sig")),
    ),
    "OSS, signature 1": (
        Protocol.OSS,
        Call("bucket.oss-cn-hangzhou.aliyuncs.com", "Oss 2019-05-17 GetBucketLifecycle", query="lifecycle",
             headers=_signed("OSS key:sig")),
    ),
    "OSS, signature 4": (
        Protocol.OSS,
        Call("bucket.oss-cn-hangzhou.aliyuncs.com", "Oss 2019-05-17 PutBucketWebsite", query="website", method="PUT",
             headers=_signed("OSS4-HMAC-SHA256 Credential=key/20260101/cn-hangzhou/oss/aliyun_v4_request,Signature=0")),
    ),
    "OSS, by address": (
        Protocol.OSS,
        Call("127.0.0.1:4180", "Oss 2019-05-17 InitiateMultipartUpload", "/bucket/key", "uploads", "POST",
             _signed("OSS key:sig")),
    ),
    "OSS, a signed URL": (
        Protocol.OSS,
        Call("127.0.0.1:4180", "Oss 2019-05-17 GetObjectTagging", "/bucket/key",
             "tagging&OSSAccessKeyId=key&Expires=1&Signature=x"),
    ),
    "OSS, by nobody": (
        Protocol.OSS,
        Call("bucket.oss-cn-hangzhou-internal.aliyuncs.com", "Oss 2019-05-17 GetBucketCors", query="cors"),
    ),
    "SLS": (
        Protocol.SLS,
        Call("project.cn-hangzhou.log.aliyuncs.com", "Sls 0.6.0 GET /logstores/{id} (/logstores/mine);",
             "/logstores/mine", headers=_signed("LOG key:sig", ("x-log-apiversion", "0.6.0"))),
    ),
    "SLS, by curl": (Protocol.SLS, Call("project.cn-hangzhou.log.aliyuncs.com", "Sls GET /;")),
    "OTS": (
        Protocol.OTS,
        Call("lock.cn-hangzhou.ots.aliyuncs.com", "Ots 2015-12-31 BatchGetRow", "/BatchGetRow", method="POST",
             headers=(("x-ots-apiversion", "2015-12-31"), ("x-ots-accesskeyid", "key"))),
    ),
    "OTS, by address": (
        Protocol.OTS,
        Call("127.0.0.1:4180", "Ots 2015-12-31 UpdateRow", "/UpdateRow", method="POST",
             headers=(("x-ots-apiversion", "2015-12-31"),)),
    ),
    "MNS": (
        Protocol.MNS,
        Call("1000000000000001.mns.cn-hangzhou.aliyuncs.com", "Mns 2015-06-06 PUT /queues/{id} (/queues/q);",
             "/queues/q", method="PUT", headers=_signed("MNS key:sig", ("x-mns-version", "2015-06-06"))),
    ),
    "DataHub": (
        Protocol.DATAHUB,
        Call("dh-cn-hangzhou.aliyuncs.com", "DataHub GET /projects;", "/projects", headers=_signed("DATAHUB key:sig")),
    ),
    "RPC of another product": (
        Protocol.RPC,
        Call("slb.cn-beijing.aliyuncs.com", "SLB 2014-05-15 DescribeLoadBalancers; it could store it",
             query="Action=DescribeLoadBalancers&Version=2014-05-15&Format=JSON"),
    ),
    "RPC of a product that has a version of ours": (
        Protocol.RPC,
        Call("hbase.aliyuncs.com", "HBase 2019-01-01 DescribeMetricList; what it has is of Bss",
             query="Action=DescribeMetricList&Version=2019-01-01&Format=JSON"),
    ),
    "Tablestore's instances, which have an API of their own": (
        Protocol.RPC,
        Call("ots.cn-hangzhou.aliyuncs.com", "Ots 2016-06-20 ListClusterType; what it has is of Bss",
             query="Action=ListClusterType&Version=2016-06-20&Format=JSON"),
    ),
    "RPC on a path": (
        Protocol.RPC,
        Call("vpc.aliyuncs.com", "Vpc 2016-04-28 DescribeVpcz; the closest it has is DescribeVpcs", "/vpc/x",
             query="Action=DescribeVpcz&Version=2016-04-28&Format=JSON"),
    ),
}  # fmt: skip


def _asked(app: Flask, call: Call) -> Answered:
    environ = {"HTTP_HOST": call.host}
    return ask(
        app, method=call.method, path=call.path, query=call.query, headers=dict(call.headers), environ=environ
    )  # fmt: skip


def _error(protocol: Protocol, answered: Answered) -> tuple[str, str]:
    """Code and message, read as the SDK of the protocol reads them."""
    if protocol is Protocol.OTS:
        error = protobuf.parse(answered.body)
        return error.text(1), error.text(2)
    if protocol in (Protocol.OSS, Protocol.MNS):
        root = ElementTree.fromstring(answered.body)
        assert root.tag == "Error"
        return root.findtext("Code") or "", root.findtext("Message") or ""
    body = json.loads(answered.body)
    code, message = {
        Protocol.SLS: ("errorCode", "errorMessage"),
        Protocol.FC: ("ErrorCode", "ErrorMessage"),
        Protocol.DATAHUB: ("ErrorCode", "ErrorMessage"),
        Protocol.ROA: ("code", "message"),
    }.get(protocol, ("Code", "Message"))
    return body[code], body[message]


@pytest.fixture(scope="module")
def emulated_app(app: Flask) -> Flask:
    """An app that refuses what is only stored. (``app`` sets the environment.)"""
    return create_app(Settings(tier="emulated"))


@pytest.mark.parametrize("name", CALLS)
def test_refused_in_its_own_protocol(emulated_app: Flask, name: str) -> None:
    protocol, call = CALLS[name]
    answered = _asked(emulated_app, call)
    assert answered.status == 400  # the SDKs and the provider retry 5xx, and take 404 for a thing that is gone
    code, message = _error(protocol, answered)
    assert code == "Tfmock.NotImplemented"
    assert f"tfmock does not implement {call.named}" in message
    assert "NotFound" not in message


@pytest.mark.parametrize("name", CALLS)
def test_recognised(name: str) -> None:
    protocol, call = CALLS[name]
    environ = {"REQUEST_METHOD": call.method, "PATH_INFO": call.path, "QUERY_STRING": call.query,
               "HTTP_HOST": call.host}  # fmt: skip
    environ |= {f"HTTP_{header.upper().replace('-', '_')}": value for header, value in call.headers}
    assert recognise(environ) is protocol


def test_every_call_has_a_name_in_the_report() -> None:
    app = create_app(Settings(tier="emulated"))
    for _, call in CALLS.values():
        _asked(app, call)
    ask(app, query="Version=2016-04-28")
    assert ask(app, method="GET", path="/favicon.ico", environ={"HTTP_HOST": "127.0.0.1"}).status == 400
    report = ask(app, method="GET", path="/_tfmock/report").json()
    assert {"(no action)", "GET /favicon.ico"} <= {call["action"] for call in report["calls"]}
    assert all(call["action"] for call in report["calls"])
    refused = {
        (call["product"], call["action"]) for call in report["calls"] if "Tfmock.NotImplemented" in call["errors"]
    }
    assert ("CS", "GET /clusters/{id}/nodepools") in refused
    assert ("Oss", "GetBucketLifecycle") in refused
    assert ("SLB", "DescribeLoadBalancers") in refused
    assert [names for names in refused if "" in names] == [("", "GET /favicon.ico")]
    calls = ask(app, method="GET", path="/_tfmock/calls").json()["calls"]
    assert ("Mns", "PUT /queues/{id}") in {(call["product"], call["action"]) for call in calls}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "/"),
        ("/clusters", "/clusters"),
        ("/clusters/name", "/clusters/{id}"),
        ("/2023-03-30/functions/f/aliases/a", "/2023-03-30/functions/{id}/aliases/{id}"),
        ("/api/v1/projects/p1", "/api/v1/projects/{id}"),
        ("/pop/v5/k8s/acs/k8s_slb_binding", "/pop/v5/k8s/acs/k8s_slb_binding"),
        ("/namespace/c8f1d2ab3", "/namespace/{id}"),
        ("/a" * 40, "/a" * 12),
    ],
)
def test_ids_leave_the_name_of_a_path(path: str, expected: str) -> None:
    assert template(path) == expected


@pytest.mark.parametrize(
    ("host", "product"),
    [
        ("slb.aliyuncs.com", "SLB"),
        ("slb.cn-beijing.aliyuncs.com:443", "SLB"),
        ("ecs-cn-hangzhou.aliyuncs.com", "ECS"),
        ("polardb.ap-southeast-1.aliyuncs.com", "polardb"),
        ("1000000000000001.eventbridge.cn-hangzhou.aliyuncs.com", "eventbridge"),
        ("serverless.cn-hangzhou.aliyuncs.com", "SAE"),
        ("127.0.0.1:4180", ""),
        ("aliyuncs.com", ""),
        ("evilaliyuncs.com", ""),
    ],
)
def test_the_product_that_a_host_stands_for(host: str, product: str) -> None:
    assert product_of_host(host) == product


def test_an_operation_is_found_in_its_own_protocol_alone(app: Flask) -> None:
    query = "Action=PutObject&Version=2019-05-17&Format=JSON"
    refused = ask(app, query=query, environ={"HTTP_HOST": "oss-cn-hangzhou.aliyuncs.com"}).json()
    assert refused["Code"] == "Tfmock.NotImplemented"


def test_too_large_a_body_is_refused_in_its_protocol(app: Flask) -> None:
    environ = {"HTTP_HOST": "b.oss-cn-hangzhou.aliyuncs.com", "CONTENT_LENGTH": str(1 << 40)}
    answered = ask(app, method="PUT", path="/key", headers={"Authorization": "OSS k:s"}, environ=environ)
    root = ElementTree.fromstring(answered.body)
    assert (answered.status, root.findtext("Code")) == (400, "EntityTooLarge")


@pytest.mark.parametrize("host", ["slb.aliyuncs.com", "alb.cn-hangzhou.aliyuncs.com", "rds.aliyuncs.com"])
def test_no_suggestion_crosses_products(app: Flask, host: str) -> None:
    query = "Action=DescribeRegions&Version=2014-08-15&Format=JSON"  # Ecs and Vpc have that action
    message = ask(app, query=query, environ={"HTTP_HOST": host}).json()["Message"]
    assert "; what it has is of BssOpenApi" in message
    assert "DescribeRegions;" in message
