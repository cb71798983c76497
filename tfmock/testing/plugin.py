"""The pytest plugin: the ``tfmock`` fixture and its marker. Loaded in every run of pytest, so it imports nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tfmock.testing.server import TestServer, Tfmock

_MARKER = (
    "tfmock(**settings): settings of this test's tfmock: profile, quotas, seed, accounts, ... (see docs/pytest.md)"
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture(scope="session")
def _tfmock_server() -> Iterator[TestServer]:
    """The server, started for the first test that uses it; one in each process of pytest-xdist."""
    from tfmock.testing.server import start_test_server

    with start_test_server() as server:
        yield server


@pytest.fixture
def tfmock(request: pytest.FixtureRequest, _tfmock_server: TestServer) -> Iterator[Tfmock]:
    """A running tfmock with a fresh world: ``.endpoint``, ``.env``, ``.access_key()``, ``.world``."""
    from tfmock.settings import SettingsError

    with contextlib.ExitStack() as context:
        try:
            running = context.enter_context(_tfmock_server.serve_fresh_cloud("@pytest.mark.tfmock", _settings(request)))
        except SettingsError as problem:
            pytest.fail(str(problem), pytrace=False)
        yield running


def _settings(request: pytest.FixtureRequest) -> dict[str, object]:
    """The markers' arguments; a function's marker goes before its class's, that before its module's."""
    given: dict[str, object] = {}
    for marker in request.node.iter_markers("tfmock"):
        if marker.args:
            pytest.fail(f"@pytest.mark.tfmock takes settings by name only, not {marker.args[0]!r}", pytrace=False)
        given = {**marker.kwargs, **given}
    if "seed" in given:
        given["seed"] = _relative_to_test(request, given["seed"])
    return given


def _relative_to_test(request: pytest.FixtureRequest, seed: object) -> object:
    """Seeds named in a test file lie next to it, wherever pytest was started."""
    seeds = seed if isinstance(seed, (list, tuple)) else (seed,)
    return tuple(request.path.parent / str(path) for path in seeds)
