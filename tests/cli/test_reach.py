"""``tfmock reach``, ``traffic``, ``bill`` and ``quota`` against a running server, and ``exec --expect-reach``."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

from tests.support.server_fixtures import ROOT
from tfmock.cli.exec_runner import parse_expectation
from tfmock.cli.main import main
from tfmock.server import server
from tfmock.settings import Settings, SettingsError

WORLD = """
vpcs:
  - {id: vpc-a1, name: north, region: cn-huhehaote, cidr_block: 10.0.0.0/16, route_table_id: vtb-a1,
     vswitches: [{id: vsw-a1, name: web, cidr_block: 10.0.0.0/24}, {id: vsw-a2, name: db, cidr_block: 10.0.1.0/24}]}
  - {id: vpc-b1, name: south, region: cn-guangzhou, cidr_block: 10.1.0.0/16, route_table_id: vtb-b1,
     vswitches: [{id: vsw-b1, name: far, cidr_block: 10.1.0.0/24}]}
"""


@pytest.fixture
def seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TFMOCK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "world.yaml"
    path.write_text(WORLD, encoding="utf-8")
    return path


@pytest.fixture
def port(seed: Path) -> Iterator[int]:
    with server.private_server(Settings(seed=(seed,))) as running:
        yield running.settings.port


def tfmock(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_reach_exits_with_0_when_reachable(port: int) -> None:
    done = tfmock("reach", "web", "db", "--server", f"127.0.0.1:{port}")
    assert (done.exit_code, "reaches vsw-a2" in done.output) == (0, True)


def test_the_sample_output_of_the_page_is_real(port: int) -> None:
    page = (ROOT / "docs" / "reach.md").read_text(encoding="utf-8")
    samples = re.findall(r"^    \$ tfmock (reach .*)\n((?:    (?!\$).+\n)+)", page, re.MULTILINE)
    assert len(samples) == 2
    for command, shown in samples:
        done = tfmock(*command.split(), "--server", f"127.0.0.1:{port}")
        assert done.output == re.sub(r"^    ", "", shown, flags=re.MULTILINE), command


def test_reach_names_what_ids_mean(port: int) -> None:
    """Asked by name, it answered by id alone."""
    lines = tfmock("reach", "web", "db", "--server", f"127.0.0.1:{port}").output.splitlines()
    assert lines[0].startswith("vsw-a1 web (10.0.0.")
    assert " reaches vsw-a2 db (10.0.1." in lines[0]
    assert "vpc-a1 north  vtb-a1" in lines[1]


@pytest.fixture
def shared_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A VPC and two vSwitches of one name, as in the hub_and_spoke example."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "hub.yaml"
    path.write_text(
        "vpcs:\n"
        "  - {id: vpc-a1, name: hub, region: cn-huhehaote, cidr_block: 10.0.0.0/16,\n"
        "     vswitches: [{id: vsw-a1, name: hub, cidr_block: 10.0.0.0/24},\n"
        "                 {id: vsw-a2, name: db, cidr_block: 10.0.1.0/24},\n"
        "                 {id: vsw-a3, name: twin, cidr_block: 10.0.2.0/24},\n"
        "                 {id: vsw-a4, name: twin, cidr_block: 10.0.3.0/24}]}\n",
        encoding="utf-8",
    )
    with server.private_server(Settings(seed=(path,))) as running:
        yield running.settings.port


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        ("hub", 2, "'hub' is the name of the vswitch vsw-a1, the vpc vpc-a1: write vswitch/hub or vpc/hub"),
        ("twin", 2, "'twin' is the name of the vswitch vsw-a3, the vswitch vsw-a4: write vsw-a3 or vsw-a4"),
        ("vswitch/twin", 2, "'twin' is the name of the vswitch vsw-a3, the vswitch vsw-a4: write vsw-a3 or vsw-a4"),
        ("vswitch/hub", 0, "vsw-a1 hub (10.0.0."),
        ("vpc/hub", 0, " reaches vsw-a2 db"),
        ("instance/hub", 2, "'instance/hub' is no instance"),
    ],
)
def test_an_ambiguous_name_is_refused(shared_name: int, source: str, code: int, said: str) -> None:
    done = tfmock("reach", source, "db", "--server", f"127.0.0.1:{shared_name}")
    assert (done.exit_code, said in done.output) == (code, True), done.output


def test_reach_names_what_decided(port: int) -> None:
    done = tfmock("reach", "vsw-a1", "vsw-b1=10.1.0.9", "--port", "443", "--json", "--server", f"127.0.0.1:{port}")
    answer = json.loads(done.output)
    assert done.exit_code == 1
    assert (answer["packet"], answer["there"]["cause"], answer["there"]["owner"]) == ("tcp/443", "no-route", "vtb-a1")


def test_reverse_asks_the_other_way(port: int) -> None:
    done = tfmock("reach", "web", "far", "--reverse", "--json", "--server", f"127.0.0.1:{port}")
    assert json.loads(done.output)["there"]["owner"] == "vtb-b1"


def test_an_address_lies_in_a_vswitch_of_an_id_or_a_name(port: int) -> None:
    for source in ("vsw-a1=10.0.0.9", "web=10.0.0.9"):
        done = tfmock("reach", source, "db", "--json", "--server", f"127.0.0.1:{port}")
        assert json.loads(done.output)["source"] == {"node": "10.0.0.9", "address": "10.0.0.9", "vswitch": "vsw-a1"}
        assert json.loads(done.output)["names"]["vsw-a1"] == "web"


def test_a_mistyped_endpoint_gets_a_suggestion(port: int) -> None:
    done = tfmock("reach", "web", "farr", "--server", f"127.0.0.1:{port}")
    assert (done.exit_code, "of this world; did you mean far?" in done.stderr) == (2, True)


@pytest.mark.parametrize("target", ["nosuch", "10.9.0.1", "vsw-b1=10.0.0.1", "far=10.0.0.1"])
def test_unknown_endpoints_are_refused(port: int, target: str) -> None:
    done = tfmock("reach", "web", target, "--server", f"127.0.0.1:{port}")
    assert (done.exit_code, target.split("=")[-1] in done.output) == (2, True)


def test_traffic_without_a_path_says_why_nothing_passes(port: int) -> None:
    done = tfmock(
        "traffic", "web", "far", "--rate", "8Mbps", "--for", "1m", "--advance", "--server", f"127.0.0.1:{port}"
    )
    assert done.exit_code == 0
    assert "0 MB pass, 0 MB dropped, 60 MB lost without a path" in done.output
    assert "no path now: route table vtb-a1 of vpc-a1 has no route to" in done.output


def test_traffic_within_a_vpc_is_not_billed(port: int) -> None:
    done = tfmock(
        "traffic", "web", "db", "--rate", "8Mbps", "--for", "1m", "--advance", "--server", f"127.0.0.1:{port}"
    )
    assert (done.exit_code, "within the VPC: 60 MB pass, 0 MB dropped" in done.output) == (0, True)
    assert "nothing was sent between regions" in tfmock("bill", "--port", str(port)).output


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--rate", "fast", "'fast' is no rate"),
        ("--rate", "9" * 400 + "Mbps", "rate: "),
        ("--for", "long", "'long' is no duration"),
        ("--for", "367d", "--for 367d: must be greater than 0 and at most"),
        ("--for", "9" * 400, "--for: "),
    ],
)
def test_malformed_traffic(port: int, option: str, value: str, message: str) -> None:
    given = {"--rate": "1Mbps", "--for": "1m", option: value}
    done = tfmock(
        "traffic", "web", "db", *(part for pair in given.items() for part in pair), "--server", f"127.0.0.1:{port}"
    )
    assert (done.exit_code, message in done.output) == (2, True)


def test_traffic_ends_with_the_calendar(port: int) -> None:
    tfmock("clock", "freeze", "--at", "9998-12-31", "--port", str(port))
    done = tfmock("traffic", "web", "db", "--rate", "1Mbps", "--for", "2d", "--server", f"127.0.0.1:{port}")
    assert (done.exit_code, done.stderr) == (2, "tfmock: --for 2d: no world goes beyond 9999-01-01T00:00:00Z.\n")


@pytest.mark.parametrize("command", [["reach"], ["traffic", "--rate", "1Mbps", "--for", "1m"]])
def test_a_ping_has_no_port(port: int, command: list[str]) -> None:
    more = ["--protocol", "icmp", "--port", "80", "--server", f"127.0.0.1:{port}"]
    done = tfmock(command[0], "web", "db", *command[1:], *more)
    assert (done.exit_code, done.stderr) == (2, "tfmock: --port 80: icmp has no ports.\n")


def test_the_port_of_traffic_is_what_access_rules_look_at(port: int) -> None:
    arguments = ("web", "db", "--rate", "8Mbps", "--for", "1m", "--server", f"127.0.0.1:{port}")
    assert tfmock("traffic", *arguments, "--protocol", "udp", "--port", "53").exit_code == 0
    answer = urlopen(f"http://127.0.0.1:{port}/_tfmock/traffic").read()
    assert [(flow["protocol"], flow["port"]) for flow in json.loads(answer)["flows"]] == [("udp", 53)]


def test_quota(port: int) -> None:
    assert tfmock("quota", "set", "vpc_quota_peer_num", "3", "--port", str(port)).exit_code == 0
    assert "vpc_quota_peer_num                           3" in tfmock("quota", "list", "--port", str(port)).output
    refused = tfmock("quota", "set", "vpc_quota_x", "3", "--port", str(port))
    assert (refused.exit_code, "no quota 'vpc_quota_x'. Known: " in refused.output) == (2, True)
    refused = tfmock("quota", "set", "vpc_quota_peer_nun", "3", "--port", str(port))
    assert (refused.exit_code, "Did you mean vpc_quota_peer_num?" in refused.output) == (2, True)


@pytest.mark.parametrize(
    ("expected", "code"), [("web:db", 0), ("web:far", 1), ("!web:far", 0), ("!web:db", 1), ("web:nosuch", 2)]
)
def test_expect_reach_after_a_command(seed: Path, expected: str, code: int) -> None:
    done = tfmock("exec", "--seed", str(seed), "--expect-reach", expected, "--", sys.executable, "-c", "")
    assert done.exit_code == code


def test_a_fulfilled_expectation_shows_the_packet_path(seed: Path) -> None:
    line = [
        sys.executable,
        "-m",
        "tfmock.cli.main",
        "exec",
        "-q",
        "--seed",
        str(seed),
        "--expect-reach",
        "web:db",
        "--",
    ]
    done = subprocess.run([*line, sys.executable, "-c", ""], stderr=subprocess.PIPE, text=True, check=True)
    assert "ok: web reaches db: " in done.stderr
    assert "vsw-a2" in done.stderr


def test_a_failed_command_keeps_its_own_code(seed: Path) -> None:
    line = [sys.executable, "-c", "raise SystemExit(7)"]
    assert tfmock("exec", "--seed", str(seed), "--expect-reach", "web:far", "--", *line).exit_code == 7


def test_expectations_are_parsed() -> None:
    expectation = parse_expectation("!a:b:443")
    assert (expectation.source, expectation.target, expectation.port, expectation.negated) == ("a", "b", 443, True)
    for text in ("a", ":b", "a:", "a:b:x", "a:b:0"):
        with pytest.raises(SettingsError):
            parse_expectation(text)
