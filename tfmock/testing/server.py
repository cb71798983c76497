"""One server for all tests of a process, and a cloud of its own for each test.

A test does not get a world of a common universe but the whole of a new one, in which its world is the default one. So
configurations with keys of their own, real-looking ones or ``default.<account>``, lead into the test's world, too; and
settings, clock, ids and counters are the test's alone. That costs some milliseconds; the ports are opened once.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from tfmock.cli import environment
from tfmock.protocol.peers import connect_host
from tfmock.server import server
from tfmock.settings import Settings
from tfmock.testing.cloud import Cloud, make_cloud
from tfmock.testing.settings import choose
from tfmock.testing.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from tfmock.terraform.session import Session


class Tfmock:
    """What the ``tfmock`` fixture gives: a running tfmock with a fresh world."""

    def __init__(self, running: server.RunningServer, cloud: Cloud, ends: contextlib.ExitStack) -> None:
        """Args:
        ends: closed when the test is over.
        """
        self._running = running
        self._ends = ends
        self._terraform: Session | None = None
        # The server's ports, the test's accounts.
        here = {"host": running.settings.host, "port": running.settings.port}
        here["gateway_port"] = running.settings.gateway_port
        self._settings = cloud.settings.model_copy(update=here)
        self.world: World = cloud.world

    @property
    def endpoint(self) -> str:
        """Plain HTTP, ``http://127.0.0.1:<port>``. SDKs want host and port alone: see :attr:`address`."""
        return self._running.url

    @property
    def address(self) -> str:
        """``127.0.0.1:<port>``, for an SDK's ``Config(endpoint=..., protocol="http")``."""
        return f"{connect_host(self._settings.host)}:{self._settings.port}"

    @property
    def env(self) -> dict[str, str]:
        """The environment for ``subprocess.run(["terraform", ...], env=tfmock.env)``: the present one, in which
        everything that goes to Alibaba Cloud arrives here, and every Terraform has a state of this test alone."""
        environ = environment.environment(self._settings, bundle=self._running.bundle).applied(os.environ)
        if self._terraform is None:
            from tfmock.terraform.folder import PRIVATE
            from tfmock.terraform.session import session

            self._terraform = self._ends.enter_context(session(environ, backend=PRIVATE))
        return self._terraform.environment(environ)

    def access_key(self, account: str = "") -> str:
        """The access key id that means an account in the test's world; by default the default account."""
        return f"{self.world.id}.{account or self._settings.default_account}"

    @property
    def secret(self) -> str:
        """An access key secret; it opens nothing anywhere."""
        return environment.SECRET


class Stage:
    """The server of one test process."""

    def __init__(self, running: server.RunningServer, switch: _Switch) -> None:
        self._running = running
        self._switch = switch

    @contextlib.contextmanager
    def play(self, where: str, given: Mapping[str, object]) -> Iterator[Tfmock]:
        """A fresh cloud answers until the end of the block.

        Args:
            where: what the user wrote, for messages.
            given: settings.

        Raises:
            SettingsError: a setting or a seed cannot be used.
        """
        cloud = make_cloud(choose(where, given))
        with self._switch.showing(cloud.application), contextlib.ExitStack() as ends:
            yield Tfmock(self._running, cloud, ends)


@contextlib.contextmanager
def open_stage() -> Iterator[Stage]:
    """Start the server on free ports; nobody is on stage yet."""
    switch = _Switch()
    with server.private_server(choose("pytest", {}), app=switch.as_factory) as running:
        yield Stage(running, switch)


class _Switch:
    """A WSGI application that leads to the application of the test that runs."""

    def __init__(self) -> None:
        self._application: WSGIApplication = _between_tests

    def as_factory(self, settings: Settings, *, proxy_traffic: server.TrafficSnapshot | None = None) -> WSGIApplication:
        """An :class:`AppFactory` that gives the switch itself."""
        return self

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._application(environ, start_response)

    @contextlib.contextmanager
    def showing(self, application: WSGIApplication) -> Iterator[None]:
        self._application = application
        try:
            yield
        finally:
            self._application = _between_tests


def _between_tests(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """For what a test has left running. 400, since the provider would repeat a 5xx for minutes."""
    message = "The test that this tfmock was for is over."
    body = json.dumps({"Code": "Tfmock.TestOver", "Message": message, "RequestId": "", "HostId": ""}).encode()
    start_response("400 Bad Request", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
