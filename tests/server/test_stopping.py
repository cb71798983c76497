"""The end of ``tfmock serve`` and ``tfmock exec`` while calls are under way, and starts that wait for a pipe."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

WAITING = "tfmock: calls are under way; they have 5 seconds to end. Ctrl-C or SIGTERM again ends tfmock at once.\n"
CREATE = "/?Action=CreateVpc&Version=2016-04-28&RegionId=cn-hangzhou&CidrBlock=10.0.0.0/8&AccessKeyId=a&Format=JSON"


def command(*arguments: str) -> list[str]:
    """The real application, not the stub."""
    return [sys.executable, "-m", "tfmock.cli.main", *arguments]


@dataclass
class Held:
    """A server with calls under way that a fault rule holds back."""

    process: subprocess.Popen[str]
    port: int
    gateway: int
    statuses: list[int] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def control(self, method: str, path: str, body: object = None) -> dict[str, object]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, f"/_tfmock{path}", None if body is None else json.dumps(body))
        reply: dict[str, object] = json.loads(connection.getresponse().read())
        return reply

    def _call(self, port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("POST", CREATE)
            self.statuses.append(connection.getresponse().status)
        except (OSError, http.client.HTTPException):
            self.statuses.append(0)

    def hold(self, seconds: float, calls: int) -> None:
        """Returns when so many calls wait in the rule: half of them through the gateway."""
        self.control("POST", "/faults", {"action": "CreateVpc", "latency": seconds})
        for number in range(calls):
            port = self.port if number % 2 else self.gateway
            self.threads.append(threading.Thread(target=self._call, args=(port,)))
            self.threads[-1].start()
        while self.control("GET", "/faults")["faults"][0]["matched"] < calls:  # type: ignore[index]
            time.sleep(0.01)

    def ended(self) -> tuple[int, str]:
        """Exit code and what was said on stderr."""
        _, errors = self.process.communicate(timeout=30)
        for thread in self.threads:
            thread.join()
        return self.process.returncode, errors


@contextmanager
def serving(state: Path) -> Iterator[Held]:
    line = command("serve", "--port", "0", "--gateway-port", "0", "--state", str(state))
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            match = re.search(r"127\.0\.0\.1:(\d+)/.* 127\.0\.0\.1:(\d+)", process.stdout.readline())
            assert match is not None
            yield Held(process, int(match[1]), int(match[2]))
        finally:
            process.kill()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Held]:
    with serving(tmp_path / "worlds.db") as held:
        yield held


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_calls_under_way_are_answered(number: signal.Signals, server: Held) -> None:
    server.hold(2.0, 6)
    server.process.send_signal(number)
    assert (server.ended(), server.statuses) == ((0, WAITING), [200] * 6)


def test_calls_that_take_longer_are_cut_off(server: Held, tmp_path: Path) -> None:
    server.hold(600.0, 6)
    server.process.send_signal(signal.SIGTERM)
    code, errors = server.ended()
    assert (code, errors) == (0, f"{WAITING}tfmock: calls that did not end within 5 seconds were cut off.\n")
    assert server.statuses == [0] * 6
    assert [path.name for path in tmp_path.iterdir()] == ["worlds.db"]  # closed in order


def test_a_second_signal_ends_it_at_once(server: Held, tmp_path: Path) -> None:
    server.hold(600.0, 2)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.stderr is not None
    assert server.process.stderr.readline() == WAITING
    server.process.send_signal(signal.SIGTERM)
    assert server.ended() == (128 + signal.SIGTERM, "")
    with serving(tmp_path / "worlds.db") as again:
        assert again.control("GET", "/worlds")["worlds"]


ENDLESS = """
import contextlib, threading, urllib.request
from tfmock.server import server
from tfmock.server.process_exit import exit_now
from tfmock.settings import Settings
called = threading.Event()
def create_app(settings, *, proxy_traffic=None):
    def app(environ, start_response):
        called.set()
        while True:
            pass
    return app
def ask(url):
    with contextlib.suppress(OSError):
        urllib.request.urlopen(url)
with server.private_server(Settings(), app=create_app) as running:
    threading.Thread(target=ask, args=(running.url,), daemon=True).start()
    assert called.wait(5)
print("stopped")
exit_now(7)
"""


def test_a_call_that_computes_for_ever_does_not_keep_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", ENDLESS], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (7, "stopped\n", "")


LEAVING = """
import json, os, subprocess, sys, urllib.request
server = os.environ["HTTPS_PROXY"]
urllib.request.install_opener(urllib.request.build_opener(urllib.request.ProxyHandler({})))
if sys.argv[1:]:
    urllib.request.urlopen(server + sys.argv[1])
rule = json.dumps({"action": "CreateVpc", "latency": 600}).encode()
urllib.request.urlopen(urllib.request.Request(server + "/_tfmock/faults", rule)).read()
quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
subprocess.Popen([sys.executable, __file__, CREATE], **quiet)
rules = []
while not rules or not rules[0]["matched"]:
    rules = json.load(urllib.request.urlopen(server + "/_tfmock/faults"))["faults"]
sys.exit(3)
"""


def test_a_command_of_exec_that_leaves_a_call_behind(tmp_path: Path) -> None:
    """Its exit code is the command's, and the report is all that is said."""
    program = tmp_path / "leaving.py"
    program.write_text(f"CREATE = {CREATE!r}\n{LEAVING}")
    line = command("exec", "--", sys.executable, str(program))
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert "panic" not in done.stderr
    assert "Traceback" not in done.stderr


# Pipes


def test_a_seed_that_comes_through_a_pipe(tmp_path: Path) -> None:
    seed = "vpcs: [{id: vpc-piped, name: piped, region: cn-hangzhou, cidr_block: 10.0.0.0/8}]"
    line = command("serve", "--port", "0", "--gateway-port", "0", "--seed", "/dev/stdin")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(line, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            process.stdin.write(seed)
            process.stdin.close()
            banner = process.stdout.readline()
            match = re.search(r"127\.0\.0\.1:(\d+)/", banner)
            assert match is not None, banner + process.stderr.read()
            connection = http.client.HTTPConnection("127.0.0.1", int(match[1]), timeout=10)
            connection.request("GET", "/_tfmock/report")
            left = json.loads(connection.getresponse().read())["left"]
            assert [world["name"] for world in left] == ["piped"]
        finally:
            process.kill()


@pytest.mark.parametrize("subcommand", ["serve", "exec"])
def test_a_pipe_that_nobody_writes_to_is_waited_for_until_a_signal_comes(subcommand: str, tmp_path: Path) -> None:
    pipe = tmp_path / "seed.yaml"
    os.mkfifo(pipe)
    rest = ("--", "true") if subcommand == "exec" else ("--port", "0", "--gateway-port", "0")
    line = command(subcommand, "--seed", str(pipe), *rest)
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        writer = -1
        while writer < 0:
            with contextlib.suppress(OSError):  # nobody reads yet
                writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        process.terminate()
        process.communicate(timeout=10)
        os.close(writer)
    assert process.returncode == -signal.SIGTERM


def test_a_recording_into_a_pipe_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "calls.jsonl")
    line = command("serve", "--port", "0", "--gateway-port", "0", "--record", str(tmp_path / "calls.jsonl"))
    done = subprocess.run(line, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--record" in done.stderr
