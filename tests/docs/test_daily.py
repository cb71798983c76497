"""Every command of the pages on time, faults, control and auth is run, and every settings file is read."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server_fixtures import ROOT
from tfmock.server import server
from tfmock.server.server import RunningServer
from tfmock.settings import Settings, load

PAGES = ("time", "faults", "control", "auth")


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[str]:
    return [line for block in blocks(page, "sh") for line in block.splitlines()]


@pytest.fixture(scope="module")
def running(_own_environment_of_session: None) -> Iterator[RunningServer]:
    with server.private_server(Settings()) as started:
        yield started


@pytest.fixture
def environ(running: RunningServer, tmp_path: Path) -> dict[str, str]:
    """A shell in which ``tfmock`` is this one, and port 4180 the running one's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "tfmock"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tfmock.cli.main "$@"\n')
    script.chmod(0o755)
    return {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "TFMOCK_PORT": str(running.settings.port),
        "TFMOCK_DATA_DIR": str(tmp_path / "data"),
    }


@pytest.mark.parametrize("page", PAGES)
def test_commands(page: str, running: RunningServer, environ: dict[str, str], tmp_path: Path) -> None:
    urllib.request.urlopen(f"{running.url}/?Action=DescribeRegions&Version=2016-04-28&Format=JSON").close()
    for command in commands(page):
        if " serve" in command:
            _serves(command, environ, tmp_path)
            continue
        ours = command.replace("127.0.0.1:4180", f"127.0.0.1:{running.settings.port}")
        if ours == "tfmock fault clear f1":
            ours = "tfmock fault clear $(tfmock fault list | sed -n '1s/ .*//p')"
        done = subprocess.run(
            ["sh", "-c", ours], env=environ, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        assert '"error"' not in done.stdout[:10], f"{command}\n{done.stdout}"


def _serves(command: str, environ: dict[str, str], folder: Path) -> None:
    free = {**environ, "TFMOCK_PORT": "0", "TFMOCK_GATEWAY_PORT": "0"}
    line = ["sh", "-c", command.replace("tfmock serve", "exec tfmock serve")]
    with subprocess.Popen(
        line, env=free, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        child.send_signal(signal.SIGTERM)
        rest = child.communicate(timeout=20)
    assert first.startswith("tfmock "), f"{command}\n{first}{rest}"
    assert child.returncode == 0, f"{command}\n{rest}"


@pytest.mark.parametrize("page", PAGES)
def test_settings_files(page: str, tmp_path: Path) -> None:
    for block in blocks(page, "toml"):
        file = tmp_path / "tfmock.toml"
        file.write_text(block)
        load(file)


def test_there_is_something_to_run() -> None:
    assert all(commands(page) for page in PAGES)
