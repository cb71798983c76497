"""Connections that break: really reset through the gateway, cut off on the plain port."""

from __future__ import annotations

import functools
import http.client
import json
import socket
import ssl
import sys
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest

from tfmock.protocol.broken_connection import broken
from tfmock.server import server
from tfmock.server.connections import ConnectionRegistry, identify_clients_in_worker
from tfmock.server.http_server import HttpServer
from tfmock.server.server import RunningServer
from tfmock.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

REQUEST = (
    b"POST /?Action=DescribeRegions&Version=2016-04-28&Format=JSON HTTP/1.1\r\nHost: vpc.aliyuncs.com\r\n"
    b"Content-Length: 0\r\n\r\n"
)
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of 127.0.0.0/8")


@pytest.fixture
def real() -> Iterator[RunningServer]:
    with server.private_server(Settings()) as started:
        yield started


def fault(running: RunningServer, **rule: object) -> None:
    url = f"{running.url}/_tfmock/faults"
    urllib.request.urlopen(urllib.request.Request(url, json.dumps(rule).encode(), method="POST")).close()


@linux
@pytest.mark.parametrize("proxied", [False, True])
def test_the_gateway_resets(real: RunningServer, proxied: bool) -> None:
    fault(real, reset=True)
    with socket.create_connection(("127.0.0.1", real.settings.gateway_port), timeout=10) as client:
        if proxied:
            client.sendall(b"CONNECT vpc.aliyuncs.com:443 HTTP/1.1\r\nHost: vpc.aliyuncs.com\r\n\r\n")
            assert client.recv(1000).startswith(b"HTTP/1.1 200")
        client.sendall(REQUEST)
        with pytest.raises(ConnectionResetError):
            client.recv(1000)


@linux
def test_the_gateway_resets_inside_of_tls(real: RunningServer) -> None:
    fault(real, reset=True)
    inbound, outbound = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.create_default_context(cafile=str(real.bundle))
    tls = context.wrap_bio(inbound, outbound, server_hostname="vpc.aliyuncs.com")
    with socket.create_connection(("127.0.0.1", real.settings.gateway_port), timeout=10) as client:
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                client.sendall(outbound.read())
                inbound.write(client.recv(65536))
        client.sendall(outbound.read())
        tls.write(REQUEST)
        client.sendall(outbound.read())
        received = functools.partial(client.recv, 65536)
        with pytest.raises(ConnectionResetError):  # session tickets may come first
            list(iter(received, b""))


def test_the_plain_port_cuts_off(real: RunningServer) -> None:
    fault(real, reset=True)
    connection = http.client.HTTPConnection("127.0.0.1", real.settings.port, timeout=10)
    connection.request("POST", "/?Action=DescribeRegions&Version=2016-04-28&Format=JSON")
    with pytest.raises((http.client.IncompleteRead, http.client.RemoteDisconnected, ConnectionResetError)):
        connection.getresponse().read()


@linux
def test_a_client_that_leaves_ends_the_silence(real: RunningServer) -> None:
    fault(real, action="DescribeRegions", hang=60)
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", real.settings.gateway_port), timeout=10) as client:
        client.sendall(REQUEST)
        client.settimeout(0.3)
        with pytest.raises(TimeoutError):
            client.recv(1000)
    connections = real.gateway.connections
    while connections._open and time.monotonic() - started < 10:
        time.sleep(0.01)
    assert not connections._open


@pytest.mark.parametrize("sent", [REQUEST, REQUEST + REQUEST], ids=["one", "and the next one"])
def test_a_client_that_leaves_the_plain_port_ends_the_silence(sent: bytes) -> None:
    ended = threading.Event()

    def silent(environ: dict[str, object], start_response: StartResponse) -> Iterable[bytes]:
        body = broken(environ, start_response, 600)
        ended.set()
        return body or []

    listener = socket.create_server(("127.0.0.1", 0))
    http = HttpServer(listener)
    http.start(silent)
    with socket.create_connection(listener.getsockname(), timeout=10) as client:
        client.sendall(sent)
        assert not ended.wait(0.2)
    assert ended.wait(10)
    http.stop()


def test_a_silent_connection_delays_no_other(real: RunningServer) -> None:
    fault(real, action="DescribeRegions", hang=2)
    clients = [socket.create_connection(("127.0.0.1", real.settings.port)) for _ in range(12)]
    for client in clients:
        client.sendall(REQUEST)
    started = time.monotonic()
    with urllib.request.urlopen(f"{real.url}/?Action=DescribeVpcs&Version=2016-04-28&RegionId=cn-hangzhou") as answer:
        assert answer.status == 200
    assert time.monotonic() - started < 1.5
    for client in clients:
        client.close()


@linux
def test_the_control_api_sees_through_the_gateway(real: RunningServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", real.settings.gateway_port, timeout=10)

    def clock() -> int:
        connection.request("GET", "/_tfmock/clock")
        answer = connection.getresponse()
        answer.read()
        return answer.status

    assert clock() == 200
    ((address, link),) = real.gateway.connections._open.items()
    assert address.startswith("127.")
    assert address != "127.0.0.1"
    link.peer = "192.0.2.1"  # as if the client were far away
    assert clock() == 403
    connection.close()


def test_an_ambiguous_client_is_treated_as_unknown() -> None:
    connections = ConnectionRegistry()
    connections._has_unidentified_remotes = True
    peers = []

    def app(environ: dict[str, object], start_response: object) -> list[bytes]:
        peers.append(environ["REMOTE_ADDR"])
        return [b""]

    connections.identify_clients(app)({"REMOTE_ADDR": "127.0.0.1"}, lambda *_: None)  # type: ignore[arg-type]
    assert peers == [""]


def test_addresses_are_not_reused_while_open() -> None:
    connections = ConnectionRegistry()
    with socket.socket() as client:  # not connected: of no known machine
        first = connections.source_address(client)
        connections._open[connections.source_address(client)] = None  # type: ignore[assignment]
        assert first != connections.source_address(client) not in connections._open


def remote_address(peer: str, host: str = "0.0.0.0", family: int = socket.AF_INET, **headers: str) -> str:
    """Who an application in a worker process believes its client to be."""
    seen = []

    def app(environ: dict[str, object], start_response: object) -> list[bytes]:
        seen.append(str(environ["REMOTE_ADDR"]))
        return [b""]

    environ = {"REMOTE_ADDR": peer, **{f"HTTP_{name}": text for name, text in headers.items()}}
    with socket.create_server((host, 0), family=family) as listener:
        identify_clients_in_worker(app, listener)(environ, lambda *_: None)  # type: ignore[arg-type]
    return seen[0]


@linux
def test_a_worker_knows_clients_of_other_machines_by_the_address_dialled_from() -> None:
    """Workers have no links; the kernel gives them connections of the gateway all the same."""
    listener, registry = socket.create_server(("127.0.0.1", 0)), ConnectionRegistry()
    with listener, socket.create_connection(listener.getsockname()) as client:
        local = registry.source_address(client)
    with socket.socket() as unknown:
        remote = registry.source_address(unknown)
    assert remote_address(local) == local
    assert remote_address(remote) == ""
    assert remote_address(f"::ffff:{remote}") == ""
    assert remote_address("127.0.0.1") == "127.0.0.1"
    assert remote_address("192.0.2.1") == "192.0.2.1"


@linux
def test_headers_do_not_decide_who_a_client_is() -> None:
    with socket.socket() as unknown:
        remote = ConnectionRegistry().source_address(unknown)
    assert remote_address(remote, X_FORWARDED_FOR="127.0.0.1", X_REAL_IP="127.0.0.1", FORWARDED="for=127.0.0.1") == ""


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no IPv6 here")
def test_a_worker_on_ipv6_cannot_tell() -> None:
    """The gateway connects from ::1 for every client."""
    assert remote_address("::1", host="::", family=socket.AF_INET6) == ""
    assert remote_address("::1", host="::1", family=socket.AF_INET6) == "::1"
