"""The commands that talk to a running tfmock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import Served
from tests.support.crud import Client
from tests.support.lab import Lab, ask
from tests.support.server_fixtures import ROOT
from tfmock.app import create_app
from tfmock.cli.main import main
from tfmock.server import server
from tfmock.settings import Settings


@pytest.fixture(autouse=True)
def _port(served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("TFMOCK_PORT", str(served.running.settings.port))
    monkeypatch.chdir(tmp_path)
    yield
    served.app.test_client().delete("/_tfmock/faults?world=cmd")


@pytest.fixture
def lab(served: Served) -> Lab:
    return Lab(served.app, "cmd")


def tfmock(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def said(*arguments: str) -> str:
    done = tfmock(*arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def test_clock() -> None:
    assert said("clock", "freeze", "--at", "2026-01-01", "--world", "cmd").startswith(
        "2026-01-01T00:00:00Z  world cmd  frozen"
    )
    assert said("clock", "advance", "1d12h", "--world", "cmd").startswith("2026-01-02T12:00:00Z")
    assert "speed 60" in said("clock", "scale", "60", "--world", "cmd")
    assert "realistic" in said("clock", "profile", "realistic", "--set", "VpcPeer.Creating=8", "--world", "cmd")
    shown = said("clock", "show", "--world", "cmd")
    assert "VpcPeer.Creating             8 s" in shown
    assert "VpcPeer.Accepting            7 d" in shown
    assert "speed 1 " in said("clock", "reset", "--world", "cmd")
    said("clock", "profile", "--world", "cmd")


def test_faults(lab: Lab) -> None:
    assert said("fault", "list", "--world", "cmd") == "world cmd has no fault rules\n"
    added = said(
        "fault", "add", "--action", "CreateVpc", "--error", "Throttling.User", "--count", "1", "--world", "cmd"
    )
    id = added.split()[0]
    assert "applied 0 of 0  action=CreateVpc count=1 error=Throttling.User" in added
    assert lab.code("CreateVpc", CidrBlock="10.0.0.0/8") == "Throttling.User"
    assert "applied 1 of 1" in said("fault", "list", "--world", "cmd")
    assert "latency=0.5" in said("fault", "add", "--latency", "500ms", "--world", "cmd")
    assert said("fault", "clear", id, "--world", "cmd") == "removed 1 fault rule of world cmd\n"
    assert len(said("fault", "add", "--profile", "flaky", "--world", "cmd").splitlines()) == 3
    assert said("fault", "clear", "--world", "cmd") == "removed 4 fault rules of world cmd\n"


def test_calls(lab: Lab) -> None:
    id = lab.vpc()["VpcId"]
    lab.code("CreateVpc", CidrBlock="x")
    text = said("calls", "--world", "cmd", "--last", "2")
    assert f"+ vpcs {id}" in text
    assert "400 InvalidParameter" in text
    (line,) = said("calls", "--world", "cmd", "--errors", "-n", "1", "--format", "jsonl").splitlines()
    assert json.loads(line)["error"] == "InvalidParameter"
    Path("calls.jsonl").write_text(said("calls", "--world", "cmd", "--format", "jsonl"))
    line, reason = said("calls", "--from", "calls.jsonl", "--action", "CreateVpc", "-n", "1").splitlines()
    assert "400 InvalidParameter" in line
    assert "'x' is no block for a VPC" in reason  # the cloud says what; the rulebook knows why
    assert json.loads(said("calls", "--world", "cmd", "--format", "har"))["log"]["version"] == "1.2"
    assert "def test_recorded_calls" in said("calls", "--world", "cmd", "--format", "pytest")


def test_following(lab: Lab) -> None:
    line = [sys.executable, "-m", "tfmock.cli.main", "calls", "--follow", "--world", "cmd", "--action", "DescribeZones"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=environ) as child:
        try:
            time.sleep(1.0)  # it may also start later: then it shows the call as one of the past
            lab.call("DescribeZones")
            assert child.stdout is not None
            assert "Vpc DescribeZones" in child.stdout.readline()
        finally:
            child.terminate()


def test_replay(tmp_path: Path) -> None:
    from tfmock.app import create_app
    from tfmock.settings import Settings

    file = tmp_path / "recorded.jsonl"
    recorded = Lab(create_app(Settings(record=file)), "again")
    recorded.vpc()
    assert said("replay", str(file), "--verify") == "1 calls, every answer is the same\n"
    assert said("replay", str(file), "--live") == "1 calls, every answer is the same\n"
    file.write_text(file.read_text().replace("vpc-", "vpx-"))
    done = tfmock("replay", str(file), "--verify")
    assert done.exit_code == 1
    assert "call 1 Vpc CreateVpc: VpcId: " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["clock", "show", "--world", "nowhere"], "tfmock: there is no world 'nowhere'. "),
        (["clock", "show", "--world", "defalt"], "tfmock: there is no world 'defalt'. Did you mean default?"),
        (["calls", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["snapshot", "list", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["snapshot", "save", "x", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["snapshot", "load", "x", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["snapshot", "rewind", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["snapshot", "delete", "x", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["snapshot", "diff", "x", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["snapshot", "fork", "nowhere", "new"], "tfmock: there is no world 'nowhere'."),
        (["world", "reset", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["world", "delete", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["world", "reset", "../clock"], "tfmock: there is no "),
        (["fault", "clear", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["fault", "add", "--action", "CreateVpcc", "--error", "Throttling"], "Did you mean CreateVpc?"),
        (["fault", "add", "--action", "CreateVpc,DescribeVpc", "--reset"], "Did you mean DescribeVpcs?"),
        (["fault", "add", "--product", "VpcPear", "--reset"], "Did you mean VpcPeer?"),
        (["fault", "add", "--product", "Nothing", "--reset"], "product: tfmock serves no 'Nothing', so the rule"),
        (["fault", "add", "--product", "Vpc", "--action", "InventSomething", "--reset"], "action: Vpc has no"),
        (["reach", "a", "b", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["bill", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["quota", "list", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["fault", "list", "--world", "nowhere"], "tfmock: there is no world 'nowhere'."),
        (["clock", "show", "--port", "1"], "tfmock: nothing answers on 127.0.0.1:1"),
        (["clock", "profile", "--set", "VpcPeer.Creating"], "tfmock: --set VpcPeer.Creating: write it as"),
        (["fault", "add"], "tfmock: nothing would happen; give --error, --reset, --hang or --latency."),
        (["fault", "add", "--profile", "slow", "--count", "1"], "leave --count out"),
        (["calls", "--from", "missing"], "tfmock: missing: No such file or directory."),
        (["calls", "--follow", "--format", "har"], "tfmock: --follow goes with"),
        (["replay", "missing"], "tfmock: missing: No such file or directory."),
        (["serve", "--transition", "VpcPeer.Creating"], "write it as VpcPeer.Creating=8"),
        (
            ["serve", "--transition", "Nope.Creating=8", "--port", "0", "--gateway-port", "0"],
            "tfmock: transitions (--transition): no resource has the state",
        ),
        (["serve", "--auth", "strict"], "tfmock: settings: auth: strict needs a secret for every key"),
        (["serve", "--transition", "VpcPeer.Creating=x"], "tfmock: --transition VpcPeer.Creating: must be"),
        (["clock", "show", "--host", "a b"], "tfmock: --host: 'a b' is no address"),
        (["serve", "--host", "ü..x"], "tfmock: --host: 'ü..x' is no address"),
        (["env", "--host", "http://127.0.0.1"], "tfmock: --host: 'http://127.0.0.1' is no address"),
        (
            ["reach", "a", "b", "--server", "127.0.0.1:65536"],
            "--server 127.0.0.1:65536: a port is at most 65535; write",
        ),
        (["replay", os.devnull], f"tfmock: {os.devnull}: holds no call."),
        (["exec", "--expect-reech", "a:b", "--", "true"], "No such option '--expect-reech'"),
        (["serve", "--control-token", "schlüssel"], "tfmock: settings: control_token: takes ASCII"),
        (["serve", "--control-token", "short"], "tfmock: settings: control_token: needs at least 8 characters"),
    ],
)
def test_mistakes_are_one_message_and_exit_2(arguments: list[str], message: str) -> None:
    done = tfmock(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fault_rule_may_name_an_unserved_action(lab: Lab) -> None:
    """Such a rule does strike, before anybody looks for the operation."""
    done = tfmock("fault", "add", "--action", "InventSomething", "--error", "Throttling", "--world", "cmd")
    assert (done.exit_code, "does not answer InventSomething" in done.stderr) == (0, True)
    assert lab.code("Vpc.InventSomething") == "Throttling"


@pytest.mark.parametrize(
    "rule",
    [
        ["--action", "CreateSecret"],
        ["--action", "Create*,CreateSecret"],
        ["--product", "Kms"],
        ["--product", "Kms", "--action", "CreateSecret"],
    ],
)
def test_a_fault_rule_may_name_an_action_of_the_crud_tier(lab: Lab, rule: list[str]) -> None:
    done = tfmock("fault", "add", *rule, "--error", "Throttling", "--world", "cmd")
    assert (done.exit_code, "does not answer" in done.output) == (0, False), done.output
    refused = Client(lab.app, "cmd").ask("kms.CreateSecret", SecretName="s", SecretData="d", VersionId="1")
    assert refused.json()["Code"] == "Throttling"


def test_a_fault_rule_names_no_action_of_another_product(lab: Lab) -> None:
    done = tfmock("fault", "add", "--product", "Kms", "--action", "InventSomething", "--error", "X", "--world", "cmd")
    assert done.exit_code == 2
    assert "has no 'InventSomething'" in done.stderr


def test_without_the_crud_tier_a_fault_rule_may_not_count_on_it() -> None:
    app = create_app(Settings(tier="emulated"))
    body = b'{"action": "CreateSecret", "error": "Throttling"}'
    added = ask(app, path="/_tfmock/faults", query="world=w", body=body, headers={"Content-Type": "application/json"})
    assert "does not answer CreateSecret" in added.json()["note"]


def test_following_a_world_that_does_not_exist_yet(served: Served) -> None:
    line = [sys.executable, "-m", "tfmock.cli.main", "calls", "--follow", "--world", "tomorrow"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ) as child:
        try:
            assert child.stdout is not None
            assert child.stderr is not None
            assert "waiting for calls of world tomorrow" in child.stderr.readline()
            Lab(served.app, "tomorrow").call("DescribeZones")
            assert "Vpc DescribeZones" in child.stdout.readline()
        finally:
            child.terminate()


def test_worlds_are_counted_by_resources(lab: Lab) -> None:
    """After a destroy tokens, tags and histories are left: rows, and nothing that somebody made."""
    lab = Lab(lab.app, "counted")
    id = lab.vpc(ClientToken="once")["VpcId"]
    assert "counted" in said("world", "list")
    (line,) = (line for line in said("world", "list").splitlines() if line.startswith("counted"))
    assert line.split()[1:3] == ["1", "resources"]
    lab.call("DeleteVpc", VpcId=id)
    (line,) = (line for line in said("world", "list").splitlines() if line.startswith("counted"))
    assert line.split()[1:3] == ["0", "resources"]
    assert int(line.split()[3]) > 0


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (["actions"], None),
        (["clock", "show"], "now"),
        (["clock", "freeze"], "frozen"),
        (["clock", "advance", "1s"], "now"),
        (["clock", "scale", "2"], "speed"),
        (["clock", "reset"], "speed"),
        (["clock", "profile"], "profile"),
        (["fault", "add", "--latency", "1ms"], "faults"),
        (["fault", "list"], "faults"),
        (["fault", "clear"], "removed"),
        (["quota", "set", "vpc_quota_peer_num", "9"], "quotas"),
        (["quota", "list"], "quotas"),
        (["snapshot", "save", "one"], "snapshots"),
        (["snapshot", "list"], "snapshots"),
        (["snapshot", "diff", "one"], "differences"),
        (["snapshot", "rewind"], "rows"),
        (["snapshot", "load", "one"], "rows"),
        (["snapshot", "delete", "one"], "snapshots"),
        (["traffic", "VSW", "VSW=10.0.0.9", "--rate", "1Mbps", "--for", "1m"], "id"),
        (["reach", "VSW", "VSW=10.0.0.9"], "reachable"),
        (["bill"], "lines"),
        (["world", "list"], "worlds"),
        (["world", "reset", "json"], "resources"),
    ],
)
def test_every_answer_as_json(command: list[str], key: str | None, served: Served) -> None:
    served.app.test_client().put("/_tfmock/worlds/json")
    served.app.test_client().post("/_tfmock/worlds/json/reset")
    lab = Lab(served.app, "json")
    vswitch = lab.vswitch(lab.vpc()["VpcId"])
    if command[0] == "snapshot" and command[1] != "save":
        tfmock("snapshot", "save", "one", "--world", "json")
    world = [] if command[0] in ("actions", "world") else ["--world", "json"]
    done = tfmock(*(part.replace("VSW", vswitch) for part in command), *world, "--json")
    answer = json.loads(done.stdout)
    assert (done.exit_code, done.stderr) == (0, "")
    assert key in answer if key is not None else answer[0].keys() == {"product", "version", "action"}


#: Moves the cursor, ends the line, and is a command to GitHub's and Azure's runners.
HOSTILE = "\x1b[2J\n::error::x ##[error]y\u202e"


def test_text_from_outside_cannot_steer_a_terminal_or_a_runner(lab: Lab) -> None:
    lab.code("Vpc." + HOSTILE, CidrBlock="10.0.0.0/8")
    lab.call("CreateVpc", CidrBlock="10.0.0.0/8", VpcName="plain")
    vpc = lab.call("DescribeVpcs")["Vpcs"]["Vpc"][-1]["VpcId"]
    snapshot = json.loads(said("snapshot", "save", "-", "--world", "cmd"))
    table = next(table for name, table in snapshot["tables"].items() if name == "vpcs")
    row = next(row for row in table if row["id"] == vpc)
    row["name"] = HOSTILE
    Path("hostile.json").write_text(json.dumps(snapshot))
    commands = [
        ["calls", "--world", "cmd"],
        ["snapshot", "diff", "hostile.json", "--world", "cmd"],
        ["fault", "add", "--error", "Throttling", "--message", HOSTILE, "--world", "cmd"],
        ["fault", "list", "--world", "cmd"],
        ["quota", "set", HOSTILE, "3"],
        ["world", "reset", HOSTILE],
        ["calls", "--from", HOSTILE],
        ["snapshot", "load", f"./{HOSTILE}"],
        ["reach", HOSTILE, "b"],
        ["clock", "show", "--server", f"{HOSTILE}:1"],
    ]
    for command in commands:
        done = tfmock(*command)
        text = done.output
        assert "\\x1b[2J" in text, command
        assert not set("\x1b\u202e") & set(text), command
        assert not [line for line in text.splitlines() if line.startswith("::") or "##[" in line], command


def test_reading_creates_no_world() -> None:
    looking = [
        ["clock", "show"], ["bill"], ["calls"], ["snapshot", "list"], ["snapshot", "diff", "x"], ["snapshot", "rewind"],
        ["traffic", "a", "b", "--rate", "1Mbps", "--for", "1m"],
    ]  # fmt: skip
    for command in looking:
        tfmock(*command, "--world", "nowhere")
    tfmock("world", "reset", "nowhere")
    assert "nowhere" not in said("world", "list")


def test_env_asks_the_server_for_its_gateway(served: Served) -> None:
    gateway = served.running.settings.gateway_port
    for given in ([], ["--gateway-port", str(gateway)]):
        done = tfmock("env", *given)
        assert (done.exit_code, done.stderr) == (0, "")
        assert f"export HTTPS_PROXY=http://127.0.0.1:{gateway}" in done.stdout.splitlines()


@pytest.mark.parametrize(("wait", "code"), [((), 1), (("--wait", "1"), 2)])
def test_env_reports_a_gateway_that_does_not_answer(wait: Sequence[str], code: int, served: Served) -> None:
    done = tfmock("env", "--gateway-port", "1", *wait)
    assert "no tfmock answers on the gateway's port 1." in done.stderr
    assert (done.exit_code, bool(done.stdout)) == (code, code == 1)


def test_env_refuses_to_mix_two_servers(served: Served) -> None:
    """The proxy of one tfmock with the control API of another: what Terraform did was not where the commands looked."""
    with server.private_server(Settings()) as other:
        done = tfmock("env", "--gateway-port", str(other.settings.gateway_port))
        assert (done.exit_code, done.stdout) == (2, "")
        mine = served.running.settings.gateway_port
        assert (
            f"another tfmock answers there than on port {served.running.settings.port}, whose gateway's" in done.stderr
        )
        assert f"port is {mine}." in done.stderr


def test_a_new_snapshot_file_is_private_and_an_existing_one_keeps_its_mode(tmp_path: Path) -> None:
    file, link = tmp_path / "new.json", tmp_path / "link.json"
    link.symlink_to("new.json")
    said("snapshot", "save", "link.json")
    assert (file.stat().st_mode & 0o777, link.is_symlink()) == (0o600, True)
    file.chmod(0o664)
    said("snapshot", "save", "new.json")
    assert file.stat().st_mode & 0o777 == 0o664
