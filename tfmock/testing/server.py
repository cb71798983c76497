"""One server for all tests of a process, and a cloud of its own for each test.

A test gets a whole new universe, in which its world is the default one, and not a world of a common universe. So
configurations with keys of their own, real-looking ones or ``default.<account>``, lead to the test's world, too; and
settings, clock, ids and counters are the test's alone. That costs some milliseconds; the ports are opened once.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from tfmock.protocol.peers import connect_host
from tfmock.server import client_environment, server
from tfmock.settings import Settings
from tfmock.testing.cloud import Cloud, make_cloud
from tfmock.testing.settings import load_settings
from tfmock.testing.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from tfmock.terraform.session import Session


class Tfmock:
    """What the ``tfmock`` fixture gives: a running tfmock with a fresh world."""

    def __init__(self, running: server.RunningServer, cloud: Cloud, cleanup: contextlib.ExitStack) -> None:
        """A tfmock for one test.

        Args:
            cleanup: closed when the test is over.
        """
        self._running = running
        self._cleanup = cleanup
        self._terraform: Session | None = None
        # The server's ports, the test's accounts.
        listening = {name: getattr(running.settings, name) for name in ("host", "port", "gateway_port")}
        self._settings = cloud.settings.model_copy(update=listening)
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
        all requests to Alibaba Cloud arrive here, and every Terraform has a state of this test alone."""
        environ = client_environment.environment(self._settings, bundle=self._running.bundle).applied(os.environ)
        if self._terraform is None:
            from tfmock.terraform.session import session
            from tfmock.terraform.session_folder import PRIVATE

            self._terraform = self._cleanup.enter_context(session(environ, backend=PRIVATE))
        return self._terraform.environment(environ)

    def access_key(self, account: str = "") -> str:
        """The access key id that means an account in the test's world; by default the default account."""
        return f"{self.world.id}.{account or self._settings.default_account}"

    @property
    def secret(self) -> str:
        """An access key secret; it is not valid anywhere else."""
        return client_environment.SECRET


class TestServer:
    """The server of one test process."""

    __test__ = False  # for pytest: not a class of tests

    def __init__(self, running: server.RunningServer, switch: _ApplicationSwitch) -> None:
        self._running = running
        self._switch = switch

    @contextlib.contextmanager
    def serve_fresh_cloud(self, where: str, given: Mapping[str, object]) -> Iterator[Tfmock]:
        """Within the block a fresh cloud answers.

        Args:
            where: what the user wrote, for messages.
            given: settings.

        Raises:
            SettingsError: a setting or a seed cannot be used.
        """
        cloud = make_cloud(load_settings(where, given))
        with self._switch.leading_to(cloud.application), contextlib.ExitStack() as cleanup:
            yield Tfmock(self._running, cloud, cleanup)


@contextlib.contextmanager
def start_test_server() -> Iterator[TestServer]:
    """Start the server on free ports; no test is attached yet."""
    switch = _ApplicationSwitch()
    with server.private_server(load_settings("pytest", {}), app=switch.as_factory) as running:
        yield TestServer(running, switch)


class _ApplicationSwitch:
    """A WSGI application that delegates to the application of the current test."""

    def __init__(self) -> None:
        self._application: WSGIApplication = _between_tests

    def as_factory(self, settings: Settings, *, proxy_traffic: server.TrafficSnapshot | None = None) -> WSGIApplication:
        """An :class:`AppFactory` that gives the switch itself."""
        return self

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._application(environ, start_response)

    @contextlib.contextmanager
    def leading_to(self, application: WSGIApplication) -> Iterator[None]:
        self._application = application
        try:
            yield
        finally:
            self._application = _between_tests


def _between_tests(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answers programs that a test has left running. 400, since the provider would repeat a 5xx for minutes."""
    message = "The test that this tfmock was for is over."
    body = json.dumps({"Code": "Tfmock.TestOver", "Message": message, "RequestId": "", "HostId": ""}).encode()
    start_response("400 Bad Request", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
