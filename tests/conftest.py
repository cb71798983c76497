"""One app per test process; one world per test."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings

from tests.support.lab import Lab, Net, prepare
from tfmock.app import create_app
from tfmock.server import server
from tfmock.server.server import RunningServer, TrafficSnapshot
from tfmock.settings import Settings

# The machine that runs these is shared: no deadline, and the same examples in every run.
settings.register_profile(
    "tfmock", deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("tfmock")

_FOREIGN = ("TFMOCK_", "ALICLOUD_", "ALIBABA_CLOUD_")


@pytest.fixture(scope="session")
def _own_environment_of_session() -> Iterator[None]:
    """No settings of the user who runs the tests reach tfmock or the SDKs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(_FOREIGN) or name.lower().endswith("_proxy"):
                patch.delenv(name)
        yield


@dataclass(frozen=True)
class Served:
    """A running server and the app in it."""

    running: RunningServer
    app: Flask


@dataclass
class _Keeper:
    """Makes the app and keeps it in reach."""

    apps: list[Flask] = field(default_factory=list)

    def __call__(self, settings: Settings, *, proxy_traffic: TrafficSnapshot | None = None) -> Flask:
        self.apps.append(create_app(settings, proxy_traffic=proxy_traffic))
        return self.apps[-1]


@pytest.fixture(scope="session")
def app(_own_environment_of_session: None) -> Flask:
    """An app that is only called in process."""
    return create_app(Settings(world_seed="tests"))


@pytest.fixture(scope="session")
def served(_own_environment_of_session: None) -> Iterator[Served]:
    """A real server on free ports."""
    keeper = _Keeper()
    with server.private_server(Settings(world_seed="tests"), app=keeper) as running:
        yield Served(running, keeper.apps[0])


def world_of(request: pytest.FixtureRequest) -> str:
    """A world's name that no other test has."""
    return "t" + hashlib.blake2b(request.node.nodeid.encode(), digest_size=8).hexdigest()


@pytest.fixture
def lab(app: Flask, request: pytest.FixtureRequest) -> Lab:
    """An empty world, called in process."""
    return Lab(app, world_of(request))


@pytest.fixture
def net(lab: Lab) -> Net:
    """A prepared world, called in process."""
    return prepare(lab)


@pytest.fixture
def served_net(served: Served, request: pytest.FixtureRequest) -> Net:
    """A prepared world of the running server."""
    return prepare(Lab(served.app, world_of(request)))
