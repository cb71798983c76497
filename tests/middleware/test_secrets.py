"""No secret of a request turns up anywhere: replies, recordings, exports, the control API, logs (attack.md fault 6)."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import pytest

from tests.support.lab import ALICE, ask
from tfmock.app import create_app
from tfmock.core.store import Transaction
from tfmock.recording import as_test, har
from tfmock.recording.record import parse
from tfmock.settings import Auth, Settings

KEY: Final = "LTAI5tRealLooking"
ACCOUNTS: Final = {KEY: {"uid": ALICE, "secret": "s3cr3t/+=~ x"}}
FOREIGN: Final = "LTAI5tSomebodyElse"

SECRETS: Final = {
    "Password": "Hunter2-TOPSECRET",
    "UserData": "IyEvYmluL3NoCnB3PXg=",
    "BearerToken": "bearer-token-1/2+3",
    "SecurityToken": "security-token-1/2+3",
    "SignatureNonce": "nonce-0123456789",
    "Signature": "signature/0123456789=",
}
COMMON: Final = {
    "Version": "2014-05-26", "Action": "RunInstances", "Format": "JSON", "SignatureMethod": "HMAC-SHA1",
    "SignatureVersion": "1.0", "RegionId": "cn-hangzhou",
}  # fmt: skip


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def spellings(value: str) -> set[str]:
    return {value, quote(value, safe="~"), quote(quote(value, safe="~"), safe="~"), json.dumps(value)[1:-1]}


def names_leaked(text: str, params: Mapping[str, str]) -> list[str]:
    return [name for name, value in params.items() if any(spelling in text for spelling in spellings(value))]


@pytest.mark.parametrize("auth", ["off", "warn", "strict"])
@pytest.mark.parametrize("key", [KEY, FOREIGN])
@pytest.mark.parametrize("format", ["JSON", "XML"])
def test_everywhere(auth: Auth, key: str, format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "calls.jsonl"
    app = create_app(Settings(accounts=ACCOUNTS, auth=auth, record=file))
    app_secrets = {**SECRETS, "AccessKeyId": key}
    query = urlencode({**COMMON, **app_secrets, "Timestamp": now(), "Format": format})
    answered = ask(app, query=query).body.decode()
    client = app.test_client()
    records = parse(file.read_text(encoding="utf-8").splitlines())
    assert len(records) == 1
    seen = {
        "reply": answered,
        "file": file.read_text(encoding="utf-8"),
        "calls": client.get("/_tfmock/calls").text,
        "report": client.get("/_tfmock/report").text,
        "metrics": client.get("/_tfmock/metrics").text,
        "console": client.get("/_tfmock/").text,
        "har": json.dumps(har.archive(records)),
        "pytest": as_test.source(records, "1"),
        "log": "".join(capsys.readouterr()),
    }
    assert {place: names for place, text in seen.items() if (names := names_leaked(text, app_secrets))} == {}


def test_the_string_to_sign_is_still_of_use() -> None:
    app = create_app(Settings(accounts=ACCOUNTS, auth="strict"))
    answered = ask(app, query=urlencode({**COMMON, **SECRETS, "Timestamp": now(), "AccessKeyId": KEY})).json()
    assert answered["Code"] == "SignatureDoesNotMatch"
    assert "server string to sign is:POST&%2F&AccessKeyId%3D***%26Action%3DRunInstances" in answered["Message"]
    assert "%26Password%3D***%26RegionId%3Dcn-hangzhou%26" in answered["Message"]


@pytest.mark.parametrize(
    ("host", "recorded_host"),
    [
        ("vpc.aliyuncs.com", "vpc.aliyuncs.com"),
        ("[::1]:4180", "[::1]:4180"),
        ("me:Hunter2-TOPSECRET@vpc.aliyuncs.com", "vpc.aliyuncs.com"),
        ("vpc.aliyuncs.com?token=Hunter2-TOPSECRET", "vpc.aliyuncs.com"),
    ],
)
def test_hosts(host: str, recorded_host: str, tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    app = create_app(Settings(record=file))
    ask(app, query="Action=DescribeNothing&Version=2016-04-28&Format=JSON", environ={"HTTP_HOST": host})
    (record,) = parse(file.read_text(encoding="utf-8").splitlines())
    assert record["host"] == recorded_host
    assert "Hunter2" not in file.read_text(encoding="utf-8")


def test_rows_that_a_call_changed(tmp_path: Path) -> None:
    """A webhook's address is its only lock; the row of the contact or the rule holds it."""
    file = tmp_path / "calls.jsonl"
    app = create_app(Settings(record=file))
    hook = "https://oapi.dingtalk.com/robot/send?access_token=0123456789"
    query = "Version=2019-01-01&Format=JSON&Action="
    contact = urlencode({"ContactName": "c", "Describe": "d", "Channels.DingWebHook": hook, "Lang": "en"})
    assert ask(app, query=f"{query}PutContact", body=contact.encode()).status == 200
    ask(app, query=f"{query}DescribeContactList")
    text = file.read_text(encoding="utf-8")
    assert [record["changes"] != [] for record in parse(text.splitlines())] == [True, False]
    assert "0123456789" not in text


def test_tracebacks(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> None:
        raise ValueError(f"no good: {SECRETS['Password']!r}, {quote(SECRETS['BearerToken'], safe='~')}")

    monkeypatch.setattr(Transaction, "put", broken)
    app = create_app(Settings())
    query = urlencode({"Action": "CreateVpc", "Version": "2016-04-28", **SECRETS})
    with caplog.at_level(logging.ERROR, "tfmock"):
        assert "Tfmock.Bug" in ask(app, query=f"{query}&RegionId=cn-hangzhou").body.decode()
    assert "ValueError: no good: '***', ***" in caplog.text
    assert names_leaked(caplog.text, SECRETS) == []


URL: Final = "https://usr-1234:PASS-1234@h/?token=TOKEN-1234"
PEM: Final = "-----BEGIN RSA PRIVATE KEY-----\nMIIE-1234\n-----END RSA PRIVATE KEY-----"
QUOTED: Final = ("usr-1234", "PASS-1234", "TOKEN-1234", "MIIE-1234")


@pytest.mark.parametrize("secret", [URL, PEM], ids=["url", "key"])
@pytest.mark.parametrize(
    "query",
    [
        {"Action": "CreateVpc", "CidrBlock": "{}"},
        {"Action": "CreateVpc", "VpcName": "{}"},
        {"Action": "CreateVpc", "RegionId": "{}"},
        {"Action": "CreateVSwitch", "VpcId": "{}", "CidrBlock": "{}", "ZoneId": "{}"},
        {"Action": "CreateRouteEntry", "RouteTableId": "{}", "DestinationCidrBlock": "{}"},
        {"Action": "{}"},
        {"Action": "CreateVpc", "Version": "{}"},
        {"Action": "CreateVpc", "{}": "x"},
        {"Action": "CreateVpc", "AccessKeyId": "{}"},
    ],
    ids=lambda query: ",".join(name if value == "{}" else value for name, value in query.items()),
)
def test_values_that_a_broken_rule_quotes(query: Mapping[str, str], secret: str, tmp_path: Path) -> None:
    """The reason of a refusal quotes the value that was refused, as do names that the caller chose."""
    file = tmp_path / "calls.jsonl"
    app = create_app(Settings(record=file))
    given = {name.format(secret): value.format(secret) for name, value in query.items()}
    ask(app, query=urlencode({"Version": "2016-04-28", "RegionId": "cn-hangzhou", "Format": "JSON", **given}))
    client = app.test_client()
    seen = {
        "file": file.read_text(encoding="utf-8"),
        **{path: client.get(f"/_tfmock/{path}").text for path in ("calls", "report", "metrics", "coverage", "")},
    }
    assert len(seen["file"].splitlines()) == 1
    assert {(place, word) for place, text in seen.items() for word in QUOTED if word in text} == set()


def test_a_reason_is_kept_without_its_secrets() -> None:
    app = create_app(Settings())
    ask(
        app,
        query=urlencode({"Action": "CreateVpc", "Version": "2016-04-28", "RegionId": "cn-hangzhou", "CidrBlock": URL}),
    )
    (record,) = app.test_client().get("/_tfmock/calls").get_json()["calls"]
    assert "https://***@h/?token=***" in record["reason"]


@pytest.mark.parametrize(
    "body", ['{"Password": "%s"}', '{"a": "x=y", "Password": "%s"}', '["%s"]', '{"BearerToken":"%s']
)
def test_a_body_of_json_that_is_taken_for_a_form(body: str, tmp_path: Path) -> None:
    secret = SECRETS["Password"]
    file = tmp_path / "calls.jsonl"
    app = create_app(Settings(record=file))
    query = urlencode({"Version": "2016-04-28", "Action": "DescribeVpcs", "Format": "JSON", "RegionId": "cn-hangzhou"})
    answered = ask(app, query=query, body=(body % secret).encode())
    texts = {
        path: ask(app, method="GET", path=f"/_tfmock{path}").body.decode() for path in ("/calls", "/report", "/metrics")
    }
    texts |= {"reply": answered.body.decode(), "file": file.read_text()}
    assert [name for name, text in texts.items() if secret in text] == []
    assert '"***": "***"' in texts["file"]
