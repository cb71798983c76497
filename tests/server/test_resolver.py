"""Names that DNS does not answer for delay no other client."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from tests.server.test_gateway import say
from tests.support.stub_app import create_app
from tfmock.server import resolver as resolver_module
from tfmock.server import server
from tfmock.server.proxy import Target
from tfmock.server.resolver import NameResolver, ResolverTimeoutError, SocketAddress, UnreachableHostError
from tfmock.settings import Settings


def never_asked(host: str, port: int) -> Sequence[SocketAddress]:
    raise AssertionError(f"{host} was looked up")


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1"), ("0x7f.1", "127.0.0.1"), ("2130706433", "127.0.0.1")],
)
def test_literals_are_not_looked_up(host: str, address: str) -> None:
    assert asyncio.run(NameResolver(never_asked)(Target(host, 80))) == [(address, 80)]


def test_a_name_without_an_address() -> None:
    def nothing(host: str, port: int) -> Sequence[SocketAddress]:
        raise OSError("Name or service not known")

    with pytest.raises(UnreachableHostError, match=r"no\.such: Name or service"):
        asyncio.run(NameResolver(nothing)(Target("no.such", 80)))


def test_slow_names_are_bounded_and_give_their_threads_back() -> None:
    release = threading.Event()

    def lookup(host: str, port: int) -> Sequence[SocketAddress]:
        if host.startswith("slow"):
            release.wait(60)
        return [("192.0.2.1", port)]

    async def scenario() -> None:
        resolve = NameResolver(lookup, threads=2, seconds=0.2)
        slow = await asyncio.gather(*(resolve(Target(f"slow{n}", 80)) for n in range(5)), return_exceptions=True)
        assert [type(error) for error in slow] == [ResolverTimeoutError] * 5
        release.set()
        patient = NameResolver(lookup, threads=2, seconds=30)
        patient._free = resolve._free
        assert [await patient(Target(f"fast{n}", 80)) for n in range(5)] == [[("192.0.2.1", 80)]] * 5

    asyncio.run(scenario())


def test_the_gateway_serves_while_dns_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    release, queries = threading.Event(), threading.Semaphore(0)
    system = resolver_module.system_lookup

    def lookup(host: str, port: int) -> list[SocketAddress]:
        if not host.endswith(".example"):
            return system(host, port)
        queries.release()
        release.wait(60)
        return []

    monkeypatch.setattr(resolver_module, "system_lookup", lookup)
    with server.private_server(Settings(), app=create_app) as running:
        threads = [
            threading.Thread(target=say, args=(running, f"CONNECT n{n}.example:443 HTTP/1.1\r\n\r\n".encode()))
            for n in range(40)  # more than asyncio's own threads, on any machine
        ]
        for thread in threads:
            thread.start()
        for _ in threads:
            assert queries.acquire(timeout=30)
        served = say(running, b"GET http://vpc.aliyuncs.com/ HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert served.startswith(b"HTTP/1.1 200"), served
        release.set()
        for thread in threads:
            thread.join()


def test_a_late_answer_is_a_504(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def lookup(host: str, port: int) -> Sequence[SocketAddress]:
        release.wait(60)
        return []

    def impatient() -> NameResolver:
        return NameResolver(lookup, seconds=0.1)

    monkeypatch.setattr("tfmock.server.outbound.NameResolver", impatient)
    with server.private_server(Settings(), app=create_app) as running:
        answer = say(running, b"CONNECT slow.example:443 HTTP/1.1\r\n\r\n")
        release.set()
    assert answer.startswith(b"HTTP/1.1 504"), answer
