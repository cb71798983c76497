"""Two connections joined end to end: bytes, backpressure and half-closes pass both ways."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable

# Half-close timeout: after one side has sent its last byte, how long the other may still send.
HALF_OPEN_SECONDS = 60.0
HANDSHAKE_SECONDS = 10.0
_TLS_BYTES = 65536
# Long enough for the loop to read what waits at a socket.
_MOMENT = 0.05
_SILENT_MOMENTS = 20


class _Endpoint(asyncio.Protocol):
    """One end of a splice. What arrives before the other end exists is buffered."""

    #: Called whenever something arrives at this end.
    on_data: Callable[[], None] | None = None

    def __init__(self, done: asyncio.Future[None], on_client_eof: Callable[[], None] | None = None) -> None:
        """An end that is not connected yet.

        Args:
            done: gets its result when both ends are lost.
            on_client_eof: called when this end has sent its last byte, be it that it waits for the answer or has left.
        """
        self.peer: _Endpoint | None = None
        self.transport: asyncio.Transport | None = None
        self._buffered: list[bytes] = []
        self._got_eof = False
        self._lost = False
        self._half_close_timer: asyncio.TimerHandle | None = None
        self._done = done
        self._last_word = on_client_eof
        self.received = 0  # bytes

    @property
    def unsent(self) -> int:
        """Bytes that are not written to this end's socket yet."""
        return self.transport.get_write_buffer_size() if self.transport is not None else 0

    def join(self, peer: _Endpoint) -> None:
        self.peer = peer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        no_delay(transport.get_extra_info("socket"))
        peer = self.peer
        if peer is not None:
            for data in peer._buffered:
                self.send(data)
            peer._buffered.clear()
            if peer._got_eof or peer._lost:
                self.finish()

    @property
    def has_ended(self) -> bool:
        """Whether this end's peer has sent its last byte."""
        return self._got_eof or self._lost

    def send(self, data: bytes) -> None:
        """Send bytes to this end's peer."""
        assert self.transport is not None
        self.transport.write(data)

    def send_eof(self) -> None:
        """Tell this end's peer that nothing more comes."""
        if self.transport is not None and self.transport.can_write_eof():
            self.transport.write_eof()

    def finish(self) -> None:
        """Close after everything is sent."""
        if self.transport is not None:
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        if self.on_data is not None:
            self.on_data()
        self.received += len(data)
        peer = self.peer
        if peer is None or peer.transport is None:
            self._buffered.append(data)
        else:
            peer.send(data)

    def eof_received(self) -> bool:
        """Pass it on, and let the other side reply: a client may close its side right after the request."""
        if self._got_eof:
            return True
        self._got_eof = True
        if self._last_word is not None:
            self._last_word()
        peer = self.peer
        if peer is None or peer.transport is None or peer._got_eof:
            return False  # neither side sends more: the transport closes
        peer.send_eof()
        self._half_close_timer = asyncio.get_running_loop().call_later(HALF_OPEN_SECONDS, peer.transport.abort)
        return True

    def pause_writing(self) -> None:
        if self.peer and self.peer.transport:
            self.peer.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.peer and self.peer.transport:
            self.peer.transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        if self._half_close_timer is not None:
            self._half_close_timer.cancel()
        if self.peer:
            self.peer.finish()
        if (self.peer is None or self.peer._lost) and not self._done.done():
            self._done.set_result(None)


class _TlsEndpoint(_Endpoint):
    """The client's end where TLS is terminated here.

    asyncio's own TLS closes a connection as soon as the client has closed its side, and the reply is lost; so this
    class runs the TLS engine over memory.
    """

    def __init__(self, done: asyncio.Future[None], context: ssl.SSLContext, on_client_eof: Callable[[], None]) -> None:
        super().__init__(done, on_client_eof)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._engine = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._handshake: asyncio.TimerHandle | None = None
        self._is_established = False
        self._unsent_plain: list[bytes] = []  # given before the handshake was over

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._handshake = asyncio.get_running_loop().call_later(HANDSHAKE_SECONDS, transport.abort)
        super().connection_made(transport)

    def send(self, data: bytes) -> None:
        if not self._is_established:
            self._unsent_plain.append(data)
            return
        self._engine.write(data)
        self._flush()

    def send_eof(self) -> None:
        """In TLS this is a close_notify, which ``finish`` sends: the client's library takes it for the end of both
        directions, and the server sends nothing after it."""
        self.finish()

    def finish(self) -> None:
        if self.transport is None or self.transport.is_closing():
            return
        if self._is_established:
            with contextlib.suppress(ssl.SSLError):
                self._engine.unwrap()  # writes close_notify; the client's is not waited for
            self._flush()
        super().finish()

    def data_received(self, data: bytes) -> None:
        self._incoming.write(data)
        try:
            if not self._is_established:
                self._engine.do_handshake()
                self._establish()
            while read := self._engine.read(_TLS_BYTES):
                super().data_received(read)
            self._client_ended()  # with a close_notify
        except ssl.SSLWantReadError:
            self._flush()
        except ssl.SSLZeroReturnError:
            self._client_ended()
        except ssl.SSLError:
            self._flush()  # the alert says what is wrong
            super().finish()

    def eof_received(self) -> bool:
        return self._is_established and super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._handshake is not None:
            self._handshake.cancel()
        super().connection_lost(exc)

    def _client_ended(self) -> None:
        if not self.eof_received():
            self.finish()

    def _establish(self) -> None:
        self._is_established = True
        if self._handshake is not None:
            self._handshake.cancel()
        self._flush()
        for data in self._unsent_plain:
            self.send(data)
        self._unsent_plain.clear()

    def _flush(self) -> None:
        if self._outgoing.pending and self.transport is not None:
            self.transport.write(self._outgoing.read())


async def splice(
    near: socket.socket,
    far: socket.socket,
    *,
    first: bytes = b"",
    tls: ssl.SSLContext | None = None,
    on_client_eof: Callable[[], None] = lambda: None,
    on_data: Callable[[], None] | None = None,
    stopping: asyncio.Event | None = None,
) -> None:
    """Join two connected, non-blocking sockets until both are closed; cancelling closes both at once.

    Args:
        near: the client. With ``tls`` its side is terminated here, as a server.
        far: the server.
        first: bytes already read from the client.
        tls: the context to terminate the client's TLS with.
        on_client_eof: called when the client has sent its last byte.
        on_data: called whenever bytes have arrived from either.
        stopping: once it is set, both are closed as soon as the client has received what the server has sent.

    Raises:
        OSError: a connection broke meanwhile.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    inner, outer = (
        _Endpoint(done),
        _TlsEndpoint(done, tls, on_client_eof) if tls is not None else _Endpoint(done, on_client_eof),
    )
    inner.on_data = outer.on_data = on_data
    inner.join(outer)
    outer.join(inner)
    try:
        await loop.create_connection(lambda: inner, sock=far)
        assert inner.transport is not None
        if first:
            inner.transport.write(first)
        await loop.connect_accepted_socket(lambda: outer, near)
        if stopping is None:
            await done
        else:
            await _until_stopping(done, stopping)
            await _until_received(done, inner, outer)
    finally:
        for endpoint in (inner, outer):
            if endpoint.transport is not None:
                endpoint.transport.abort()


async def _until_stopping(done: asyncio.Future[None], stopping: asyncio.Event) -> None:
    waiting = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait((done, waiting), return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


async def _until_received(done: asyncio.Future[None], server: _Endpoint, client: _Endpoint) -> None:
    """Return once the client has received what the server has sent.

    The server closes its connections when it stops. One that stays open and silent for a while has nothing to say; a
    moment is not enough, since on a busy machine the server may wait for the processor in the middle of a reply.
    """
    silent = 0
    while not done.done() and silent < _SILENT_MOMENTS:
        before = server.received
        await asyncio.sleep(_MOMENT)
        is_moving = server.received != before or client.unsent > 0
        if server.has_ended and not is_moving:
            return
        silent = 0 if is_moving else silent + 1


def no_delay(sock: socket.socket) -> None:
    """Switch Nagle's algorithm off: with it many replies came 35-60 ms late (provider-contract: Endpoints)."""
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
