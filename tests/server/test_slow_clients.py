"""Clients that send half of something, or nothing, or do not read: everybody else is answered all the same."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator

import pytest

from tfmock.server import server
from tfmock.server.http_server import HttpServer, Limits
from tfmock.server.server import RunningServer
from tfmock.settings import Settings

GET = b"GET /ping HTTP/1.1\r\nHost: x\r\n\r\n"
HALF_BODY = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nAction=Desc"
HALF_CHUNK = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nAction"
HALF_HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nX-Half"
CONNECT = b"CONNECT vpc.aliyuncs.com:443 HTTP/1.1\r\nHost: vpc.aliyuncs.com:443\r\n\r\n"
#: the promise is a second; a busy machine gets more
SECONDS = 5.0


def connect(port: int, first: bytes = b"") -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
    client.sendall(first)
    return client


def read_reply(client: socket.socket) -> bytes:
    """One reply with a Content-Length."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += client.recv(65536) or pytest.fail(f"the connection ended after {data!r}")
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += client.recv(65536) or pytest.fail("the connection ended within a body")
    return head + b"\r\n\r\n" + body


def finished(port: int) -> socket.socket:
    """A connection that had its answer and stays."""
    client = connect(port, GET)
    read_reply(client)
    return client


def established(port: int) -> socket.socket:
    client = connect(port, CONNECT)
    assert client.recv(1000).startswith(b"HTTP/1.1 200")
    return client


def half_hello(port: int, first: bytes = b"") -> socket.socket:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    engine = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="vpc.aliyuncs.com")
    with contextlib.suppress(ssl.SSLWantReadError):
        engine.do_handshake()
    hello = outgoing.read()
    client = established(port) if first else connect(port)
    client.sendall(hello[: len(hello) // 2])
    return client


BOTH = ("port", "gateway_port")
CASES = [
    *((f"16 half bodies, {port}", port, 16, lambda p: connect(p, HALF_BODY)) for port in BOTH),
    *((f"300 half chunks, {port}", port, 300, lambda p: connect(p, HALF_CHUNK)) for port in BOTH),
    *((f"300 half heads, {port}", port, 300, lambda p: connect(p, HALF_HEAD)) for port in BOTH),
    *((f"300 silent, {port}", port, 300, connect) for port in BOTH),
    *((f"300 idle after an answer, {port}", port, 300, finished) for port in BOTH),
    ("300 half hellos", "gateway_port", 300, half_hello),
    ("300 half hellos inside of CONNECT", "gateway_port", 300, lambda p: half_hello(p, CONNECT)),
    ("300 silent after CONNECT", "gateway_port", 300, established),
]


@pytest.mark.parametrize(("port", "count", "make"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_others_are_answered(
    running: RunningServer, port: str, count: int, make: Callable[[int], socket.socket]
) -> None:
    number: int = getattr(running.settings, port)
    with contextlib.ExitStack() as held:
        for _ in range(count):
            held.enter_context(make(number))
        for other in BOTH:
            with connect(getattr(running.settings, other), GET) as client:
                assert read_reply(client).startswith(b"HTTP/1.1 200")


@pytest.fixture
def serving() -> Iterator[Callable[..., int]]:
    """Starts servers of an application; gives their ports."""
    with contextlib.ExitStack() as started:

        def start(application: Callable[..., Iterable[bytes]], limits: Limits | None = None) -> int:
            listener = socket.create_server(("127.0.0.1", 0))
            port: int = listener.getsockname()[1]
            http = HttpServer(listener, limits)
            started.callback(http.stop)
            http.start(application)
            return port

        yield start


def big(environ: object, start_response: Callable[..., object]) -> list[bytes]:
    size = 8 << 20 if "QUERY_STRING" in (env := dict(environ)) and env["QUERY_STRING"] == "big" else 2  # type: ignore[call-overload]
    start_response("200 OK", [])
    return [b"x" * size]


def test_a_client_that_does_not_read_holds_no_thread(serving: Callable[..., int]) -> None:
    port = serving(big, Limits(threads=(2, 2)))
    slow = [connect(port, GET.replace(b"/ping", b"/?big")) for _ in range(6)]
    for client in slow:  # the reply has begun: its bytes are more than the socket takes
        assert client.recv(1) == b"H"
    with connect(port, GET) as client:
        assert read_reply(client).endswith(b"xx")
    for client in slow:
        with client:
            assert len(read_reply_after(client)) > 8 << 20


def read_reply_after(client: socket.socket) -> bytes:
    client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    data = bytearray()
    while piece := client.recv(1 << 20):
        data += piece
    return bytes(data)


def test_above_the_limit_the_longest_silent_client_is_closed(serving: Callable[..., int]) -> None:
    port = serving(big, Limits(connections=8))
    with contextlib.ExitStack() as held:
        first, *_, last = [held.enter_context(connect(port)) for _ in range(8)]
        held.enter_context(finished(port))
        assert first.recv(1) == b""
        last.sendall(GET)
        assert read_reply(last).endswith(b"xx")


def test_a_late_client_is_disconnected(serving: Callable[..., int]) -> None:
    port = serving(big, Limits(head_seconds=0.1, body_seconds=0.1))
    for sent in (b"", HALF_HEAD, HALF_BODY, HALF_CHUNK):
        with connect(port, sent) as client:
            assert client.recv(1) == b""


def test_handlers_that_wait_get_more_threads(serving: Callable[..., int]) -> None:
    """A fault rule's latency sleeps in its handler."""
    release, waiting = threading.Event(), threading.Semaphore(0)

    def application(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        if environ["QUERY_STRING"] == "wait":
            waiting.release()
            release.wait(SECONDS)
        start_response("200 OK", [])
        return [b"xx"]

    port = serving(application, Limits(threads=(2, 64)))
    with contextlib.ExitStack() as held:
        for _ in range(20):
            held.enter_context(connect(port, GET.replace(b"/ping", b"/?wait")))
        for _ in range(20):
            assert waiting.acquire(timeout=SECONDS)
        with connect(port, GET) as client:
            assert read_reply(client).endswith(b"xx")
        release.set()


@pytest.mark.parametrize(("limits", "count"), [(None, 280), (Limits(threads=(2, 24)), 24)], ids=["all", "most"])
def test_health_is_answered_while_calls_wait(serving: Callable[..., int], limits: Limits | None, count: int) -> None:
    """Calls of one world wait for its lock. There were 256 threads at most."""
    release, inside = threading.Event(), threading.Semaphore(0)

    def application(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        if environ["PATH_INFO"] == "/ping":
            inside.release()
            release.wait(60)
        start_response("200 OK", [])
        return [b"xx"]

    port = serving(application, limits)
    with contextlib.ExitStack() as held:
        held.callback(release.set)
        clients = [held.enter_context(connect(port, GET)) for _ in range(count)]
        for _ in clients if limits is None else range(8):
            assert inside.acquire(timeout=60)
        with connect(port, GET.replace(b"/ping", b"/_tfmock/health")) as client:
            assert read_reply(client).endswith(b"xx")
        if limits is not None:  # the rest is not left without an answer
            answered = 0
            while answered < count - 8:
                ready, _, _ = select.select(clients, [], [], SECONDS)
                assert [read_reply(client)[9:12] for client in ready] == [b"503"] * len(ready) != []
                clients = [client for client in clients if client not in ready]
                answered += len(ready)


def test_an_old_client_is_told_that_its_connection_is_kept(serving: Callable[..., int]) -> None:
    with connect(serving(big), b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") as client:
        assert b"\r\nConnection: keep-alive\r\n" in read_reply(client)


@pytest.mark.parametrize("port", BOTH)
def test_a_half_closed_client_gets_its_answer(running: RunningServer, port: str) -> None:
    with connect(getattr(running.settings, port), GET) as client:
        client.shutdown(socket.SHUT_WR)
        assert read_reply(client).startswith(b"HTTP/1.1 200")
        assert client.recv(1) == b""


@pytest.mark.parametrize("tunnel", [False, True], ids=["direct", "CONNECT"])
@pytest.mark.parametrize("notify", [False, True], ids=["FIN", "close_notify"])
def test_a_half_closed_client_gets_its_answer_in_tls(running: RunningServer, tunnel: bool, notify: bool) -> None:
    context = ssl.create_default_context(cafile=str(running.bundle))
    port = running.settings.gateway_port
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    engine = context.wrap_bio(incoming, outgoing, server_hostname="vpc.aliyuncs.com")

    def until_done(step: Callable[[], object], client: socket.socket) -> object:
        while True:
            try:
                done = step()
            except ssl.SSLWantReadError:
                if outgoing.pending:
                    client.sendall(outgoing.read())
                incoming.write(client.recv(65536) or pytest.fail("the connection ended"))
            else:
                if outgoing.pending:
                    client.sendall(outgoing.read())
                return done

    with established(port) if tunnel else connect(port) as client:
        until_done(engine.do_handshake, client)
        engine.write(GET)
        if notify:
            with contextlib.suppress(ssl.SSLWantReadError):
                engine.unwrap()
        client.sendall(outgoing.read())
        client.shutdown(socket.SHUT_WR)
        if notify:  # Python's engine reads nothing after its own close_notify; that there are bytes must do
            received = b""
            while piece := client.recv(65536):
                received += piece
            assert len(received) > 500
        else:
            reply = until_done(lambda: engine.read(65536), client)
            assert isinstance(reply, bytes)
            assert reply.startswith(b"HTTP/1.1 200")


def test_a_body_above_the_limit_is_answered(running: RunningServer) -> None:
    for port in BOTH:
        with connect(getattr(running.settings, port)) as client:
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 100_000)
            assert read_reply(client).startswith(b"HTTP/1.1 413")


def test_stopping_waits_for_calls_being_answered() -> None:
    entered, release = threading.Event(), threading.Event()

    def create(
        settings: Settings, *, proxy_traffic: server.TrafficSnapshot | None = None
    ) -> Callable[..., Iterable[bytes]]:
        def application(environ: object, start_response: Callable[..., object]) -> list[bytes]:
            entered.set()
            release.wait(SECONDS)
            start_response("200 OK", [])
            return [b"xx"]

        return application

    with server.private_server(Settings(), app=create) as running:
        client = connect(running.settings.port, GET)
        assert entered.wait(SECONDS)
        stopping = threading.Thread(target=running.plain.stop)
        stopping.start()
        release.set()
        stopping.join(SECONDS)
        assert read_reply(client).endswith(b"xx")
        client.close()


@pytest.mark.parametrize("reads", [True, False])
def test_stopping_sends_what_was_begun(
    reads: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if not reads:
        monkeypatch.setattr("tfmock.server.http_server._STOP_SECONDS", 0.2)
    listener = socket.create_server(("127.0.0.1", 0))
    http = HttpServer(listener)
    with connect(listener.getsockname()[1], GET.replace(b"/ping", b"/?big")) as client:
        http.start(big)
        assert client.recv(1) == b"H"  # more than the socket takes: the rest waits
        stopping = threading.Thread(target=http.stop)
        stopping.start()
        if reads:
            assert http._stopping.wait(SECONDS)
            received = 1
            while piece := client.recv(1 << 20):
                received += len(piece)
            assert received > 8 << 20
        stopping.join(SECONDS)
        assert not stopping.is_alive()
    assert ("1 replies were cut off" in caplog.text) is not reads


@pytest.mark.parametrize("transport", ["plain", "proxied", "tls"])
@pytest.mark.parametrize("reads", [True, False])
def test_stopping_sends_what_was_begun_through_the_gateway(
    reads: bool, transport: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Also what has left the server, and waits in the gateway for a slow client."""
    # Long for a client that reads: on a busy machine 8 MB through small buffers take a while
    patience = 12 * SECONDS if reads else 0.2
    for limit in ("http_server._STOP_SECONDS", "server._STOP_SECONDS", "server._LEAST_SECONDS"):
        monkeypatch.setattr(f"tfmock.server.{limit}", patience)
    size = 1 << 23  # little enough for the sockets and buffers between server and gateway

    def create(
        settings: Settings, *, proxy_traffic: server.TrafficSnapshot | None = None
    ) -> Callable[..., Iterable[bytes]]:
        def application(environ: object, start_response: Callable[..., object]) -> list[bytes]:
            start_response("200 OK", [])
            return [bytes(size)]

        return application

    with server.private_server(Settings(), app=create) as running:
        port = running.settings.gateway_port
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(2 * SECONDS)
        client.connect(("127.0.0.1", port))
        with client:
            if transport == "proxied":
                client.sendall(CONNECT)
                assert client.recv(1000).startswith(b"HTTP/1.1 200")
            if transport == "tls":
                client = ssl._create_unverified_context().wrap_socket(client, server_hostname="vpc.aliyuncs.com")
            client.sendall(GET)
            assert client.recv(1) == b"H"
            stopping = threading.Thread(target=running.stop)
            stopping.start()
            if reads:
                assert running.plain._stopping.wait(SECONDS)
                received = 1
                while piece := client.recv(1 << 14):
                    received += len(piece)
                assert received > size
            stopping.join(15 * SECONDS)
            assert not stopping.is_alive()
            client.close()
    assert ("cut off" in caplog.text) is not reads
