"""One connection and its turns: what one client asks at once does not keep the others waiting."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest

from tfmock.server.http_connection import Connection, Wait

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

REQUEST = b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n"


class Application:
    """Answers each path with itself, and remembers it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [environ["PATH_INFO"].encode()]


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, Connection]]:
    client, served = socket.socketpair()
    served.setblocking(False)
    client.settimeout(5)
    connection = Connection(served, "127.0.0.1")
    yield client, connection
    connection.close()
    client.close()


def test_pipelined_requests_are_answered_one_a_turn(pair: tuple[socket.socket, Connection]) -> None:
    client, connection = pair
    application = Application()
    client.sendall(REQUEST % 1 + REQUEST % 2 + REQUEST % 3)
    turns = []
    for _ in range(3):
        wait = connection.proceed(application, lambda: False)
        turns.append((wait, list(application.asked)))
    assert turns == [
        (Wait.WRITABLE, ["/1"]), (Wait.WRITABLE, ["/1", "/2"]), (Wait.READABLE, ["/1", "/2", "/3"])
    ]  # fmt: skip
    assert client.recv(65536).count(b"HTTP/1.1 200") == 3


def test_half_a_request_behind_another_is_waited_for(pair: tuple[socket.socket, Connection]) -> None:
    client, connection = pair
    application = Application()
    client.sendall(REQUEST % 1 + b"PUT /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    assert connection.proceed(application, lambda: False) is Wait.WRITABLE
    assert connection.proceed(application, lambda: False) is Wait.READABLE
    assert client.recv(65536).endswith(b"HTTP/1.1 100 Continue\r\n\r\n")
    client.sendall(b"ab")
    assert connection.proceed(application, lambda: False) is Wait.READABLE
    assert application.asked == ["/1", "/2"]
