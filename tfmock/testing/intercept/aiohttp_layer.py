"""``aiohttp``, which the SDKs' ``*_async`` methods use.

aiohttp works as usual, from sessions to parsers; only the connection leads to an application instead of a socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib.util
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, cast

from tfmock.testing.intercept.registry import InterceptorRegistry, patched_attribute, route_request
from tfmock.testing.wsgi import ConnectionBrokenError, HttpResponse, handle_request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from aiohttp.client_reqrep import ClientRequest
    from aiohttp.connector import BaseConnector, Connection


def patches(registry: InterceptorRegistry) -> Iterator[contextlib.AbstractContextManager[None]]:
    """A patch, if aiohttp is installed."""
    if importlib.util.find_spec("aiohttp") is not None:
        from aiohttp import connector

        yield patched_attribute(connector.BaseConnector, "connect", functools.partial(_make_connect, registry))


def _make_connect(registry: InterceptorRegistry, original: object) -> object:
    from aiohttp import ClientConnectionError
    from aiohttp.client_proto import ResponseHandler
    from aiohttp.connector import Connection

    call = cast("Callable[..., Awaitable[Connection]]", original)

    # Above the pool and proxies: a connection kept alive since before the mock must not be used.
    @functools.wraps(call)
    async def connect(self: BaseConnector, req: ClientRequest, *rest: object, **named: object) -> Connection:
        decision = route_request(registry, req.url.host or "")
        if decision.refusal:
            raise ClientConnectionError(decision.refusal)
        if decision.answered_by is None:
            return await call(self, req, *rest, **named)
        loop = asyncio.get_running_loop()
        protocol = ResponseHandler(loop)
        origin = f"{req.url.scheme}://{req.url.authority}"
        protocol.connection_made(_ApplicationTransport(loop, protocol, origin, decision.answered_by.application))
        return Connection(self, req.connection_key, protocol, loop)

    return connect


class _ApplicationTransport(asyncio.Transport):
    """A transport whose other end is a WSGI application: it takes one request, replies, and is then to be closed."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, protocol: asyncio.Protocol, origin: str, application: WSGIApplication
    ) -> None:
        super().__init__({"peername": ("127.0.0.1", 0)})
        self._loop = loop
        self._protocol: asyncio.Protocol = protocol
        self._origin = origin
        self._application = application
        self._received = bytearray()
        self._closing = False
        self._sent_continue = False

    def write(self, data: bytes | bytearray | memoryview[int]) -> None:
        if self._closing:
            return
        self._received += data
        head, blank, body = bytes(self._received).partition(b"\r\n\r\n")
        if not blank:
            return
        start, *lines = head.decode("latin-1").split("\r\n")
        pairs = [line.partition(":") for line in lines]
        headers = [(name, value.strip()) for name, _, value in pairs]
        by_name = {name.lower(): value for name, value in headers}
        content = _whole_body(by_name, body)
        if content is None:
            self._continue(by_name)
            return
        method, target, _ = start.split(" ", 2)
        url = target if "://" in target[:8] else self._origin + target  # absolute where a proxy was expected
        self._received.clear()
        try:
            response = handle_request(self._application, method, url, headers, content)
        except ConnectionBrokenError as broken:
            self._closing = True
            error = TimeoutError(str(broken)) if broken.timeout else ConnectionResetError(str(broken))
            self._loop.call_soon(self._protocol.connection_lost, error)
            return
        self._deliver(_encode(response))

    def _continue(self, headers: dict[str, str]) -> None:
        if headers.get("expect", "").lower() == "100-continue" and not self._sent_continue:
            self._sent_continue = True
            self._deliver(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _deliver(self, data: bytes) -> None:
        self._loop.call_soon(self._protocol.data_received, data)

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview[int]]) -> None:
        self.write(b"".join(list_of_data))

    def close(self) -> None:
        if not self._closing:
            self._closing = True
            self._loop.call_soon(self._protocol.connection_lost, None)

    def abort(self) -> None:
        self.close()

    def is_closing(self) -> bool:
        return self._closing

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = cast("asyncio.Protocol", protocol)

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self._protocol

    def pause_reading(self) -> None:
        """The whole response is delivered at once."""

    def resume_reading(self) -> None:
        """See pause_reading."""

    def is_reading(self) -> bool:
        return not self._closing

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing is buffered for writing."""

    def get_write_buffer_size(self) -> int:
        return 0

    def can_write_eof(self) -> bool:
        return False


def _whole_body(headers: dict[str, str], body: bytes) -> bytes | None:
    """The body; None until all of it is there."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return _decode_chunks(body)
    length = int(headers.get("content-length", 0))
    return body[:length] if len(body) >= length else None


def _decode_chunks(body: bytes) -> bytes | None:
    content = b""
    while True:
        size, line_end, rest = body.partition(b"\r\n")
        if not line_end:
            return None
        length = int(size.partition(b";")[0], 16)
        if len(rest) < length + 2:
            return None
        if not length:
            return content
        content += rest[:length]
        body = rest[length + 2 :]


def _encode(response: HttpResponse) -> bytes:
    lines = [f"HTTP/1.1 {response.status} {response.reason}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in response.headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + response.body
