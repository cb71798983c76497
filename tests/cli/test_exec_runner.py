"""`tfmock exec` as a user meets it: a process of its own, looked at from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.server_fixtures import Tfmock, command

LOOK = "import json, os, sys; json.dump(dict(os.environ), sys.stdout)"
CALL = (
    "import os, ssl, urllib.request as u;"
    "c = ssl.create_default_context(cafile=os.environ['SSL_CERT_FILE']);"
    "o = u.build_opener(u.HTTPSHandler(context=c), u.ProxyHandler());\n"
    "try: o.open('https://sts.cn-beijing.aliyuncs.com/?Action=GetCallerIdentity')\n"
    "except u.HTTPError as answer: print(answer.read().decode())"
)


@pytest.fixture(autouse=True)
def temp(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for temporary files in which whatever stays behind is seen."""
    folder = tmp_path_factory.mktemp("temp")
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def no_trace(temp: Path, pid: int) -> bool:
    """No file, and no process that was started with this folder in its environment (Linux only)."""
    if any(temp.iterdir()) or Path(f"/proc/{pid}").exists():
        return False
    mark = f"TMPDIR={temp}".encode()
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if environ.parent.name != str(os.getpid()) and mark in environ.read_bytes().split(b"\0"):
                return False
        except OSError:
            continue
    return True


def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def start(*arguments: str) -> subprocess.Popen[str]:
    line = command("exec", *arguments)
    return subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_command_talks_to_tfmock(tfmock: Tfmock) -> None:
    done = tfmock("exec", "--", sys.executable, "-c", CALL)
    assert json.loads(json.loads(done.stdout)["Message"])["host"] == "sts.cn-beijing.aliyuncs.com"
    assert done.returncode == 0
    messages = done.stderr.splitlines()
    assert messages[0] == "tfmock: 3 calls, 1 answered with an error"
    assert all(line.startswith("tfmock: ") for line in messages)


def test_its_environment(tfmock: Tfmock, temp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALICLOUD_PROFILE", "production")
    inside = json.loads(tfmock("exec", "-q", "--", sys.executable, "-c", LOOK).stdout)
    assert inside["ALIBABA_CLOUD_ACCESS_KEY_ID"] == "default.1000000000000001"
    assert "ALICLOUD_PROFILE" not in inside
    assert Path(inside["SSL_CERT_FILE"]).is_relative_to(temp)
    assert not any(temp.iterdir())


@pytest.mark.parametrize(
    ("script", "code"), [("exit 0", 0), ("exit 7", 7), ("kill -KILL $$", 137), ("kill -TERM $$", 143)]
)
def test_the_exit_code_is_the_commands(tfmock: Tfmock, script: str, code: int) -> None:
    done = tfmock("exec", "-q", "--", "sh", "-c", script)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")


def test_stdin_and_stdout_are_the_commands(temp: Path) -> None:
    with start("-q", "--", "cat") as process:
        assert process.communicate("yes\n", timeout=10) == ("yes\n", "")


@pytest.mark.parametrize(
    ("name", "code", "message"), [("no-such-command", 127, "command not found"), ("/etc", 126, "Permission denied")]
)
def test_a_command_that_cannot_run(tfmock: Tfmock, temp: Path, name: str, code: int, message: str) -> None:
    done = tfmock("exec", "--", name)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not any(temp.iterdir())


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
class TestSignals:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_signals_are_relayed_and_nothing_is_left(self, temp: Path, number: signal.Signals) -> None:
        script = f"trap 'echo got; exit 9' {number.name[3:]}; echo ready; while :; do sleep 0.02; done"
        with start("-q", "--", "sh", "-c", script) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            assert any(temp.iterdir())
            process.send_signal(number)
            assert process.stdout.read() == "got\n"
            assert process.wait(10) == 9
        assert until(lambda: no_trace(temp, process.pid))

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_that_ends_the_command_is_its_exit_code(self, temp: Path, number: signal.Signals) -> None:
        with start("--", "sh", "-c", "echo ready; exec sleep 60") as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.send_signal(number)
            _, errors = process.communicate(timeout=10)
            assert process.returncode == 128 + number
            assert "left in the world: 1 vpc" in errors  # the report comes all the same
            assert "Traceback" not in errors
        assert until(lambda: no_trace(temp, process.pid))

    def test_early_signals_leave_nothing(self, temp: Path) -> None:
        for delay in (0.05, 0.1, 0.15, 0.2, 0.25):
            with start("-q", "--", "sleep", "60") as process:
                time.sleep(delay)  # anywhere in the start: while importing, binding, spawning
                process.send_signal(signal.SIGTERM)
                process.communicate(timeout=10)
                assert process.returncode in (-signal.SIGTERM, 128 + signal.SIGTERM)
            assert until(lambda pid=process.pid: no_trace(temp, pid))  # type: ignore[misc]


def test_a_seed_that_cannot_be_read(tfmock: Tfmock, temp: Path) -> None:
    done = tfmock("exec", "--seed", "missing.json", "--", "true")
    assert (done.returncode, done.stderr) == (2, "tfmock: missing.json: no such seed file\n")
    assert not any(temp.iterdir())
