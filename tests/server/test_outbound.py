"""The way out: names are resolved first, every address is judged, and the connection goes to a judged one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest

from tfmock.server.addresses import Policy, parse_address
from tfmock.server.outbound import (
    ListeningAddress,
    Outbound,
    OutboundRoute,
    RefusedDestinationError,
    _with_authorization,
)
from tfmock.server.proxy import ProxyRequest, Target, parse_request
from tfmock.server.resolver import SocketAddress

CONNECT = b"CONNECT registry.terraform.io:443 HTTP/1.1\r\n\r\n"
LISTENING = ListeningAddress("127.0.0.1", 4180, 4181)


def outbound(
    *addresses: str,
    environ: dict[str, str] | None = None,
    listening: ListeningAddress = LISTENING,
    queries: list[str] | None = None,
) -> Outbound:
    """A way out with a resolver that knows one answer."""

    async def resolver(target: Target) -> Sequence[SocketAddress]:
        if parse_address(target.host) is not None:  # the proxy's address
            return [(target.host, target.port)]
        if queries is not None:
            queries.append(target.host)
        return [(address, target.port) for address in addresses]

    return Outbound(environ or {}, listening=listening, policy=Policy(), resolver=resolver if addresses else None)


def request(host: str, port: int = 80, *, tunnel: bool = True) -> ProxyRequest:
    line = f"CONNECT {host}:{port} HTTP/1.1" if tunnel else f"GET http://{host}:{port}/ HTTP/1.1"
    return parse_request(f"{line}\r\n\r\n".encode())


def judge(way_out: Outbound, client_request: ProxyRequest, *, client_is_local: bool = False) -> OutboundRoute:
    return asyncio.run(way_out.choose_route(client_request, client_is_local=client_is_local))


@pytest.mark.parametrize(
    ("environ", "used"),
    [
        ({}, False),
        ({"HTTPS_PROXY": "http://proxy:3128"}, True),
        ({"https_proxy": "proxy:3128"}, True),
        ({"HTTP_PROXY": "http://proxy:3128"}, False),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "*"}, False),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "x, .terraform.io"}, False),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "form.io"}, True),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "x,*"}, False),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "registry.terraform.io:443"}, False),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "registry.terraform.io:80"}, True),
        ({"HTTPS_PROXY": "http://127.0.0.1:4181"}, False),  # our own, from `tfmock env`
        ({"HTTPS_PROXY": "http://127.0.0.1:4182"}, True),
        ({"HTTPS_PROXY": "http://127.0.0.1:nonsense"}, False),
    ],
)
def test_the_proxy_that_was_set_before(environ: dict[str, str], used: bool) -> None:
    assert (judge(outbound("8.8.8.8", environ=environ), parse_request(CONNECT)).proxy is not None) is used


@pytest.mark.parametrize("tunnel", [True, False])
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "0", "[::1]", "[::]", "localhost",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.0.0.1.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("environ", [{}, {"HTTPS_PROXY": "http://proxy:3128", "HTTP_PROXY": "http://proxy:3128"}])
def test_no_spelling_leads_other_machines_to_the_loopback(host: str, tunnel: bool, environ: dict[str, str]) -> None:
    with pytest.raises(RefusedDestinationError, match="machine that tfmock runs on"):
        judge(outbound(environ=environ), request(host, 21999, tunnel=tunnel))


@pytest.mark.parametrize(
    "host", ["1684301000", "0x646464c8", "100.100.25800", "0144.0144.0144.0310", "[::ffff:100.100.100.200]"]
)
@pytest.mark.parametrize("client_is_local", [True, False])
@pytest.mark.parametrize("environ", [{}, {"HTTPS_PROXY": "http://proxy:3128"}])
def test_no_spelling_leads_to_the_metadata_service(host: str, client_is_local: bool, environ: dict[str, str]) -> None:
    with pytest.raises(RefusedDestinationError, match="metadata"):
        judge(outbound(environ=environ), request(host), client_is_local=client_is_local)


@pytest.mark.parametrize("environ", [{}, {"HTTPS_PROXY": "http://proxy:3128"}])
def test_names_of_metadata_services(environ: dict[str, str]) -> None:
    with pytest.raises(RefusedDestinationError, match="metadata"):
        judge(outbound("192.0.2.1", environ=environ), request("Metadata.Google.internal."), client_is_local=True)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "169.254.169.254", "100.100.100.200", "10.0.0.1"])
def test_a_name_is_judged_by_what_it_resolves_to(address: str) -> None:
    with pytest.raises(RefusedDestinationError):
        judge(outbound(address), request("innocent.example"))


def test_only_judged_addresses_are_connected_to() -> None:
    """A name with a good and a bad address; it is asked for once, so that another answer later (DNS rebinding) counts
    for nothing."""
    queries: list[str] = []
    route = judge(outbound("127.0.0.1", "8.8.8.8", "10.1.1.1", queries=queries), request("two-faced.example"))
    assert list(route.addresses) == [("8.8.8.8", 80)]
    assert queries == ["two-faced.example"]


@pytest.mark.parametrize("port", [4180, 4181])
@pytest.mark.parametrize(
    "listening", [LISTENING, ListeningAddress("0.0.0.0", 4180, 4181), ListeningAddress("::", 4180, 4181)]
)
def test_our_own_ports_lead_to_us_where_the_client_is_known(port: int, listening: ListeningAddress) -> None:
    assert judge(outbound("127.0.0.1", listening=listening), request("tfmock", port)).to_tfmock


def test_other_ports_and_other_machines_are_not_us() -> None:
    assert not judge(outbound("127.0.0.1"), request("tfmock", 4182), client_is_local=True).to_tfmock
    assert not judge(outbound("192.0.2.1"), request("tfmock", 4180), client_is_local=True).to_tfmock
    elsewhere = ListeningAddress("192.0.2.7", 4180, 4181)
    assert not judge(outbound("127.0.0.1", listening=elsewhere), request("x", 4180), client_is_local=True).to_tfmock


def test_a_proxy_of_this_machine_is_for_its_own_clients() -> None:
    """It would connect any client that names a host of the loopback to the loopback."""

    async def run() -> None:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        way_out = outbound("8.8.8.8", environ={"HTTP_PROXY": f"http://127.0.0.1:{port}"})
        client_request = request("innocent.example", tunnel=False)
        route = await way_out.choose_route(client_request, client_is_local=False)
        with pytest.raises(RefusedDestinationError, match="for clients on its machine"):
            await way_out.connect(route, client_is_local=False)
        far, _ = await way_out.connect(route, client_is_local=True)
        far.close()
        server.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("http://registry.example/a?b", b"GET http://registry.example/a?b HTTP/1.1"),
        ("http://registry.example:8080", b"GET http://registry.example:8080/ HTTP/1.1"),
        ("http://me@registry.example/", b"GET http://registry.example/ HTTP/1.1"),
        ("http://other.example@registry.example/x", b"GET http://registry.example/x HTTP/1.1"),
    ],
)
def test_the_upstream_proxy_gets_the_judged_url(url: str, line: bytes) -> None:
    """How another program reads an unusual URL is not known here."""
    client_request = parse_request(f"GET {url} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert _with_authorization(client_request, urlsplit("http://proxy:3128")).split(b"\r\n")[0] == line
