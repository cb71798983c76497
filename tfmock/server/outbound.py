"""The way out to a host that tfmock does not stand for: judged, then direct or through the proxy set before tfmock."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, unquote, urlsplit

from tfmock.server.addresses import Address, Policy, embedded, is_loopback, is_metadata, is_ours, literal
from tfmock.server.proxy import BadRequest, ProxyRequest, Target, read_head
from tfmock.server.resolver import NameResolver, SocketAddress, Unreachable
from tfmock.server.splice import no_delay

CONNECT_SECONDS = 15.0

Resolver: TypeAlias = Callable[[Target], Awaitable[Sequence[SocketAddress]]]


class Refused(Exception):
    """tfmock does not connect there; the message says why."""


@dataclass(frozen=True)
class Listening:
    """The address and the two ports that this tfmock listens on."""

    host: str
    plain: int
    gateway: int

    def includes(self, address: Address, port: int) -> bool:
        """Whether a connection to an address and port would end at this tfmock."""
        if port not in (self.plain, self.gateway) or not is_ours(address):
            return False
        host = ipaddress.ip_address(self.host.partition("%")[0])
        return host.is_unspecified or address.is_unspecified or host in embedded(address)


@dataclass(frozen=True)
class Way:
    """How a request goes out: to these addresses of its host, or, where ``proxy`` is set, through that proxy.

    ``to_tfmock``: not at all, it names a port of this tfmock.
    """

    request: ProxyRequest
    addresses: Sequence[SocketAddress] = ()
    proxy: SplitResult | None = None
    to_tfmock: bool = False


class Outbound:
    """The way out: direct, or through the proxy that the environment named before tfmock came in between."""

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        listening: Listening,
        policy: Policy,
        resolver: Resolver | None = None,
    ) -> None:
        """Args:
        environ: the environment tfmock was started in.
        listening: our own ports; a proxy setting that points to the gateway is tfmock's own and is ignored.
        policy: judges where clients may go.
        resolver: finds the addresses of a host.
        """
        self._no_proxy = _setting(environ, "no_proxy")
        self._proxies = {
            scheme: proxy
            for scheme in ("http", "https")
            if (proxy := _proxy(_setting(environ, f"{scheme}_proxy"), listening.gateway)) is not None
        }
        self._listening = listening
        self._policy = policy
        self._resolve = resolver or NameResolver()

    async def judge(self, request: ProxyRequest, *, client_is_local: bool) -> Way:
        """Decide whether and how a request goes out.

        A name that an upstream proxy is to resolve is judged by itself only: this machine may not be able to resolve
        it, and what it resolves to there is in that proxy's network.

        Raises:
            Refused: no address of the host is one that this client may reach.
            Unreachable: the host has no address.
        """
        host = request.target.host
        address = literal(host)
        proxy = self._proxy_for(request, address)
        if is_metadata(host):
            raise Refused(f"tfmock refuses {host}: it is a metadata service")
        if proxy is not None:
            why = self._policy.refusal(address, client_is_local=client_is_local) if address is not None else ""
            if why:
                raise Refused(f"tfmock refuses {host}: {why}")
            return Way(request, proxy=proxy)
        found = await self._resolve(request.target) if address is None else [(str(address), request.target.port)]
        if any(self._listening.includes(_address(each), each[1]) for each in found):
            return Way(request, to_tfmock=True)  # there the client is judged by its own address, not by the gateway's
        verdicts = [self._policy.refusal(_address(each), client_is_local=client_is_local) for each in found]
        judged = tuple(each for each, why in zip(found, verdicts, strict=True) if not why)
        if not judged:
            raise Refused(f"tfmock refuses {host}: {next(iter(verdicts), 'it has no address')}")
        return Way(request, judged)

    async def connect(self, way: Way, *, client_is_local: bool) -> tuple[socket.socket, bytes]:
        """A socket that leads to the target, and what is to be sent on it first.

        Raises:
            Unreachable: it cannot be reached.
            Refused: the proxy in between is on this machine, and the client is not.
        """
        request, proxy = way.request, way.proxy
        if proxy is None:
            return await connect(way.addresses, str(request.target)), request.origin_head or b""
        before = Target(proxy.hostname or "", proxy.port or 80)
        far = await connect(await self._resolve(before), str(before))
        try:
            # It would resolve names that lead to this machine's loopback, and connect there on the client's behalf.
            if not client_is_local and is_ours(ipaddress.ip_address(far.getpeername()[0].partition("%")[0])):
                raise Refused(f"tfmock refuses {request.target.host}: the proxy to use is for clients on its machine")
            if request.origin_head is not None:
                return far, _with_authorization(request, proxy)
            await _ask(far, request.target, proxy)
        except BaseException:
            far.close()
            raise
        return far, b""

    def _proxy_for(self, request: ProxyRequest, address: Address | None) -> SplitResult | None:
        proxy = self._proxies.get("https" if request.origin_head is None else "http")
        host = request.target.host.rstrip(".").lower()
        if host == "localhost" or host.endswith(".localhost") or (address is not None and is_loopback(address)):
            return None
        return None if proxy is None or _bypassed(host, self._no_proxy) else proxy


def _address(found: SocketAddress) -> Address:
    return ipaddress.ip_address(found[0].partition("%")[0])


def _setting(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name) or environ.get(name.upper()) or ""


def _bypassed(host: str, no_proxy: str) -> bool:
    """NO_PROXY as curl, Go and Python read its plain forms: names, with their subdomains, or * for all."""
    name = host.lower()
    parts = [part.strip().lower().lstrip(".") for part in no_proxy.split(",")]
    return any(part == "*" or name == part or name.endswith(f".{part}") for part in parts if part)


def _proxy(url: str, ourselves: int) -> SplitResult | None:
    if not url:
        return None
    parts = urlsplit(url if "//" in url else f"http://{url}")
    try:
        own = parts.port == ourselves and parts.hostname in ("localhost", "127.0.0.1", "::1")
    except ValueError:
        return None
    return None if own or parts.scheme != "http" or not parts.hostname else parts


def _credentials(proxy: SplitResult) -> bytes:
    if not proxy.username:
        return b""
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
    return b"Proxy-Authorization: Basic " + base64.b64encode(pair) + b"\r\n"


def _with_authorization(request: ProxyRequest, proxy: SplitResult) -> bytes:
    """The request as that proxy is to see it: for the target that was judged, whatever its own reading of the URL."""
    assert request.origin_head is not None
    line, _, headers = request.origin_head.partition(b"\r\n")
    method, path, version = line.split(b" ")
    target = str(request.target).removesuffix(":80").encode()
    return b"%b http://%b%b %b\r\n" % (method, target, path, version) + _credentials(proxy) + headers


async def _ask(far: socket.socket, target: Target, proxy: SplitResult) -> None:
    """CONNECT through the upstream proxy."""
    head = f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n".encode() + _credentials(proxy) + b"\r\n"
    await asyncio.get_running_loop().sock_sendall(far, head)
    try:
        answer = await read_head(far)
    except (EOFError, BadRequest, asyncio.TimeoutError):
        raise Unreachable(f"the proxy {proxy.hostname} closed the connection") from None
    status = answer.split(b"\r\n", 1)[0].decode("ascii", "replace")
    if status.split(" ")[1:2] != ["200"]:
        raise Unreachable(f"the proxy {proxy.hostname} answered {status!r}")


async def connect(addresses: Sequence[SocketAddress], name: str, source: str = "") -> socket.socket:
    """A connected, non-blocking socket to the first address that accepts.

    Raises:
        Unreachable: none does; the message calls them ``name``.
    """
    loop = asyncio.get_running_loop()
    problem: Exception = OSError("no address")
    for address in addresses:
        family = socket.AF_INET if ":" not in address[0] else socket.AF_INET6
        far = socket.socket(family, socket.SOCK_STREAM)
        far.setblocking(False)
        if source and family == socket.AF_INET:
            with contextlib.suppress(OSError):  # macOS has but 127.0.0.1
                far.bind((source, 0))
        try:
            await asyncio.wait_for(loop.sock_connect(far, address), CONNECT_SECONDS)
        except (OSError, asyncio.TimeoutError) as error:
            far.close()
            problem = error
        except BaseException:
            far.close()
            raise
        else:
            no_delay(far)
            return far
    raise Unreachable(f"{name}: {problem or 'timed out'}")
