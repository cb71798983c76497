"""One HTTP connection of the server: reads, calls the application, replies; never waits for the client."""

from __future__ import annotations

import enum
import functools
import json
import logging
import select
import socket
import time
from collections.abc import Callable, Iterable
from email.utils import formatdate
from typing import TYPE_CHECKING, Final

from tfmock.control_api.paths import HEALTH, READY
from tfmock.protocol.broken_connection import CLIENT_LEFT
from tfmock.server.http_parser import MalformedRequestError, Request, RequestParser

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("tfmock")

_READ_BYTES: Final = 256 * 1024
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_LINGER_BYTES: Final = 256 * 1024 * 1024
_NO_BODY: Final = ("204", "304")


class Wait(enum.Enum):
    """What a connection waits for next."""

    READABLE = enum.auto()
    WRITABLE = enum.auto()
    CLOSED = enum.auto()


class Connection:
    """Used by one thread at a time; the server's lock guards ``busy``, ``last_active`` and ``deadline``.

    Attributes:
        busy: a thread serves it now.
        last_active: when it was last served, on the monotonic clock.
        deadline: when it is closed unless something is received or sent.
    """

    def __init__(self, sock: socket.socket, peer: str) -> None:
        """A new connection.

        Args:
            sock: connected and non-blocking.
            peer: the client's address.
        """
        self.descriptor = sock.fileno()
        self.parser = RequestParser()
        self.busy = False
        self.last_active = time.monotonic()
        self.deadline = 0.0
        #: The last reply is sent, and further bytes of the client are dropped: closing on unread bytes would reset the
        #: connection, and the client might lose that reply.
        self.lingering = False
        self._socket = sock
        self._peer = peer
        self._output = memoryview(b"")
        self._close_after_output = False
        self._pipelined = False  # more than the last request was read
        self._dropped = 0

    @property
    def held(self) -> int:
        """Bytes held in memory for this client."""
        return self.parser.held + len(self._output)

    @property
    def sending(self) -> bool:
        """Whether a part of a reply is not sent yet."""
        return bool(self._output)

    def close(self) -> None:
        """Close at once."""
        self._socket.close()

    def proceed(self, application: WSGIApplication, stopping: Callable[[], bool]) -> Wait:
        """Do what can be done without waiting for the client.

        Raises:
            OSError: the client is gone.
        """
        if self._output or self._pipelined:
            return self._answer(application, stopping) if self._flush() else Wait.WRITABLE
        try:
            data = self._socket.recv(_READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return Wait.READABLE
        if not data:
            return Wait.CLOSED
        if self.lingering:
            self._dropped += len(data)
            return Wait.READABLE if self._dropped < _LINGER_BYTES else Wait.CLOSED
        self.parser.feed(data)
        return self._answer(application, stopping)

    def _answer(self, application: WSGIApplication, stopping: Callable[[], bool]) -> Wait:
        """Answer the next request if it was read whole. Pipelined requests behind it wait until other connections were
        served: a client that sends thousands at once must not keep a thread until all of them are answered."""
        self._pipelined = False
        if not self._close_after_output:
            try:
                request = self.parser.next()
            except MalformedRequestError as problem:
                self._send(_refusal(problem))
                self._close_after_output = True
            else:
                if request is None:
                    if self.parser.take_continue():
                        self._send(_CONTINUE)
                    return Wait.READABLE
                request.environ[CLIENT_LEFT] = _SocketClientLeft(self._socket)
                reply, complete = _reply(application, request, self._peer, closing=stopping())
                self._close_after_output = not (complete and request.keep_alive) or stopping()
                self._send(reply)
                if not self._close_after_output:
                    self._pipelined = self.parser.held > 0
                    return Wait.WRITABLE if self._output or self._pipelined else Wait.READABLE
        if self._output:
            return Wait.WRITABLE
        self._socket.shutdown(socket.SHUT_WR)
        self.lingering = True
        return Wait.READABLE

    def _send(self, data: bytes) -> None:
        """Send as much as the socket takes now; the rest stays in the output."""
        self._output = memoryview(data)
        self._flush()

    def _flush(self) -> bool:
        try:
            while self._output:
                self._output = self._output[self._socket.send(self._output) :]
        except (BlockingIOError, InterruptedError):
            return False
        return True


class _SocketClientLeft:
    """See :class:`tfmock.protocol.broken_connection.ClientLeft`. It polls the socket and reads nothing."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock

    def wait(self, timeout: float, /) -> bool:
        poll = select.poll()
        # Without RDHUP (macOS) there is HUP, which is always reported. Bytes of a next request are neither.
        poll.register(self._socket, getattr(select, "POLLRDHUP", 0))
        return bool(poll.poll(timeout * 1000))


def only_health(application: WSGIApplication) -> WSGIApplication:
    """The application while nearly all threads are taken: health checks are answered, other calls refused."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] in (HEALTH, READY):
            return application(environ, start_response)
        body = json.dumps({"Code": "ServiceUnavailable", "Message": "tfmock has too many waiting calls; try again."})
        start_response("503 Service Unavailable", [("Content-Type", "application/json"), ("Retry-After", "1")])
        return [body.encode()]

    return app


def _refusal(problem: MalformedRequestError) -> bytes:
    body = json.dumps({"Code": "Tfmock.MalformedRequest", "Message": f"tfmock cannot read this request: {problem}."})
    return _head(problem.status, [("Content-Type", "application/json")], len(body), close=True) + body.encode()


def _reply(application: WSGIApplication, request: Request, peer: str, *, closing: bool) -> tuple[bytes, bool]:
    """The reply's bytes, and whether they are all that its head promised."""
    environ = request.environ
    environ["REMOTE_ADDR"] = peer
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: OptExcInfo | None = None, /
    ) -> Callable[[bytes], object]:
        started[:] = [(status, headers)]
        return written.append

    try:
        chunks = application(environ, start_response)
        body = _join(chunks, written)
        status, headers = started[0]
    except Exception:
        log.exception("bug: %s %s", environ["REQUEST_METHOD"], environ["PATH_INFO"])
        status, headers, body = "500 Internal Server Error", [], b""
    declared_length = next((value for name, value in headers if name.lower() == "content-length"), None)
    close = closing or not request.keep_alive
    if not close and environ["SERVER_PROTOCOL"] == "HTTP/1.0":  # RFC 9112 9.3: without it that client closes
        headers = [*headers, ("Connection", "keep-alive")]
    if environ["REQUEST_METHOD"] == "HEAD" or status[:3] in _NO_BODY:
        return _head(status, headers, None if declared_length else len(body), close=close), True
    complete = declared_length is None or declared_length == str(len(body))
    head = _head(status, headers, len(body) if declared_length is None else None, close=close)
    return head + body, complete


def _join(chunks: Iterable[bytes], written: list[bytes]) -> bytes:
    if isinstance(chunks, list) and not written:
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)
    try:
        joined = b"".join(chunks)
        return b"".join(written) + joined
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()


def _head(status: str, headers: list[tuple[str, str]], length: int | None, *, close: bool) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    if length is not None and status[:3] not in _NO_BODY:
        lines.append(f"Content-Length: {length}")
    if close:
        lines.append("Connection: close")
    lines.append(f"Date: {_date(int(time.time()))}")
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"


@functools.lru_cache(maxsize=1)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
