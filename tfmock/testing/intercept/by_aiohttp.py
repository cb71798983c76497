"""``aiohttp``, which the SDKs' ``*_async`` methods use.

aiohttp keeps its whole machinery, sessions to parsers; only the connection leads to an application instead of a socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib.util
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, cast

from tfmock.testing.intercept.registry import InterceptorRegistry, judge, replaced
from tfmock.testing.intercept.wsgi import Answer, Broken, ask

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from aiohttp.client_reqrep import ClientRequest
    from aiohttp.connector import BaseConnector, Connection


def patches(board: InterceptorRegistry) -> Iterator[contextlib.AbstractContextManager[None]]:
    """One, where aiohttp is installed."""
    if importlib.util.find_spec("aiohttp") is not None:
        from aiohttp import connector

        yield replaced(connector.BaseConnector, "connect", functools.partial(_connecting, board))


def _connecting(board: InterceptorRegistry, original: object) -> object:
    from aiohttp import ClientConnectionError
    from aiohttp.client_proto import ResponseHandler
    from aiohttp.connector import Connection

    call = cast("Callable[..., Awaitable[Connection]]", original)

    # Above the pool and proxies: a connection kept alive since before the mock must not be used.
    @functools.wraps(call)
    async def connect(self: BaseConnector, req: ClientRequest, *rest: object, **named: object) -> Connection:
        verdict = judge(board, req.url.host or "")
        if verdict.refusal:
            raise ClientConnectionError(verdict.refusal)
        if verdict.answered_by is None:
            return await call(self, req, *rest, **named)
        loop = asyncio.get_running_loop()
        protocol = ResponseHandler(loop)
        origin = f"{req.url.scheme}://{req.url.authority}"
        protocol.connection_made(_Wire(loop, protocol, origin, verdict.answered_by.application))
        return Connection(self, req.connection_key, protocol, loop)

    return connect


class _Wire(asyncio.Transport):
    """A transport whose far end is an application. It takes one request, answers, and wants to be closed."""

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
        self._told_to_continue = False

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
        named = {name.lower(): value for name, value in headers}
        whole = _whole(named, body)
        if whole is None:
            self._continue(named)
            return
        method, target, _ = start.split(" ", 2)
        url = target if "://" in target[:8] else self._origin + target  # absolute where a proxy was expected
        self._received.clear()
        try:
            answer = ask(self._application, method, url, headers, whole)
        except Broken as broken:
            self._closing = True
            error = TimeoutError(str(broken)) if broken.timeout else ConnectionResetError(str(broken))
            self._loop.call_soon(self._protocol.connection_lost, error)
            return
        self._deliver(_reply(answer))

    def _continue(self, headers: dict[str, str]) -> None:
        if headers.get("expect", "").lower() == "100-continue" and not self._told_to_continue:
            self._told_to_continue = True
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
        """All is delivered at once: there is nothing to hold back."""

    def resume_reading(self) -> None:
        """See pause_reading."""

    def is_reading(self) -> bool:
        return not self._closing

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing waits here to be written."""

    def get_write_buffer_size(self) -> int:
        return 0

    def can_write_eof(self) -> bool:
        return False


def _whole(headers: dict[str, str], body: bytes) -> bytes | None:
    """The body, once all of it is there."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return _unchunked(body)
    length = int(headers.get("content-length", 0))
    return body[:length] if len(body) >= length else None


def _unchunked(body: bytes) -> bytes | None:
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


def _reply(answer: Answer) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + answer.body
