"""Tunnels to foreign hosts take two descriptors each; however many there are, other clients are served."""

from __future__ import annotations

import contextlib
import errno
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from tests.server.test_slow_clients import GET, connect, read_reply
from tests.support.stub_app import create_app
from tfmock.server import server
from tfmock.server.http_server import HttpServer, Limits
from tfmock.server.tunnels import Tunnels, tunnel_limit, undecided_limit
from tfmock.settings import Settings

FEW_DESCRIPTORS = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))
from tests.support.stub_app import create_app
from tfmock.server import server
from tfmock.settings import Settings
with server.private_server(Settings(), app=create_app) as running:
    print(running.settings.port, running.settings.gateway_port, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def foreign() -> Iterator[int]:
    """A host that accepts and says nothing: the kernel does so by itself."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        yield listener.getsockname()[1]


def tunnel(gateway: int, foreign: int) -> socket.socket:
    client = connect(gateway, f"CONNECT 127.0.0.1:{foreign} HTTP/1.1\r\n\r\n".encode())
    assert client.recv(1000).startswith(b"HTTP/1.1 200")
    return client


def test_above_the_limit_the_most_idle_tunnel_is_closed(monkeypatch: pytest.MonkeyPatch, foreign: int) -> None:
    monkeypatch.setattr("tfmock.server.gateway.Tunnels", lambda: Tunnels(3))
    with server.private_server(Settings(), app=create_app) as running, contextlib.ExitStack() as held:
        gateway = running.settings.gateway_port
        listener = held.enter_context(socket.create_server(("127.0.0.1", 0)))
        first = held.enter_context(tunnel(gateway, listener.getsockname()[1]))
        far, _ = listener.accept()
        held.enter_context(far)
        second, third = (held.enter_context(tunnel(gateway, foreign)) for _ in range(2))
        first.sendall(b"x")
        assert far.recv(1) == b"x"
        fourth = held.enter_context(tunnel(gateway, foreign))
        assert second.recv(1) == b""
        far.sendall(b"y")
        assert first.recv(1) == b"y"
        for client in (third, fourth):
            client.setblocking(False)
            with pytest.raises(BlockingIOError):
                client.recv(1)


def test_a_tunnel_that_is_not_connected_yet_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tfmock.server.gateway.Tunnels", lambda: Tunnels(2))
    with contextlib.ExitStack() as held:
        deaf = held.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port = deaf.getsockname()[1]
        for _ in range(3):  # fills its queue: from now on connections get no answer
            filler = held.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        running = held.enter_context(server.private_server(Settings(), app=create_app))
        line = f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode()
        first, *_ = [held.enter_context(connect(running.settings.gateway_port, line)) for _ in range(3)]
        assert first.recv(1) == b""


def test_tunnels_leave_descriptors_for_others(foreign: int) -> None:
    line = [sys.executable, "-c", FEW_DESCRIPTORS]
    with (
        subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process,
        contextlib.ExitStack() as held,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        held.callback(process.stdin.close)
        port, gateway = map(int, process.stdout.readline().split())
        for _ in range(100):
            held.enter_context(tunnel(gateway, foreign))
        for listener in (port, gateway):
            with connect(listener, GET) as client:
                assert read_reply(client).startswith(b"HTTP/1.1 200")


def test_the_descriptors_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for soft in (256, 1024, 4096, 65536):
        monkeypatch.setattr("resource.getrlimit", lambda _, soft=soft: (soft, soft))
        assert 3 * Limits().within_descriptors() + 2 * tunnel_limit() + undecided_limit() <= soft - 64


class Full(socket.socket):
    """A listener of a process that has no descriptor left."""

    def __init__(self) -> None:
        super().__init__()
        self.tries: list[float] = []
        self.often = threading.Event()

    def accept(self) -> tuple[socket.socket, object]:
        self.tries.append(time.monotonic())
        if len(self.tries) == 5:
            self.often.set()
        raise OSError(errno.EMFILE, "Too many open files")


def test_a_server_without_descriptors_does_not_spin() -> None:
    listener = Full()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    http = HttpServer(listener)
    with connect(listener.getsockname()[1]):
        http.start(lambda environ, start_response: [])
        assert listener.often.wait(30)
        http.stop()
    assert listener.tries[4] - listener.tries[0] >= 0.19  # four pauses
