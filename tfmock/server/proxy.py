"""Proxy requests: reading their head, and the proxy's own replies."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

#: The old Go SDK puts every parameter in the URL (provider-contract: Client stacks), so heads can be long.
HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 10.0

#: Names (253 characters, RFC 1035), addresses, and the zone of an IPv6 address.
_HOST: Final = re.compile(r"[A-Za-z0-9._:%-]{1,255}")


class BadProxyRequestError(Exception):
    """The client sent what a proxy does not understand; the message is the reply's reason."""


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


def parse_request(head: bytes) -> ProxyRequest:
    """Read ``CONNECT host:port`` or ``POST http://host/path`` with their headers.

    Raises:
        BadProxyRequestError: it is neither.
    """
    request_line, _, rest = head.partition(b"\r\n")
    try:
        method, url, version = request_line.decode("ascii").split(" ")
    except ValueError:  # UnicodeDecodeError is one, too
        raise BadProxyRequestError("not an HTTP request line") from None
    if method == "CONNECT":
        return ProxyRequest(_target(f"//{url}", default_port=443), None)
    if not url.lower().startswith("http://"):
        raise BadProxyRequestError("a proxy request must name an http:// URL or use CONNECT")
    target = _target(url, default_port=80)
    path = url.split("//", 1)[1]
    start = min((i for i in (path.find("/"), path.find("?")) if i >= 0), default=-1)
    origin = path[start:] if start >= 0 else "/"
    if origin.startswith("?"):
        origin = "/" + origin  # credentials-go sends an empty path (provider-contract: Client stacks)
    # One request a connection: the next one may be for another host, and the host itself would not notice.
    headers = [line for line in rest.split(b"\r\n") if line and not _is_hop_by_hop(line)]
    head_lines = [f"{method} {origin} {version}".encode("ascii"), *headers, b"Connection: close", b"", b""]
    return ProxyRequest(target, b"\r\n".join(head_lines))


def _is_hop_by_hop(header: bytes) -> bool:
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
        raise BadProxyRequestError("not a host and port") from None
    if not host:
        raise BadProxyRequestError("no host named")
    if not _HOST.fullmatch(host):  # it is quoted in replies and reports, and counted
        raise BadProxyRequestError("not a host name")
    return Target(host, default_port if port is None else port)


def reply(status: int, reason: str, *, code: str) -> bytes:
    """A whole reply that ends the connection. Go shows only the reason phrase of a failed CONNECT."""
    body = json.dumps({"Code": code, "Message": reason}).encode()
    phrase = reason.encode("ascii", "replace").replace(b"\r", b" ").replace(b"\n", b" ")
    head = b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % (status, phrase, len(body))
    return head + b"Connection: close\r\n\r\n" + body


async def read_head(sock: socket.socket, start: bytes = b"") -> bytes:
    """Read up to the blank line and not one byte further: the rest is for the next reader of the socket.

    Raises:
        BadProxyRequestError: longer than HEAD_BYTES.
        EOFError: the connection ended first.
        TimeoutError: it took more than HEAD_SECONDS.
    """
    return await asyncio.wait_for(_read_head(sock, bytearray(start)), HEAD_SECONDS)


async def _read_head(sock: socket.socket, data: bytearray) -> bytes:
    while len(data) < HEAD_BYTES:
        peeked = await peek(sock, HEAD_BYTES - len(data))
        end = (data + peeked).find(b"\r\n\r\n", max(0, len(data) - 3))
        take = len(peeked) if end < 0 else end + 4 - len(data)
        data += sock.recv(take)
        if end >= 0:
            return bytes(data)
    raise BadProxyRequestError(f"head longer than {HEAD_BYTES} bytes")


async def peek(sock: socket.socket, size: int) -> bytes:
    """What can be read now, left in the socket; waits for at least one byte.

    Raises:
        EOFError: the connection ended.
    """
    while True:
        try:
            peeked = sock.recv(size, socket.MSG_PEEK)
        except (BlockingIOError, InterruptedError):
            await _wait_readable(sock)
            continue
        if not peeked:
            raise EOFError
        return peeked


async def _wait_readable(sock: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def notify() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(sock.fileno(), notify)
    try:
        await ready
    finally:
        loop.remove_reader(sock.fileno())
