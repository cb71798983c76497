"""How the commands get at a server's control API, and which server and world they mean."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import Served
from tests.support.lab import Lab
from tests.support.server_fixtures import ROOT
from tfmock.cli.client import CommandError, create_client
from tfmock.cli.main import main


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("TFMOCK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TFMOCK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def tfmock(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


class Stranger(BaseHTTPRequestHandler):
    """Another program: it answers everything, with something else."""

    def do_GET(self) -> None:
        content = b"<h1>hello</h1>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def stranger() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize("command", [["clock", "show"], ["calls"], ["bill"], ["world", "list"]])
def test_another_program_on_the_port_is_not_taken_for_tfmock(stranger: int, command: list[str]) -> None:
    done = tfmock(*command, "--port", str(stranger))
    assert done.exit_code == 2
    assert done.stderr.startswith("tfmock: /")


def test_a_server_may_listen_where_gateways_do_by_default() -> None:
    assert create_client(None, None, 4181).where == "127.0.0.1:4181"


#: Each home of the address on the left wins over those on its right.
HOMES = ("server", "host", "port", "TFMOCK_SERVER", "TFMOCK_PORT", "tfmock.toml")


@pytest.mark.parametrize(
    ("given", "where", "source"),
    [
        ((), "127.0.0.1:4180", ""),
        (("tfmock.toml",), "127.0.0.1:1006", ""),
        (("tfmock.toml", "TFMOCK_PORT"), "127.0.0.1:1005", ""),
        (("tfmock.toml", "TFMOCK_PORT", "TFMOCK_SERVER"), "127.0.0.4:1004", "TFMOCK_SERVER"),
        (("tfmock.toml", "TFMOCK_PORT", "TFMOCK_SERVER", "port"), "127.0.0.1:1003", "--port"),
        (("TFMOCK_SERVER", "host"), "127.0.0.2:4180", "--host"),
        (("TFMOCK_PORT", "host"), "127.0.0.2:1005", "--host"),
        (("tfmock.toml", "TFMOCK_PORT", "TFMOCK_SERVER", "server"), "127.0.0.3:1001", "--server"),
    ],
)
def test_the_order_in_which_a_server_is_named(
    given: tuple[str, ...], where: str, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(given) <= set(HOMES)
    if "tfmock.toml" in given:
        Path("tfmock.toml").write_text("port = 1006\n")
    if "TFMOCK_PORT" in given:
        monkeypatch.setenv("TFMOCK_PORT", "1005")
    if "TFMOCK_SERVER" in given:
        monkeypatch.setenv("TFMOCK_SERVER", "127.0.0.4:1004")
    client = create_client(
        None,
        "127.0.0.2" if "host" in given else None,
        1003 if "port" in given else None,
        "127.0.0.3:1001" if "server" in given else None,
    )
    assert (client.where, client.source) == (where, source)


@pytest.mark.parametrize(
    ("variable", "good"),
    [
        ("127.0.0.1:4180", True), ("localhost:1", True), ("[::1]:4180", True), ("tfmock.internal:65535", True),
        ("4180", False), (":4180", False), ("127.0.0.1:", False), ("127.0.0.1:0", False), ("127.0.0.1:65536", False),
        ("::1:4180", False), ("http://127.0.0.1:4180", False), ("127.0.0.1:٤", False), (" :1", False),
    ],
)  # fmt: skip
def test_addresses_in_the_variable(variable: str, good: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFMOCK_SERVER", variable)
    if good:
        assert create_client(None, None, None).where == variable
    else:
        with pytest.raises(CommandError, match=r"^TFMOCK_SERVER .*: .*write it as 127\.0\.0\.1:4180\.$"):
            create_client(None, None, None)


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """``tfmock env --unset --format github`` can only set to empty."""
    monkeypatch.setenv("TFMOCK_SERVER", "")
    monkeypatch.setenv("TFMOCK_WORLD", "")
    assert create_client(None, None, None).where == "127.0.0.1:4180"


def test_a_server_may_be_named_in_one_way_only() -> None:
    done = tfmock("clock", "show", "--server", "127.0.0.1:4180", "--port", "4180")
    assert (done.exit_code, done.stderr) == (
        2, "tfmock: --server says where tfmock listens; leave --host and --port out.\n",
    )  # fmt: skip


@pytest.fixture
def inside(served: Served, monkeypatch: pytest.MonkeyPatch) -> str:
    """In the environment of the running server."""
    address = f"127.0.0.1:{served.running.settings.port}"
    monkeypatch.setenv("TFMOCK_SERVER", address)
    return address


@pytest.mark.parametrize(
    ("flags", "variable", "said"),
    [
        ([], "", ""),
        ([], "TFMOCK_PORT", "{here}, world default: as TFMOCK_SERVER says, not 127.0.0.1:1 as TFMOCK_PORT."),
        (["--server", "{here}"], "", ""),
        (["--port", "{port}"], "", ""),
        (["--host", "localhost", "--port", "{port}"], "", ""),
        (["--port", "1"], "", "127.0.0.1:1, world default: as --port says; the server of this environment is {here}"),
        (["--server", "127.0.0.1:1"], "", "127.0.0.1:1, world default: as --server says; the server of this"),
    ],
)
def test_the_chosen_server_is_printed_where_two_are_possible(
    flags: list[str], variable: str, said: str, inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = inside.partition(":")[2]
    if variable:
        monkeypatch.setenv(variable, "1")
    done = tfmock("clock", "show", *(flag.format(here=inside, port=port) for flag in flags))
    lines = [line for line in done.stderr.splitlines() if "nothing answers" not in line]
    assert len(lines) == bool(said)
    assert done.stderr.startswith(f"tfmock: {said.format(here=inside)}" if said else "")


def test_the_environment_of_a_server_that_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFMOCK_SERVER", "127.0.0.1:1")
    done = tfmock("clock", "show")
    assert done.exit_code == 2
    assert "which TFMOCK_SERVER of this environment names" in done.stderr
    assert "tfmock env --unset" in done.stderr


def test_the_world_of_the_environment(inside: str, served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFMOCK_WORLD", "job-17")
    assert "world job-17" in tfmock("clock", "show").stdout
    assert "world other" in tfmock("clock", "freeze", "--world", "other").stdout
    assert tfmock("world", "reset").stdout == "world job-17 is as it was in the beginning\n"
    Lab(served.app, "job-17").call("DescribeVpcs")
    Lab(served.app, "other").call("DescribeVpcs")
    assert "other.1000" not in tfmock("calls").stdout
    assert "job-17.1000" in tfmock("calls").stdout
    assert "other.1000" in tfmock("calls", "--all-worlds").stdout
    assert "other.1000" in tfmock("calls", "--world", "other").stdout
    monkeypatch.setenv("TFMOCK_WORLD", "default")  # everybody's: calls that reached no world are not hidden
    assert "other.1000" in tfmock("calls").stdout


def test_the_world_of_the_environment_exists_before_its_first_call(
    inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TFMOCK_WORLD", "job-18")
    assert tfmock("snapshot", "save", "before").stdout == "world job-18 is kept as before\n"
    monkeypatch.setenv("TFMOCK_WORLD", "job-19")
    assert tfmock("world", "reset").stdout == "world job-19 is as it was in the beginning\n"


def test_commands_inside_exec_talk_to_its_private_server_only(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot saved inside of exec held another server's world: the one on the default port."""
    monkeypatch.setenv("TFMOCK_PORT", str(served.running.settings.port))
    monkeypatch.setenv("TFMOCK_WORLD", "elsewhere")  # of the shell that exec is started in
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    me = f"{sys.executable} -m tfmock.cli.main"
    script = (
        f"{me} clock freeze --at 2031-02-03 && {me} snapshot save inside && {me} quota set vpc_quota_peer_num 3 && "
        f"{me} fault add --latency 1ms && {me} world list && {me} calls"
    )
    done = subprocess.run(
        [sys.executable, "-m", "tfmock.cli.main", "exec", "-q", "--", "sh", "-c", script],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "2031-02-03T00:00:00Z  world default  frozen" in done.stdout
    assert "world default is kept as inside" in done.stdout
    assert "as TFMOCK_SERVER says, not 127.0.0.1:" in done.stderr
    monkeypatch.delenv("TFMOCK_WORLD")
    assert "2031" not in tfmock("clock", "show").stdout
    assert "inside" not in tfmock("snapshot", "list").stdout
    assert tfmock("fault", "list").stdout == "world default has no fault rules\n"


def test_the_control_token_of_an_exec(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own report was refused, and commands in another folder did not know the token of the settings file."""
    Path("tfmock.toml").write_text('control_token = "let-me-in-please"\n')
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    script = f"cd / && {sys.executable} -m tfmock.cli.main world list"
    line = [sys.executable, "-m", "tfmock.cli.main", "exec", "--expect-reach", "a:b", "--", "sh", "-c", script]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("default "), done.stderr
    assert "tfmock: nothing is left in the world" in done.stderr.splitlines()
    assert "--expect-reach a:b: 'a' is no instance" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["clock", "show"], ["clock", "advance", "1s"], ["calls"], ["fault", "list"], ["quota", "list"], ["bill"],
        ["world", "list"], ["snapshot", "list"], ["reach", "a", "b"],
        ["traffic", "a", "b", "--rate", "1Mbps", "--for", "1m"],
    ],
)  # fmt: skip
def test_every_command_takes_the_same_server(command: list[str]) -> None:
    done = tfmock(*command, "--server", "127.0.0.1:1")
    assert (done.exit_code, "nothing answers on 127.0.0.1:1 " in done.stderr) == (2, True)


def test_replay_takes_the_same_server(tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    from tfmock.app import create_app
    from tfmock.settings import Settings

    Lab(create_app(Settings(record=file)), "again").call("DescribeVpcs")
    done = tfmock("replay", str(file), "--live", "--server", "127.0.0.1:1")
    assert (done.exit_code, "nothing answers on 127.0.0.1:1 " in done.stderr) == (2, True)
    assert "they go with --live" in tfmock("replay", str(file), "--server", "127.0.0.1:1").stderr


@pytest.mark.parametrize(
    ("server", "message"),
    [
        ("127.0.0.1:99999", "a port is at most 65535; write it as 127.0.0.1:4180."),
        ("http://127.0.0.1:4180", "takes no scheme; write it as 127.0.0.1:4180."),
        ("127.0.0.1:1", "nothing answers on 127.0.0.1:1 (Connection refused). Start it"),
    ],
)
def test_a_server_that_does_not_answer_is_an_error(server: str, message: str) -> None:
    done = tfmock("clock", "show", "--server", server)
    assert (done.exit_code, message in done.stderr) == (2, True)
