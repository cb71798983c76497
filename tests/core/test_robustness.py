"""Malformed requests: never a 5xx, a traceback or a bug's code, and nothing changes when a request fails."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.support.lab import ALICE, BOB, Answered, Lab, Net, ask, flatten, prepare
from tests.support.services.operations import CASES
from tfmock.core.operation import Operation
from tfmock.protocol.protocol import Protocol
from tfmock.services.registry import all_operations

OPERATIONS = {f"{op.product}.{op.action}": op for op in all_operations() if op.protocol is Protocol.RPC}
#: Fixtures are shared between examples on purpose: the world grows as a user's does.
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)


def assert_sane(answered: Answered) -> None:
    """An answer of the cloud's form, whatever was sent."""
    assert answered.status in {200, 400, 403, 404, 409, 413}
    assert b"Tfmock.Bug" not in answered.body
    assert b"Traceback" not in answered.body
    if answered.headers["Content-Type"].startswith("application/json"):
        body = answered.json()
        assert body["RequestId"]
        assert (answered.status == 200) == ("HostId" not in body)
    else:
        assert answered.body.startswith(b"<?xml")


@cache
def ids_of(net: Net) -> list[str]:
    return [
        net.vpc, net.table, net.vsw, net.custom, net.vpc2, net.table2, net.pcc, net.bobs, net.waiting, net.route,
        net.group, net.router,
    ]  # fmt: skip


PLAIN = [
    "", "0", "1", "-1", "99999999999999999999999", "1e9", "NaN", "true", "false", "null", "10.0.0.0/8", "10.0.9.0/24",
    "10.0.0.1/8", "0.0.0.0/0", "::/0", "2408::/56", "999.1.1.1/33", "cn-hangzhou", "cn-beijing", "cn-hangzhou-b", "VPC",
    "PeerConnection", "ResourceGroup", "VpcPeer", "RouterInterface", "ri-1", "Gold", "Custom", "System", "ipv4", "pl-1",
    "http://x", "x" * 300, "\u4e2d\u6587", "a b", "\x00", "\ud83d\ude00", "' OR 1=1 --", "{0}", "{id}", "%s", "<x>",
    ALICE, BOB, "acs:ram::1000000000000001:role/r", "YWZ0ZXI6MQ",
]  # fmt: skip


def _wire(model: type[BaseModel], values: st.SearchStrategy[str], depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Parameters of a model by their wire names: each absent, plain, a list, or of the nested model's shape."""
    fields = {}
    for name, field in model.model_fields.items():
        inner = next((part for part in _models(field.annotation)), None)
        value: st.SearchStrategy[Any] = values
        if inner is not None and depth < 2:
            value = values | st.lists(_wire(inner, values, depth + 1), max_size=3)
        elif "list" in str(field.annotation):
            value = values | st.lists(values, max_size=3)
        fields[field.alias or name] = value
    return st.fixed_dictionaries({}, optional=fields)


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models(part)]


@pytest.mark.parametrize("name", OPERATIONS)
@shared
@given(data=st.data())
def test_generated_parameters(name: str, net: Net, data: st.DataObject) -> None:
    op = OPERATIONS[name]
    values = st.sampled_from([*ids_of(net), *ids_of(net), *PLAIN]) | st.text(max_size=6)
    good = next(case for case in CASES if case.name == name)
    params = data.draw(_wire(op.request, values))
    # Half of the time most of a good request is kept, so that handlers are reached.
    if data.draw(st.booleans()):
        params = {**_fixed(good.name, net), **params}
    before = net.lab.snapshot()
    answered = call(net.lab, op, flatten(params))
    assert_sane(answered)
    if answered.status != 200:
        assert net.lab.snapshot() == before


@cache
def _fixed(name: str, net: Net) -> dict[str, Any]:
    return dict(next(case for case in CASES if case.name == name).good(net))


def call(lab: Lab, op: Operation, params: dict[str, str], more: dict[str, str] | None = None) -> Answered:
    common = {"Version": op.version, "Action": op.action, "Format": "JSON", "AccessKeyId": lab.key(), **(more or {})}
    body = urlencode({**params, **common}, errors="replace").encode()
    return ask(lab.app, body=body)


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_required_parameter_missing(name: str, net: Net) -> None:
    op = OPERATIONS[name]
    required = [field.alias or name for name, field in op.request.model_fields.items() if field.is_required()]
    good = flatten({"RegionId": "cn-hangzhou", **_fixed(name, net)})
    for parameter in required:
        rest = {key: value for key, value in good.items() if key.split(".")[0] != parameter}
        for params in (rest, {**rest, parameter: ""}):
            before = net.lab.snapshot()
            answered = call(net.lab, op, params)
            assert_sane(answered)
            if answered.status == 200:
                continue  # an empty ResourceId.1 is one resource without a name: refused by the handler
            assert net.lab.snapshot() == before
        assert call(net.lab, op, rest).json()["Code"] == f"Missing{parameter}"
        assert call(net.lab, op, rest).json()["Message"] == f"{parameter} is mandatory for this action."


def test_several_missing_parameters_name_the_first(lab: Lab) -> None:
    assert lab.code("VpcPeer.CreateVpcPeerConnection", RegionId="") == "MissingRegionId"


@shared
@given(
    body=st.binary(max_size=400), query=st.text(st.characters(max_codepoint=255), max_size=80),
    method=st.sampled_from(["GET", "POST"]), headers=st.dictionaries(
        st.sampled_from(["Authorization", "X-Acs-Action", "X-Acs-Version", "X-Acs-Security-Token", "Accept", "Host"]),
        st.text(st.characters(max_codepoint=255), max_size=40),
    ),
)  # fmt: skip
def test_random_bytes(app: Flask, body: bytes, query: str, method: str, headers: dict[str, str]) -> None:
    assert_sane(ask(app, method=method, query=query, body=body, headers=headers))


@shared
@given(noise=st.binary(max_size=60), name=st.sampled_from(sorted(OPERATIONS)))
def test_noise_behind_a_real_action(net: Net, noise: bytes, name: str) -> None:
    op = OPERATIONS[name]
    common = urlencode(
        {"Version": op.version, "Action": op.action, "Format": "JSON", "AccessKeyId": net.lab.key()}
    ).encode()
    before = net.lab.snapshot()
    answered = ask(net.lab.app, body=common + b"&" + noise)
    assert_sane(answered)
    if answered.status != 200:
        assert net.lab.snapshot() == before


KEYS = ["", "x", "STS.", "STS.x", "STS.default.abcdefgh", "a" * 5000, "\u00e9", "w.1", "../etc.12345", "W.12345"]


@pytest.mark.parametrize("key", KEYS)
def test_strange_keys(app: Flask, key: str) -> None:
    query = urlencode({"Version": "2015-04-01", "Action": "GetCallerIdentity", "Format": "JSON", "AccessKeyId": key})
    answered = ask(app, query=query)
    assert_sane(answered)
    if key.startswith("STS."):
        assert answered.json()["Code"] == "InvalidAccessKeyId.NotFound"
    else:
        assert answered.json()["AccountId"] == ALICE


def test_a_duplicate_parameter_is_answered(lab: Lab) -> None:
    common = f"Version=2016-04-28&Action=CreateVpc&Format=JSON&AccessKeyId={lab.key()}"
    answered = ask(lab.app, body=f"{common}&VpcName=a&VpcName=b&CidrBlock=x&CidrBlock=10.0.0.0/8".encode())
    assert answered.status == 200
    assert lab.call("DescribeVpcs")["Vpcs"]["Vpc"][0]["VpcName"] == "b"


@pytest.mark.parametrize("size", [1 << 20, (1 << 20) + 1, 5 << 20])
def test_huge_bodies(lab: Lab, size: int) -> None:
    head = f"Version=2016-04-28&Action=CreateVpc&Format=JSON&AccessKeyId={lab.key()}&Description=".encode()
    answered = ask(lab.app, body=head + b"x" * (size - len(head)))
    assert_sane(answered)
    code = {1 << 20: "InvalidVpcDiscription.Malformed"}.get(size, "RequestBodyTooLarge")
    assert answered.json()["Code"] == code
    assert lab.call("DescribeVpcs")["TotalCount"] == 0


def test_deep_names(lab: Lab) -> None:
    name = ".".join(["Tag", *("1" for _ in range(5000))])
    assert_sane(call(lab, OPERATIONS["Vpc.CreateVpc"], {name: "x"}))
    assert_sane(call(lab, OPERATIONS["Vpc.CreateVpc"], {f"{'9' * 5000}.{'9' * 5000}": "x", "Tag.99999999999.Key": "k"}))


def test_a_bug_is_a_400_that_says_so_and_leaves_no_trace(
    net: Net, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The one test that wants the code of a bug: by breaking the store half-way through a request."""
    from tfmock.core.store import Transaction

    real, seen = Transaction.put, []

    def put(self: Transaction, row: Any) -> Any:
        seen.append(row)
        if len(seen) > 1:
            raise ZeroDivisionError
        return real(self, row)

    monkeypatch.setattr(Transaction, "put", put)
    with caplog.at_level(logging.CRITICAL, logger="tfmock"):
        refused = net.lab.refusal("CreateVpc", CidrBlock="10.9.0.0/16")
    assert (refused.status, refused.code) == (400, "Tfmock.Bug")
    assert "ZeroDivisionError" not in json.dumps(refused.envelope)
    assert len(seen) == 2


def test_prepared_world_is_whole(lab: Lab) -> None:
    """What the other tests stand on."""
    net = prepare(lab)
    assert lab.peering(net.pcc)["Status"] == "Activated"
    assert lab.peering(net.waiting)["Status"] == "Accepting"


#: What has broken something once, here or elsewhere: each of these in each parameter, all others good.
HOSTILE = [
    "²", "٣", "9" * 400, "9" * 5000, "-" + "9" * 30, "1" + "0" * 18, "60000000000000", "[" * 3000, '{"a":' * 3000,
    '["\\ud800"]', '{"\\ud800": [1e999, NaN]}', "1e999", "\uffff\x0b", "[\"" + "x" * 5000 + "\"]",
    "9999-99-99T99:99:99Z", "0000-00-00", "2020-13-45", "[null]", "[[]]", '{"instanceId": [1]}',
]  # fmt: skip


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_hostile_value_in_each_parameter(name: str, net: Net) -> None:
    op = OPERATIONS[name]
    good = flatten({"RegionId": "cn-hangzhou", **_fixed(name, net)})
    names = {*good, *_leaves(op.request), *(field.alias or name for name, field in op.request.model_fields.items())}
    for turn, parameter in enumerate(sorted(names)):
        # A fifth of them for each parameter, others for the next: all of them in each parameter take minutes.
        for number, value in enumerate(HOSTILE[turn % _EVERY :: _EVERY]):
            more = {"Format": "XML"} if number % 4 == 0 else {}
            started = time.thread_time()
            answered = call(net.lab, op, {**good, parameter: value}, more)
            assert_sane(answered)
            assert time.thread_time() - started < 5, (parameter, value[:30])
            if more:
                ElementTree.fromstring(answered.body)


_EVERY: Final = 5


def _leaves(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """The names of nested parameters, one of each list."""
    for name, field in model.model_fields.items():
        own = f"{prefix}{field.alias or name}"
        inner = _models(field.annotation)
        if inner:
            yield from _leaves(inner[0], f"{own}.1." if "list" in str(field.annotation) else f"{own}.")
        else:
            yield f"{own}.1" if "list" in str(field.annotation) else own


@pytest.mark.parametrize("name", ["SecondaryPrivateIpAddressCount", "Ipv6AddressCount"])
def test_a_hostile_address_count_is_refused_at_once(lab: Lab, name: str) -> None:
    """In a vSwitch of 65,536 addresses a count of 60,000 was a loop of hours."""
    vpc = lab.vpc("10.0.0.0/8", EnableIpv6=True)["VpcId"]
    vsw = lab.call("CreateVSwitch", VpcId=vpc, CidrBlock="10.0.0.0/16", ZoneId="cn-hangzhou-b", Ipv6CidrBlock=1)
    group = lab.call("Ecs.CreateSecurityGroup", VpcId=vpc)["SecurityGroupId"]
    parameters = {"VSwitchId": vsw["VSwitchId"], "SecurityGroupId": group, name: 60_000}
    assert lab.code("Ecs.CreateNetworkInterface", parameters) == "InvalidParameter"
