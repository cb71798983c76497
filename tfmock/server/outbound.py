"""Connections to hosts that tfmock does not serve: checked, then direct or through the proxy set before tfmock."""

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
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # typeshed leaves it out

from tfmock.protocol.peers import is_loopback_host
from tfmock.server.addresses import (
    Address,
    Policy,
    embedded_addresses,
    is_loopback,
    is_metadata,
    is_own_address,
    parse_address,
)
from tfmock.server.proxy import BadProxyRequestError, ProxyRequest, Target, read_head
from tfmock.server.resolver import NameResolver, SocketAddress, UnreachableHostError
from tfmock.server.splice import no_delay

CONNECT_SECONDS = 15.0

Resolver: TypeAlias = Callable[[Target], Awaitable[Sequence[SocketAddress]]]


class RefusedDestinationError(Exception):
    """tfmock does not connect to this destination; the message says why."""


@dataclass(frozen=True)
class ListeningAddress:
    """The address and the two ports that this tfmock listens on."""

    host: str
    plain: int
    gateway: int

    def includes(self, address: Address, port: int) -> bool:
        """Whether a connection to an address and port would end at this tfmock."""
        if port not in (self.plain, self.gateway) or not is_own_address(address):
            return False
        host = ipaddress.ip_address(self.host.partition("%")[0])
        return host.is_unspecified or address.is_unspecified or host in embedded_addresses(address)


@dataclass(frozen=True)
class OutboundRoute:
    """How a request goes out.

    Attributes:
        addresses: of its host, each of them allowed.
        proxy: the proxy to use instead, if any.
        to_tfmock: it does not go out, it names a port of this tfmock.
    """

    request: ProxyRequest
    addresses: Sequence[SocketAddress] = ()
    proxy: SplitResult | None = None
    to_tfmock: bool = False


class Outbound:
    """Opens connections, direct or through the proxy that the environment named before tfmock was set as the proxy."""

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        listening: ListeningAddress,
        policy: Policy,
        resolver: Resolver | None = None,
    ) -> None:
        """For one gateway.

        Args:
            environ: the environment tfmock was started in.
            listening: tfmock's own ports; a proxy setting that names the gateway is tfmock's own and is ignored.
            policy: decides which addresses clients may connect to.
            resolver: finds the addresses of a host.
        """
        no_proxy = _setting(environ, "no_proxy")
        # As urllib.request.getproxies_environment gives it; "*" among others counts for Go, and for urllib only alone.
        self._no_proxy = {"no": "*" if "*" in [part.strip() for part in no_proxy.split(",")] else no_proxy}
        self._proxies = {
            scheme: proxy
            for scheme in ("http", "https")
            if (proxy := _parse_proxy(_setting(environ, f"{scheme}_proxy"), listening.gateway)) is not None
        }
        self._listening = listening
        self._policy = policy
        self._resolve = resolver or NameResolver()

    async def choose_route(self, request: ProxyRequest, *, client_is_local: bool) -> OutboundRoute:
        """Decide whether and how a request goes out.

        Of a name that an upstream proxy will resolve only the name is checked: this machine may not be able to resolve
        it, and what it resolves to there is in that proxy's network.

        Raises:
            RefusedDestinationError: no address of the host is one that this client may reach.
            UnreachableHostError: the host has no address.
        """
        host = request.target.host
        address = parse_address(host)
        proxy = self._proxy_for(request, address)
        if is_metadata(host):
            raise RefusedDestinationError(f"tfmock refuses {host}: it is a metadata service")
        if proxy is not None:
            why = self._policy.refusal(address, client_is_local=client_is_local) if address is not None else ""
            if why:
                raise RefusedDestinationError(f"tfmock refuses {host}: {why}")
            return OutboundRoute(request, proxy=proxy)
        resolved = await self._resolve(request.target) if address is None else [(str(address), request.target.port)]
        if any(self._listening.includes(_ip_address(candidate), candidate[1]) for candidate in resolved):
            # The server then checks the client's own address, not the gateway's.
            return OutboundRoute(request, to_tfmock=True)
        refusals = [
            self._policy.refusal(_ip_address(candidate), client_is_local=client_is_local) for candidate in resolved
        ]
        allowed = tuple(candidate for candidate, why in zip(resolved, refusals, strict=True) if not why)
        if not allowed:
            raise RefusedDestinationError(f"tfmock refuses {host}: {next(iter(refusals), 'it has no address')}")
        return OutboundRoute(request, allowed)

    async def connect(self, route: OutboundRoute, *, client_is_local: bool) -> tuple[socket.socket, bytes]:
        """A socket that leads to the target, and what is to be sent on it first.

        Raises:
            UnreachableHostError: it cannot be reached.
            RefusedDestinationError: the proxy in between is on this machine, and the client is not.
        """
        request, proxy = route.request, route.proxy
        if proxy is None:
            return await connect(route.addresses, str(request.target)), request.origin_head or b""
        proxy_target = Target(proxy.hostname or "", proxy.port or 80)
        upstream = await connect(await self._resolve(proxy_target), str(proxy_target))
        try:
            # That proxy would resolve names that lead to this machine's loopback, and connect there for the client.
            if not client_is_local and is_own_address(
                ipaddress.ip_address(upstream.getpeername()[0].partition("%")[0])
            ):
                raise RefusedDestinationError(
                    f"tfmock refuses {request.target.host}: the proxy to use is for clients on its machine"
                )
            if request.origin_head is not None:
                return upstream, _with_authorization(request, proxy)
            await _open_tunnel(upstream, request.target, proxy)
        except BaseException:
            upstream.close()
            raise
        return upstream, b""

    def _proxy_for(self, request: ProxyRequest, address: Address | None) -> SplitResult | None:
        proxy = self._proxies.get("https" if request.origin_head is None else "http")
        host = request.target.host.rstrip(".")
        if is_loopback_host(host) or (address is not None and is_loopback(address)):
            return None
        return None if proxy is None or self._bypasses(request.target) else proxy

    def _bypasses(self, target: Target) -> bool:
        """Whether NO_PROXY names a target, by its host or by host and port."""
        names = (target.host.rstrip("."), str(target))
        return any(proxy_bypass_environment(name, self._no_proxy) for name in names)


def _ip_address(address: SocketAddress) -> Address:
    return ipaddress.ip_address(address[0].partition("%")[0])


def _setting(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name) or environ.get(name.upper()) or ""


def _parse_proxy(url: str, gateway_port: int) -> SplitResult | None:
    """The proxy of a setting; None if there is none, if it is the gateway itself, or of a scheme that is not spoken."""
    if not url:
        return None
    parts = urlsplit(url if "//" in url else f"http://{url}")
    try:
        is_gateway = parts.port == gateway_port and is_loopback_host(parts.hostname or "")
    except ValueError:
        return None
    return None if is_gateway or parts.scheme != "http" or not parts.hostname else parts


def _credentials(proxy: SplitResult) -> bytes:
    if not proxy.username:
        return b""
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
    return b"Proxy-Authorization: Basic " + base64.b64encode(pair) + b"\r\n"


def _with_authorization(request: ProxyRequest, proxy: SplitResult) -> bytes:
    """The request for that proxy, with the target that was checked, however the proxy would read the original URL."""
    assert request.origin_head is not None
    request_line, _, headers = request.origin_head.partition(b"\r\n")
    method, path, version = request_line.split(b" ")
    target = str(request.target).removesuffix(":80").encode()
    return b"%b http://%b%b %b\r\n" % (method, target, path, version) + _credentials(proxy) + headers


async def _open_tunnel(upstream: socket.socket, target: Target, proxy: SplitResult) -> None:
    """CONNECT through the upstream proxy."""
    head = f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n".encode() + _credentials(proxy) + b"\r\n"
    await asyncio.get_running_loop().sock_sendall(upstream, head)
    try:
        reply = await read_head(upstream)
    except (EOFError, BadProxyRequestError, asyncio.TimeoutError):
        raise UnreachableHostError(f"the proxy {proxy.hostname} closed the connection") from None
    status = reply.split(b"\r\n", 1)[0].decode("ascii", "replace")
    if status.split(" ")[1:2] != ["200"]:
        raise UnreachableHostError(f"the proxy {proxy.hostname} answered {status!r}")


async def connect(addresses: Sequence[SocketAddress], name: str, source: str = "") -> socket.socket:
    """A connected, non-blocking socket to the first address that accepts.

    Raises:
        UnreachableHostError: none does; the message calls them ``name``.
    """
    loop = asyncio.get_running_loop()
    problem: Exception = OSError("no address")
    for address in addresses:
        family = socket.AF_INET if ":" not in address[0] else socket.AF_INET6
        upstream = socket.socket(family, socket.SOCK_STREAM)
        upstream.setblocking(False)
        if source and family == socket.AF_INET:
            with contextlib.suppress(OSError):  # macOS has only 127.0.0.1
                upstream.bind((source, 0))
        try:
            await asyncio.wait_for(loop.sock_connect(upstream, address), CONNECT_SECONDS)
        except (OSError, asyncio.TimeoutError) as error:
            upstream.close()
            problem = error
        except BaseException:
            upstream.close()
            raise
        else:
            no_delay(upstream)
            return upstream
    raise UnreachableHostError(f"{name}: {problem or 'timed out'}")
