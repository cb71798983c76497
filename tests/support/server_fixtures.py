"""Fixtures of the tests that start a server around a stand-in for the app."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.stub_app import create_app
from tfmock.server import server
from tfmock.server.server import RunningServer
from tfmock.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No proxy, no settings and no data folder of the user who runs the tests."""
    for name in list(os.environ):
        if name.startswith(("TFMOCK_", "ALICLOUD_", "ALIBABA_CLOUD_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TFMOCK_DATA_DIR", str(tmp_path_factory.mktemp("home") / "data"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))


@pytest.fixture
def running() -> Iterator[RunningServer]:
    with server.private_server(Settings(), app=create_app) as started:
        yield started


@pytest.fixture
def trusting(running: RunningServer) -> ssl.SSLContext:
    """A client that trusts what SSL_CERT_FILE names, and verifies host names."""
    return ssl.create_default_context(cafile=str(running.bundle))


Tfmock = Callable[..., subprocess.CompletedProcess[str]]


def command(*arguments: str) -> list[str]:
    """The tfmock command line with the stub behind it."""
    return [sys.executable, "-m", "tests.support.stub_app", *arguments]


@pytest.fixture
def tfmock() -> Tfmock:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command(*arguments), capture_output=True, text=True, timeout=20, check=False)

    return run
