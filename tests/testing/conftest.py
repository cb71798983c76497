from __future__ import annotations

import importlib.metadata
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import _FOREIGN

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the user who runs the tests; inner pytests find this tfmock."""
    for name in list(os.environ):
        if name.startswith((*_FOREIGN, "PYTEST_", "COV_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def plugin() -> tuple[str, ...]:
    """What loads the plugin where tfmock was installed before it had one: nothing, once it is installed anew."""
    installed = importlib.metadata.entry_points(group="pytest11")
    return () if any(entry_point.name == "tfmock" for entry_point in installed) else ("-p", "tfmock.testing.plugin")


@pytest.fixture
def no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection is an error."""

    def connect(self: socket.socket, address: object) -> None:
        raise AssertionError(f"a socket was connected to {address}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    """Undone before ``_restored`` looks; monkeypatch is not, since an autouse fixture asked for it earlier."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch
