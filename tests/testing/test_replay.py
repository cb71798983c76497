"""Recordings made again: the same answers, or every difference by name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Served
from tests.services.cms.watching import rule, state
from tests.services.oss.client import Oss
from tests.support.lab import BOB, Lab, ask, prepare
from tests.support.server_fixtures import ROOT
from tests.support.services.traffic import MORNING, connect, metric, send
from tfmock import __version__
from tfmock.app import create_app
from tfmock.recording.as_test import source
from tfmock.recording.har import archive
from tfmock.recording.record import Record, RecordingError, parse
from tfmock.settings import Settings
from tfmock.testing.replay import differences, over_http, verify


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A recording of a whole network, errors, faults, a role, XML and an expired request."""
    file = tmp_path_factory.mktemp("recorded") / "calls.jsonl"
    app = create_app(Settings(record=file))
    lab = Lab(app, "w")
    net = prepare(lab)
    lab.code("DescribeVpcAttribute", VpcId="vpc-nowhere")
    assert Oss(lab)("PUT", "bucket").status == 200  # of another protocol: left out
    ask(app, query=f"Action=DescribeVpcs&Version=2016-04-28&RegionId=cn-hangzhou&AccessKeyId={lab.key()}")
    role = lab.call("Sts.AssumeRole", RoleArn=f"acs:ram::{BOB}:role/x", RoleSessionName="me")["Credentials"]
    query = f"AccessKeyId={role['AccessKeyId']}&SecurityToken={role['SecurityToken']}&Format=JSON"
    assert ask(app, query=f"Action=GetCallerIdentity&Version=2015-04-01&{query}").json()["RoleId"]
    client = app.test_client()
    client.post("/_tfmock/faults?world=w", json={"action": "CreateVpc", "error": "Throttling", "count": 1})
    client.post(
        "/_tfmock/faults?world=w", json={"action": "CreateVpc", "error": "InternalError", "after": True, "count": 1}
    )
    for expected in ("Throttling", "InternalError"):
        ask_for = f"Action=CreateVpc&Version=2016-04-28&Format=JSON&RegionId=cn-hangzhou&AccessKeyId={lab.key()}"
        assert ask(app, query=f"{ask_for}&CidrBlock=10.9.0.0/16").json()["Code"] == expected
    client.post("/_tfmock/clock/advance?world=w", json={"by": "8d"})
    assert lab.peering(net.waiting)["Status"] == "Expired"
    assert len(lab.call("DescribeVpcs", PageSize=50)["Vpcs"]["Vpc"]) >= 3
    return file.read_text(encoding="utf-8").splitlines()


def test_a_replay_gives_the_same_answers(lines: list[str]) -> None:
    assert verify(lines) == []


def test_other_ids_stand_for_the_recorded_ones(lines: list[str]) -> None:
    assert verify(lines, Settings(world_seed="another")) == []


@pytest.fixture(scope="module")
def monitored(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A recording of what follows from changes made through the control API: metrics, alarms, quotas, a reset."""
    file = tmp_path_factory.mktemp("monitored") / "calls.jsonl"
    lab = Lab(create_app(Settings(record=file)), "w")
    client = lab.app.test_client()
    lab.vpc()
    client.post("/_tfmock/worlds/w/reset")
    client.post("/_tfmock/clock/freeze?world=w", json={"at": MORNING})
    net = connect(lab)
    rule(lab, net["pcc"])
    assert send(lab, net["a"], net["b"], "200Mbps", "10m", advance=True)["passed"] > 0
    assert state(lab) == "ALARM"
    assert [point["Sum"] for point in metric(lab, net["pcc"], "IntranetRX")] == [1.5e9] * 10
    client.post("/_tfmock/snapshots?world=w", json={"name": "busy"})
    client.post("/_tfmock/clock/advance?world=w", json={"by": "1h"})
    assert state(lab) == "OK"
    client.put("/_tfmock/quotas?world=w", json={"name": "vpc_quota_instances_num", "value": 0})
    assert "QuotaExceeded" in lab.code("CreateVpc", CidrBlock="10.0.0.0/8", RegionId="cn-hangzhou")
    client.post("/_tfmock/rewind?world=w")
    lab.call("DescribeVpcs")
    return file.read_text(encoding="utf-8").splitlines()


def test_changes_through_the_control_api_are_made_again(monitored: list[str]) -> None:
    assert verify(monitored) == []
    assert verify(monitored, Settings(world_seed="another")) == []
    calls = [line for line in monitored if json.loads(line)["product"] != "tfmock"]
    assert len(calls) < len(monitored)
    assert verify(calls) != []
    assert len(archive(parse(monitored))["log"]["entries"]) == len(calls)


def test_a_recorded_test_makes_them_again(monitored: list[str], tmp_path: Path) -> None:
    test_file = tmp_path / "test_made.py"
    test_file.write_text(source(parse(monitored), __version__), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", str(test_file)], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("path", ["/snapshots?world=quiet", "/worlds/quiet/reset"])
def test_a_world_that_had_no_call_yet(path: str, tmp_path: Path, served: Served) -> None:
    file = tmp_path / "calls.jsonl"
    client = create_app(Settings(record=file)).test_client()
    client.put("/_tfmock/worlds/quiet")
    assert client.post(f"/_tfmock{path}", json={"name": "before"} if "snapshots" in path else {}).status_code == 200
    lines = file.read_text(encoding="utf-8").splitlines()
    assert verify(lines) == []
    served.app.test_client().delete("/_tfmock/worlds/quiet")
    send_live = over_http("127.0.0.1", served.running.settings.port)
    assert list(differences(parse(lines), send_live)) == []


def test_a_snapshot_from_a_file_is_not_in_a_recording(tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    lab = Lab(create_app(Settings(record=file)), "w")
    lab.call("Sts.AssumeRole", RoleArn=f"acs:ram::{BOB}:role/x", RoleSessionName="me")
    client = lab.app.test_client()
    document = client.get("/_tfmock/snapshot?world=w").data
    assert client.put("/_tfmock/snapshot?world=w", data=document).status_code == 200
    lines = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["params"] == {"world": "w", "body": "***"}
    assert verify(lines) == [
        "call 2 tfmock PUT /snapshot: was loaded from a file, which a recording does not hold: what follows may differ"
    ]


def test_every_difference_is_named(lines: list[str]) -> None:
    changed = []
    for line in lines:
        record = json.loads(line)
        if record["action"] == "DescribeVpcAttribute":
            record["status"] = 200
        if record["action"] == "GetVpcPeerConnectionAttribute":
            record["reply"]["Status"] = "Activated"
        changed.append(json.dumps(record))
    status, reply = verify(changed)
    assert status.endswith("Vpc DescribeVpcAttribute: status 200 -> 404 InvalidVpcId.NotFound")
    assert reply.endswith('VpcPeer GetVpcPeerConnectionAttribute: Status: "Activated" -> "Expired"')


def test_as_a_pytest_file(lines: list[str], tmp_path: Path) -> None:
    file = tmp_path / "test_recorded.py"
    records = parse(lines)
    records[0]["params"]["Note"] = 'quo"""te \\ \' {x}'
    file.write_text(source(records, __version__))
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
    done = subprocess.run(
        line, capture_output=True, text=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == 0, done.stdout


def test_as_har(lines: list[str]) -> None:
    records = parse(lines)
    log = json.loads(json.dumps(archive(records)))["log"]
    records = [record for record in records if record["product"] != "tfmock"]
    assert (log["version"], len(log["entries"])) == ("1.2", len(records))
    first = log["entries"][0]
    assert first["request"]["url"] == "https://vpc.aliyuncs.com/?Action=CreateVpc&Version=2016-04-28"
    assert {"name": "CidrBlock", "value": "10.0.0.0/16"} in first["request"]["postData"]["params"]
    assert json.loads(first["response"]["content"]["text"])["VpcId"].startswith("vpc-")
    required = {"startedDateTime", "time", "request", "response", "cache", "timings"}
    assert all(required <= entry.keys() for entry in log["entries"])


@pytest.mark.parametrize(("line", "words"), [("x", "line 2: "), ("{}", "line 2: n: is missing"), ("[]", "line 2: ")])
def test_other_files_are_refused_as_recordings(lines: list[str], line: str, words: str) -> None:
    with pytest.raises(RecordingError, match=words):
        parse([lines[0], line])


def test_a_record_reads_as_it_was_written(lines: list[str]) -> None:
    records: list[Record] = parse(lines)
    assert [json.loads(line) for line in lines] == records


@pytest.mark.parametrize("text", ["a\\", "\\", '\\"', '"""', '\\\\"', "a\\u0022", "\n'''\\"])
def test_a_file_of_any_text_is_replayed(tmp_path: Path, text: str) -> None:
    app = create_app(Settings(record=tmp_path / "calls.jsonl"))
    Lab(app, "w").call("CreateVpc", CidrBlock="10.0.0.0/8", Note=text, ClientToken="t")
    records = parse((tmp_path / "calls.jsonl").read_text().splitlines())
    written: dict[str, str] = {}
    exec(source(records, __version__), written)
    assert list(parse(written["CALLS"].splitlines())) == list(records)
    assert records[-1]["params"]["Note"] == text
    assert verify(written["CALLS"].splitlines()) == []
