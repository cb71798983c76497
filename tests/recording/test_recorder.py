"""Recordings: every call, one line each, and no secret."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.crud import Client
from tests.support.lab import BOB, Lab, ask
from tfmock.app import create_app
from tfmock.cli.calls import _read
from tfmock.protocol.reply import HttpReply
from tfmock.protocol.request import ApiRequest
from tfmock.recording import redact
from tfmock.recording.record import RecordingError, parse
from tfmock.recording.recorder import Recorder
from tfmock.services.outcome import Outcome
from tfmock.settings import Settings, SettingsError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "calls.jsonl"


def records(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_new_recording_is_private_and_an_existing_one_keeps_its_mode(file: Path) -> None:
    create_app(Settings(record=file))
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    create_app(Settings(record=file))
    assert file.stat().st_mode & 0o777 == 0o644


def test_calls_and_refusals_are_recorded(file: Path) -> None:
    lab = Lab(create_app(Settings(record=file)), "w")
    id = lab.vpc(VpcName="\u4e2d", Colour="red")["VpcId"]
    lab.code("DescribeVpcAttribute", VpcId="vpc-x", by=BOB)
    ask(lab.app, query="Version=2016-04-28&Action=DescribeRegions", method="GET")  # answered in XML
    created, refused, xml = records(file)
    assert (created["product"], created["action"], created["world"], created["status"]) == (
        "Vpc",
        "CreateVpc",
        "w",
        200,
    )
    assert created["reply"]["VpcId"] == id  # type: ignore[index]
    assert created["params"]["VpcName"] == "\u4e2d"  # type: ignore[index]
    assert created["unknown_parameters"] == ["Colour"]
    assert (refused["status"], refused["account"]) == (404, BOB)
    assert str(xml["reply"]).startswith("<?xml")


@pytest.mark.parametrize("project", ["pp.sls.cn-hangzhou.aliyuncs.com", "pp.cn-hangzhou.log.aliyuncs.com"])
def test_a_reply_that_is_no_json_is_recorded_as_text(file: Path, project: str) -> None:
    client = Client(create_app(Settings(record=file)), "w")
    assert client.rest("POST", project, "/", "0.6.0", {"projectName": "pp"}).status == 200
    answered = client.rest("GET", project, "/policy", "0.6.0")
    assert (answered.status, answered.body) == (200, b"")
    assert answered.headers["Content-Type"].startswith("application/json")
    assert records(file)[-1]["reply"] == ""
    listed = ask(client.app, method="GET", path="/_tfmock/calls", query="world=w").json()
    assert listed["calls"][-1]["reply"] == ""


@pytest.mark.parametrize(
    ("content_type", "body", "recorded"),
    [
        ("application/json;charset=utf-8", b"{", "{"),
        ("application/json", b"[" * 100_000, "[" * 100_000),
        ("application/json", b"\xff", "\ufffd"),
        ("text/plain", b"\xff", "\ufffd"),
        ("application/json", b'{"a": 1}', {"a": 1}),
    ],
)
def test_any_content_is_recorded(file: Path, content_type: str, body: bytes, recorded: object) -> None:
    recorder = Recorder([], 1, file)
    request = ApiRequest(
        method="GET", host="x", action="", version="", params={}, access_key_id="", security_token="", wants_xml=False
    )
    recorder.record(request, Outcome(reply=HttpReply(status=200, content_type=content_type, body=body)), 0.0)
    assert [record["reply"] for record in records(file)] == [recorded]


def test_json_that_cannot_be_read_shows_no_secret() -> None:
    assert redact.reply(b'{"Password": "pw1"', "application/json") == b"***"


def test_no_secret_is_kept(file: Path) -> None:
    app = create_app(Settings(record=file))
    common = "Version=2015-04-01&Action=AssumeRole&Format=JSON&AccessKeyId=LTAIreal&Signature=sig1&SignatureNonce=n1"
    role = f"RoleArn=acs:ram::{BOB}:role/r&RoleSessionName=me&SecurityToken=tok1&AdminPassword=pw1"
    credentials = ask(app, query=common, body=role.encode()).json()["Credentials"]
    assert ask(app, query=common, body=f"{role}&Policy=pol1".encode()).status == 400
    secrets = ["LTAIreal", "sig1", "n1", "tok1", "pol1", "pw1"]
    secrets += [credentials[name] for name in ("AccessKeySecret", "SecurityToken")]
    text = file.read_text(encoding="utf-8")
    assert [secret for secret in secrets if f'"{secret}"' in text] == []
    assert f"acs:ram::{BOB}:role/r" in text


SECRETS_OF_CRUD: list[list[tuple[str, dict[str, object]]]] = [
    [
        ("kms.CreateSecret", {"SecretName": "s", "SecretData": "hushhush", "VersionId": "1"}),
        ("kms.GetSecretValue", {"SecretName": "s"}),
    ],
    [
        ("rds.CreateAccount", {"DBInstanceId": "rm-1", "AccountName": "a", "AccountPassword": "hushhush"}),
        ("rds.DescribeAccounts", {"DBInstanceId": "rm-1"}),
    ],
    [("kms.CreateSecret", {"SecretName": "s", "SecretData": '{"password":"hushhush"}', "VersionId": "1"})],
    [("kms.ListKeys", {"Passwords": ["hushhush"]})],
]


@pytest.mark.parametrize("calls", SECRETS_OF_CRUD)
def test_no_secret_of_the_crud_tier_is_kept(file: Path, calls: list[tuple[str, dict[str, object]]]) -> None:
    client = Client(create_app(Settings(record=file)), "w")
    for action, params in calls:
        assert client.ask(action, params).status == 200
    listed = ask(client.app, method="GET", path="/_tfmock/calls", query="world=w").body
    assert "hushhush" not in file.read_text(encoding="utf-8")
    assert b"hushhush" not in listed


def test_a_reply_of_the_crud_tier_keeps_what_is_no_secret(file: Path) -> None:
    client = Client(create_app(Settings(record=file)), "w")
    client.call("kms.CreateSecret", SecretName="s", SecretData="hushhush", VersionId="1")
    assert client.call("kms.GetSecretValue", SecretName="s")["SecretData"] == "hushhush"
    reply = records(file)[-1]["reply"]
    assert isinstance(reply, dict)
    assert (reply["SecretName"], reply["SecretData"]) == ("s", "***")


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Name a file that can be written"):
        create_app(Settings(record=tmp_path))


def test_a_truncated_line_spoils_no_other(file: Path) -> None:
    """tfmock was killed within a line, and goes on with the same file."""
    Lab(create_app(Settings(record=file)), "w").vpc()
    whole = file.read_bytes()
    file.write_bytes(whole + whole[: len(whole) // 2])
    Lab(create_app(Settings(record=file)), "w").vpc()
    assert file.read_bytes().startswith(whole + whole[: len(whole) // 2] + b"\n")
    assert [record["action"] for record in parse(file.read_text().split("\n"))] == ["CreateVpc"] * 2


@pytest.mark.parametrize("line", ["{", "x", '{"n": 1}'])
def test_a_line_that_is_no_call_is_refused(line: str) -> None:
    with pytest.raises(RecordingError, match="line 1"):
        parse([line])


def test_a_line_is_one_write(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several processes that write to one file: a buffer would hand long lines over in pieces."""
    written: list[bytes] = []
    write = os.write

    def seen(descriptor: int, data: bytes) -> int:
        written.append(data)
        return write(descriptor, data)

    lab = Lab(create_app(Settings(record=file)), "w")
    monkeypatch.setattr(os, "write", seen)
    for _ in range(3):
        lab.vpc(Colour="x" * 20_000)
    assert [data.count(b"\n") for data in written] == [1, 1, 1]
    assert file.read_bytes() == b"".join(written)


def test_a_full_disk_fails_no_call(caplog: pytest.LogCaptureFixture) -> None:
    lab = Lab(create_app(Settings(record=Path("/dev/full"))), "w")
    lab.vpc()
    lab.vpc()
    assert [record.message for record in caplog.records if "--record" in record.message] == [
        "--record: No space left on device; nothing more is recorded"
    ]


def test_texts_may_hold_other_line_separators(file: Path) -> None:
    lab = Lab(create_app(Settings(record=file)), "w")
    lab.vpc(Description="a\u2028b\x85c")
    lab.vpc()
    assert [record["action"] for record in _read(file)] == ["CreateVpc"] * 2
