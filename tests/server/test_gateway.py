from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.stub_app import create_app
from tfmock.server import gateway as gateway_module
from tfmock.server import proxy as proxy_module
from tfmock.server import server
from tfmock.server.server import RunningServer
from tfmock.settings import Settings

Answer = dict[str, str]


def through(running: RunningServer, host: str, trusting: ssl.SSLContext) -> http.client.HTTPSConnection:
    """What HTTPS_PROXY makes of a client."""
    connection = http.client.HTTPSConnection("127.0.0.1", running.settings.gateway_port, timeout=10, context=trusting)
    connection.set_tunnel(host, 443)
    return connection


def ask(connection: http.client.HTTPConnection, path: str = "/?Action=X", body: bytes = b"a=b") -> Answer:
    connection.request("POST", path, body)
    answer = json.load(connection.getresponse())
    reply: Answer = json.loads(answer["Message"]) if "Message" in answer else answer
    return reply


def say(running: RunningServer, data: bytes) -> bytes:
    """Everything the gateway answers to some bytes."""
    with socket.create_connection(("127.0.0.1", running.settings.gateway_port), timeout=10) as sock:
        sock.sendall(data)
        return b"".join(iter(lambda: sock.recv(65536), b""))


class Foreign(BaseHTTPRequestHandler):
    """A host that is none of Alibaba's, and, for CONNECT, a company's proxy."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = f"foreign {self.path} {self.headers.get('Proxy-Authorization', '-')}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self) -> None:
        if self.path.startswith("forbidden"):
            self.send_error(407)
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"tunnel to {self.path} {self.headers.get('Proxy-Authorization', '-')}".encode())
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def foreign() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Foreign) as listener:
        threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield listener.server_port
        listener.shutdown()


@pytest.mark.parametrize(
    "host",
    [
        "vpcpeer.aliyuncs.com",
        "sts.cn-hangzhou.aliyuncs.com",
        "business.aliyuncs.com",
        "team-state.oss-cn-hangzhou.aliyuncs.com",  # more labels than the usual certificate covers: made when asked for
        "team-lock.cn-hangzhou.ots.aliyuncs.com",
        "project.cn-beijing.log.aliyuncs.com",
    ],
)
def test_https_through_the_proxy_reaches_tfmock(running: RunningServer, trusting: ssl.SSLContext, host: str) -> None:
    connection = through(running, host, trusting)
    for _ in range(3):  # one connection, kept alive
        answer = ask(connection)
        assert (answer["host"], answer["query"], answer["body"]) == (host, "Action=X", "a=b")
    assert running.gateway.traffic.snapshot() == {"served": {host: 1}, "refused": {}, "tunnelled": {}}
    connection.close()


def test_an_untrusting_client_is_refused_its_handshake(running: RunningServer) -> None:
    connection = through(running, "vpc.aliyuncs.com", ssl.create_default_context(cafile=None))
    with pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", "/")


def test_https_and_http_on_the_same_port(running: RunningServer, trusting: ssl.SSLContext) -> None:
    port = running.settings.gateway_port
    for connection in (
        http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=trusting),
        http.client.HTTPConnection("127.0.0.1", port, timeout=10),
    ):
        assert ask(connection)["body"] == "a=b"
        assert ask(connection, body=b"again")["body"] == "again"
        connection.close()


def test_plain_http_proxy_requests(running: RunningServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.settings.gateway_port, timeout=10)
    for path in ("http://vpc.aliyuncs.com/?Action=X", "http://vpc.aliyuncs.com?Action=X"):
        connection.request("POST", path, b"a=b", {"Host": "vpc.aliyuncs.com"})
        answer = connection.getresponse()
        assert answer.getheader("Connection") == "close"  # the next request may be for another host
        assert json.loads(json.load(answer)["Message"])["query"] == "Action=X"
    assert running.gateway.traffic.snapshot()["served"] == {"vpc.aliyuncs.com": 2}


@pytest.mark.parametrize("host", ["ram.console.aliyun.com", "signin.alibabacloud.com", "100.100.100.200", "1684301000"])
def test_other_alibaba_hosts_are_refused_and_counted(running: RunningServer, host: str) -> None:
    for request in (f"CONNECT {host}:443 HTTP/1.1\r\n\r\n", f"GET http://{host}/ HTTP/1.1\r\n\r\n"):
        head, _, body = say(running, request.encode()).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 403 tfmock refuses " + host.encode())
        assert json.loads(body)["Code"] == "Refused.ByTfmock"
    assert running.gateway.traffic.snapshot() == {"served": {}, "refused": {host: 2}, "tunnelled": {}}


def test_foreign_hosts_are_tunnelled(running: RunningServer, foreign: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.settings.gateway_port, timeout=10)
    connection.set_tunnel("127.0.0.1", foreign)
    for path in ("/one", "/two"):
        connection.request("GET", path)
        assert connection.getresponse().read() == f"foreign {path} -".encode()
    connection.close()
    assert b"foreign /three" in say(running, f"GET http://127.0.0.1:{foreign}/three HTTP/1.1\r\n\r\n".encode())
    assert running.gateway.traffic.snapshot()["tunnelled"] == {"127.0.0.1": 2}


def test_the_proxy_that_was_there_before_is_used(monkeypatch: pytest.MonkeyPatch, foreign: int) -> None:
    proxy = f"http://me:s%40fe@127.0.0.1:{foreign}"
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setenv("HTTP_PROXY", proxy)
    with server.private_server(Settings(), app=create_app) as running:
        answer = say(running, b"CONNECT registry.example:443 HTTP/1.1\r\n\r\n")
        assert answer.endswith(b"tunnel to registry.example:443 Basic bWU6c0BmZQ==")
        answer = say(running, b"GET http://registry.example/a HTTP/1.1\r\nHost: registry.example\r\n\r\n")
        assert answer.endswith(b"foreign http://registry.example/a Basic bWU6c0BmZQ==")
        answer = say(running, b"CONNECT forbidden.example:443 HTTP/1.1\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 502 tfmock gateway: the proxy 127.0.0.1 answered")


def test_an_unreachable_host_is_a_502(running: RunningServer) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: refuses, and nobody else can take it
        port = closed.getsockname()[1]
        assert say(running, f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode()).startswith(b"HTTP/1.1 502 ")


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02 garbage",
        b"SSH-2.0-client\r\n" * 4,
        b"GET ftp://example.org/ HTTP/1.1\r\n\r\n",
        b"CONNECT nowhere:port HTTP/1.1\r\n\r\n",
        b"CONNECT example.org:443 HTTP/1.1\r\nX: " + b"x" * proxy_module.HEAD_BYTES,
    ],
)
def test_malformed_requests_get_400_and_harm_no_other_client(running: RunningServer, data: bytes) -> None:
    assert say(running, data).startswith(b"HTTP/1.1 400 ")
    assert b'"path": "/after"' in say(running, b"GET /after HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


@pytest.mark.parametrize("start", [b"", b"CONN", b"CONNECT example.org:443 HTTP/1.1\r\n", b"\x16\x03\x01"])
def test_a_silent_client_is_disconnected(running: RunningServer, monkeypatch: pytest.MonkeyPatch, start: bytes) -> None:
    monkeypatch.setattr(gateway_module, "HEAD_SECONDS", 0.1)
    monkeypatch.setattr(proxy_module, "HEAD_SECONDS", 0.1)
    monkeypatch.setattr("tfmock.server.splice.HANDSHAKE_SECONDS", 0.1)
    assert say(running, start) == b""


def test_large_bodies_pass_whole(running: RunningServer, trusting: ssl.SSLContext) -> None:
    body = bytes(range(32, 127)) * 50_000
    assert ask(through(running, "vpc.aliyuncs.com", trusting), body=body)["body"].encode() == body


def test_a_half_closed_client_still_gets_its_answer(running: RunningServer, foreign: int) -> None:
    with socket.create_connection(("127.0.0.1", running.settings.gateway_port), timeout=10) as sock:
        sock.sendall(f"CONNECT 127.0.0.1:{foreign} HTTP/1.1\r\n\r\n".encode())
        assert sock.recv(1000).startswith(b"HTTP/1.1 200")
        sock.sendall(b"GET /last HTTP/1.0\r\n\r\n")
        sock.shutdown(socket.SHUT_WR)
        assert b"".join(iter(lambda: sock.recv(1000), b"")).endswith(b"foreign /last -")


def test_closed_connections_leave_nothing(running: RunningServer, trusting: ssl.SSLContext, foreign: int) -> None:
    port = running.settings.gateway_port
    for _ in range(5):
        for connection in (
            http.client.HTTPConnection("127.0.0.1", port, timeout=10),
            http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=trusting),
            through(running, "vpc.aliyuncs.com", trusting),
        ):
            ask(connection)
            connection.close()
        say(running, f"GET http://127.0.0.1:{foreign}/ HTTP/1.1\r\n\r\n".encode())
        say(running, b"GET http://vpc.aliyuncs.com/ HTTP/1.1\r\n\r\n")
    end = time.monotonic() + 5
    while running.gateway._tasks and time.monotonic() < end:
        time.sleep(0.01)
    assert not running.gateway._tasks


def test_many_at_once(running: RunningServer, trusting: ssl.SSLContext) -> None:
    def client(number: int) -> set[str]:
        connection = through(running, f"vpc.region-{number}.aliyuncs.com", trusting)
        answers = {ask(connection, body=f"{number}.{turn}".encode())["body"] for turn in range(10)}
        connection.close()
        return answers

    with ThreadPoolExecutor(12) as pool:
        for number, answers in enumerate(pool.map(client, range(36))):
            assert answers == {f"{number}.{turn}" for turn in range(10)}


def test_stopping_closes_what_is_open(trusting: ssl.SSLContext, running: RunningServer) -> None:
    connection = through(running, "vpc.aliyuncs.com", ssl._create_unverified_context())
    ask(connection)
    running.gateway.stop()
    running.gateway.stop()
    with pytest.raises((OSError, http.client.HTTPException)):
        ask(connection)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", running.settings.gateway_port), timeout=5)


@pytest.mark.parametrize("port", ["port", "gateway_port"])
@pytest.mark.parametrize("proxied", ["connect", "absolute"])
def test_control_through_the_proxy_is_judged_by_the_real_client(
    monkeypatch: pytest.MonkeyPatch, port: str, proxied: str
) -> None:
    """attack.md fault 3: CONNECT to our own port made every client one of this machine."""
    with server.private_server(Settings()) as running:
        target = f"127.0.0.1:{getattr(running.settings, port)}"
        inner = b"GET /_tfmock/worlds HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        outer = f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode()
        if proxied == "absolute":
            outer, inner = b"", f"GET http://{target}/_tfmock/worlds HTTP/1.1\r\nHost: {target}\r\n\r\n".encode()

        def status() -> bytes:
            with socket.create_connection(("127.0.0.1", running.settings.gateway_port), timeout=10) as sock:
                if outer:
                    sock.sendall(outer)
                    assert sock.recv(1000).startswith(b"HTTP/1.1 200")
                sock.sendall(inner)
                return b"".join(iter(lambda: sock.recv(65536), b"")).split(b" ", 2)[1]

        assert status() == b"200"
        for module in ("gateway", "connections"):
            monkeypatch.setattr(f"tfmock.server.{module}.peer_address", lambda *_, **__: "192.0.2.1")
        assert status() == b"403"


@pytest.mark.parametrize("form", ["CONNECT {} HTTP/1.1", "GET http://{}/ HTTP/1.1"])
def test_other_machines_do_not_reach_this_machine(
    running: RunningServer, monkeypatch: pytest.MonkeyPatch, foreign: int, form: str
) -> None:
    monkeypatch.setattr("tfmock.server.gateway.peer_address", lambda *_, **__: "192.0.2.1")
    for host in ("127.0.0.1", "0x7f.1", "localhost", "[::ffff:127.0.0.1]"):
        answer = say(running, f"{form.format(f'{host}:{foreign}')}\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 403 tfmock refuses ")
        assert b"foreign" not in answer
    assert sum(running.gateway.traffic.snapshot()["refused"].values()) == 4


@pytest.mark.parametrize("transport", ["plain", "gateway", "TLS", "tunnel"])
def test_a_body_too_large_is_answered_and_not_reset(transport: str) -> None:
    """attack.md fault 18: the server hung up on unread bytes, and the reset overtook the answer."""
    with server.private_server(Settings()) as running:
        trusting = ssl.create_default_context(cafile=str(running.bundle))
        for _ in range(5):
            connection: http.client.HTTPConnection
            if transport in ("plain", "gateway"):
                port = running.settings.port if transport == "plain" else running.settings.gateway_port
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            elif transport == "TLS":
                connection = http.client.HTTPSConnection(
                    "127.0.0.1", running.settings.gateway_port, timeout=10, context=trusting
                )
            else:
                connection = through(running, "vpc.aliyuncs.com", trusting)
            connection.request("POST", "/?Action=X&Version=2016-04-28", b"a" * (3 << 20), {"Host": "vpc.aliyuncs.com"})
            assert connection.getresponse().status == 413
            connection.close()
