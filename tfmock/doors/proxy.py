"""What a proxy reads and says: the head of a request, the way out to a host that is none of our business."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from tfmock.doors.splice import no_delay

HEAD_BYTES = 64 * 1024  # the old Go SDK puts every parameter in the URL (contract 0.1), so heads can be long
HEAD_SECONDS = 10.0
CONNECT_SECONDS = 15.0


class BadRequest(Exception):
    """The client did not send what a proxy understands; the message is the reply's reason."""


class Unreachable(Exception):
    """The host, or the proxy before it, did not let us through; the message says which and why."""


@dataclass(frozen=True)
class Target:
    """Where a proxy request wants to go."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True)
class ProxyRequest:
    """A parsed head. ``origin_head`` is what the host itself is to see; None for CONNECT."""

    target: Target
    origin_head: bytes | None
    raw_head: bytes


def parse(head: bytes) -> ProxyRequest:
    """Reads ``CONNECT host:port`` or ``POST http://host/path`` with their headers.

    Raises:
        BadRequest: it is neither.
    """
    line, _, rest = head.partition(b"\r\n")
    try:
        method, url, version = line.decode("ascii").split(" ")
    except ValueError:  # UnicodeDecodeError is one, too
        raise BadRequest("not an HTTP request line") from None
    if method == "CONNECT":
        return ProxyRequest(_target(f"//{url}", default_port=443), None, head)
    if not url.lower().startswith("http://"):
        raise BadRequest("a proxy request must name an http:// URL or use CONNECT")
    target = _target(url, default_port=80)
    path = url.split("//", 1)[1]
    start = min((i for i in (path.find("/"), path.find("?")) if i >= 0), default=-1)
    origin = path[start:] if start >= 0 else "/"
    if origin.startswith("?"):
        origin = "/" + origin  # credentials-go sends an empty path (contract 0.1)
    # One request for each connection: the next one may be for another host, and only a proxy would see that.
    headers = [each for each in rest.split(b"\r\n") if each and not _hop_by_hop(each)]
    lines = [f"{method} {origin} {version}".encode("ascii"), *headers, b"Connection: close", b"", b""]
    return ProxyRequest(target, b"\r\n".join(lines), head)


def _hop_by_hop(header: bytes) -> bool:
    return header.split(b":", 1)[0].strip().lower() in (
        b"connection",
        b"keep-alive",
        b"proxy-connection",
        b"proxy-authorization",
    )


def _target(url: str, *, default_port: int) -> Target:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise BadRequest("not a host and port") from None
    if not host:
        raise BadRequest("no host named")
    return Target(host, default_port if port is None else port)


def reply(status: int, reason: str, *, code: str) -> bytes:
    """A whole reply that ends the connection. Of a failed CONNECT Go shows the reason phrase, so it says all."""
    body = json.dumps({"Code": code, "Message": reason}).encode()
    phrase = reason.encode("ascii", "replace").replace(b"\r", b" ").replace(b"\n", b" ")
    head = b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % (status, phrase, len(body))
    return head + b"Connection: close\r\n\r\n" + body


class Upstream:
    """The way out: direct, or through the proxy that the environment named before tfmock came in between."""

    def __init__(self, environ: Mapping[str, str], *, ourselves: int) -> None:
        """Args:
        environ: the environment tfmock was started in.
        ourselves: our own gateway port; a proxy setting that points there is tfmock's own and is ignored.
        """
        self._no_proxy = _setting(environ, "no_proxy")
        self._proxies = {
            scheme: proxy
            for scheme in ("http", "https")
            if (proxy := _proxy(_setting(environ, f"{scheme}_proxy"), ourselves)) is not None
        }

    async def connect(self, request: ProxyRequest) -> tuple[socket.socket, bytes]:
        """A socket that leads to the target, and what is to be sent on it first.

        Raises:
            Unreachable: it cannot be reached.
        """
        proxy = self._for(request)
        if proxy is None:
            return await dial(request.target), request.origin_head or b""
        far = await dial(Target(proxy.hostname or "", proxy.port or 80))
        try:
            if request.origin_head is not None:
                return far, _with_authorization(request, proxy)
            await _ask(far, request.target, proxy)
        except BaseException:
            far.close()
            raise
        return far, b""

    def _for(self, request: ProxyRequest) -> SplitResult | None:
        proxy = self._proxies.get("https" if request.origin_head is None else "http")
        host = request.target.host
        if proxy is None or host in ("localhost", "127.0.0.1", "::1"):
            return None
        return None if _bypassed(host, self._no_proxy) else proxy


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
    assert request.origin_head is not None
    target, (_, _, headers) = request.raw_head.split(b"\r\n", 1)[0], request.origin_head.partition(b"\r\n")
    return target + b"\r\n" + _credentials(proxy) + headers


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


async def dial(target: Target, source: str = "") -> socket.socket:
    """A connected, non-blocking socket.

    Args:
        target: where to.
        source: the IPv4 address to dial from, where this machine has it.

    Raises:
        Unreachable: no address of the host accepts.
    """
    loop = asyncio.get_running_loop()
    try:
        infos = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{target.host}: {error}") from None
    problem: Exception = OSError("no address")
    for family, kind, protocol, _, address in infos:
        far = socket.socket(family, kind, protocol)
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
    raise Unreachable(f"{target}: {problem or 'timed out'}")


async def read_head(sock: socket.socket, already: bytes = b"") -> bytes:
    """Reads through the blank line and not one byte further: what follows belongs to whoever comes next.

    Raises:
        BadRequest: longer than HEAD_BYTES.
        EOFError: the connection ended first.
        TimeoutError: it took more than HEAD_SECONDS.
    """
    return await asyncio.wait_for(_read_head(sock, bytearray(already)), HEAD_SECONDS)


async def _read_head(sock: socket.socket, data: bytearray) -> bytes:
    while len(data) < HEAD_BYTES:
        seen = await peek(sock, HEAD_BYTES - len(data))
        end = (data + seen).find(b"\r\n\r\n", max(0, len(data) - 3))
        take = len(seen) if end < 0 else end + 4 - len(data)
        data += sock.recv(take)
        if end >= 0:
            return bytes(data)
    raise BadRequest(f"head longer than {HEAD_BYTES} bytes")


async def peek(sock: socket.socket, size: int) -> bytes:
    """What can be read now, left in place; waits for at least one byte.

    Raises:
        EOFError: the connection ended.
    """
    while True:
        try:
            seen = sock.recv(size, socket.MSG_PEEK)
        except (BlockingIOError, InterruptedError):
            await _readable(sock)
            continue
        if not seen:
            raise EOFError
        return seen


async def _readable(sock: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(sock.fileno(), tell)
    try:
        await ready
    finally:
        loop.remove_reader(sock.fileno())
