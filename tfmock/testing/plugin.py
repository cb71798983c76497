"""The pytest plugin: the ``tfmock`` fixture and its marker. Loaded in every run of pytest, so it imports nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tfmock.testing.server import Stage, Tfmock

_MARKER = (
    "tfmock(**settings): settings of this test's tfmock: profile, quotas, seed, accounts, ... (see docs/pytest.md)"
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture(scope="session")
def _tfmock_stage() -> Iterator[Stage]:
    """The server, started for the first test that asks for it; one for each process of pytest-xdist."""
    from tfmock.testing.server import open_stage

    with open_stage() as stage:
        yield stage


@pytest.fixture
def tfmock(request: pytest.FixtureRequest, _tfmock_stage: Stage) -> Iterator[Tfmock]:
    """A running tfmock with a fresh world: ``.endpoint``, ``.env``, ``.access_key()``, ``.world``."""
    from tfmock.settings import SettingsError

    with contextlib.ExitStack() as scene:
        try:
            playing = scene.enter_context(_tfmock_stage.play("@pytest.mark.tfmock", _settings(request)))
        except SettingsError as problem:
            pytest.fail(str(problem), pytrace=False)
        yield playing


def _settings(request: pytest.FixtureRequest) -> dict[str, object]:
    """The markers' arguments; a function's marker goes before its class's, that before its module's."""
    given: dict[str, object] = {}
    for marker in request.node.iter_markers("tfmock"):
        if marker.args:
            pytest.fail(f"@pytest.mark.tfmock takes settings by name only, not {marker.args[0]!r}", pytrace=False)
        given = {**marker.kwargs, **given}
    if "seed" in given:
        given["seed"] = _beside(request, given["seed"])
    return given


def _beside(request: pytest.FixtureRequest, seed: object) -> object:
    """Seeds named in a test file lie next to it, wherever pytest was started."""
    several = seed if isinstance(seed, (list, tuple)) else (seed,)
    return tuple(request.path.parent / str(each) for each in several)
