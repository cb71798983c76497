"""Two connections joined end to end: bytes, backpressure and half-closes pass both ways."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable

# After one side has said its last word, how long the other may still speak.
HALF_OPEN_SECONDS = 60.0
HANDSHAKE_SECONDS = 10.0
_TLS_BYTES = 65536
# Long enough for the loop to read what waits at a socket.
_MOMENT = 0.05


class _End(asyncio.Protocol):
    """One end of a splice. What arrives before the other end exists is kept."""

    #: Called whenever something arrives at this end.
    active: Callable[[], None] | None = None

    def __init__(self, done: asyncio.Future[None], last_word: Callable[[], None] | None = None) -> None:
        """Args:
        done: gets its result when both ends are lost.
        last_word: called when this end has sent its last byte, be it that it waits for the answer or has left.
        """
        self.peer: _End | None = None
        self.transport: asyncio.Transport | None = None
        self._early: list[bytes] = []
        self._ended = False
        self._lost = False
        self._patience: asyncio.TimerHandle | None = None
        self._done = done
        self._last_word = last_word
        self.received = 0  # bytes

    @property
    def unsent(self) -> int:
        """Bytes that this end's socket has not taken yet."""
        return self.transport.get_write_buffer_size() if self.transport is not None else 0

    def join(self, peer: _End) -> None:
        self.peer = peer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        no_delay(transport.get_extra_info("socket"))
        peer = self.peer
        if peer is not None:
            for data in peer._early:
                self.send(data)
            peer._early.clear()
            if peer._ended or peer._lost:
                self.finish()

    def send(self, data: bytes) -> None:
        """To whom is at this end."""
        assert self.transport is not None
        self.transport.write(data)

    def send_last_word(self) -> None:
        """To whom is at this end: nothing more comes."""
        if self.transport is not None and self.transport.can_write_eof():
            self.transport.write_eof()

    def finish(self) -> None:
        """Close, once everything is sent."""
        if self.transport is not None:
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        if self.active is not None:
            self.active()
        self.received += len(data)
        peer = self.peer
        if peer is None or peer.transport is None:
            self._early.append(data)
        else:
            peer.send(data)

    def eof_received(self) -> bool:
        """Passes it on, and lets the other one answer: a client may end its side right after the request."""
        if self._ended:
            return True
        self._ended = True
        if self._last_word is not None:
            self._last_word()
        peer = self.peer
        if peer is None or peer.transport is None or peer._ended:
            return False  # nobody has more to say: the transport closes
        peer.send_last_word()
        self._patience = asyncio.get_running_loop().call_later(HALF_OPEN_SECONDS, peer.transport.abort)
        return True

    def pause_writing(self) -> None:
        if self.peer and self.peer.transport:
            self.peer.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.peer and self.peer.transport:
            self.peer.transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        if self._patience is not None:
            self._patience.cancel()
        if self.peer:
            self.peer.finish()
        if (self.peer is None or self.peer._lost) and not self._done.done():
            self._done.set_result(None)


class _TlsEnd(_End):
    """The client's end where TLS is terminated here.

    asyncio's own TLS closes a connection as soon as the client has ended its side, and the answer with it; so this
    one runs the TLS engine over memory.
    """

    def __init__(self, done: asyncio.Future[None], context: ssl.SSLContext, last_word: Callable[[], None]) -> None:
        super().__init__(done, last_word)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._engine = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._handshake: asyncio.TimerHandle | None = None
        self._shaken = False
        self._waiting: list[bytes] = []  # sent before the handshake was over

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._handshake = asyncio.get_running_loop().call_later(HANDSHAKE_SECONDS, transport.abort)
        super().connection_made(transport)

    def send(self, data: bytes) -> None:
        if not self._shaken:
            self._waiting.append(data)
            return
        self._engine.write(data)
        self._flush()

    def send_last_word(self) -> None:
        """TLS says it with a close_notify, which ``finish`` sends: the client's library takes it for the end of both
        directions, and the server has nothing to say after its last word."""
        self.finish()

    def finish(self) -> None:
        if self.transport is None or self.transport.is_closing():
            return
        if self._shaken:
            with contextlib.suppress(ssl.SSLError):
                self._engine.unwrap()  # writes our close_notify, and asks for the client's, which nobody waits for
            self._flush()
        super().finish()

    def data_received(self, data: bytes) -> None:
        self._incoming.write(data)
        try:
            if not self._shaken:
                self._engine.do_handshake()
                self._shake()
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
        return self._shaken and super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._handshake is not None:
            self._handshake.cancel()
        super().connection_lost(exc)

    def _client_ended(self) -> None:
        if not self.eof_received():
            self.finish()

    def _shake(self) -> None:
        self._shaken = True
        if self._handshake is not None:
            self._handshake.cancel()
        self._flush()
        for data in self._waiting:
            self.send(data)
        self._waiting.clear()

    def _flush(self) -> None:
        if self._outgoing.pending and self.transport is not None:
            self.transport.write(self._outgoing.read())


async def splice(
    near: socket.socket,
    far: socket.socket,
    *,
    first: bytes = b"",
    tls: ssl.SSLContext | None = None,
    last_word: Callable[[], None] = lambda: None,
    active: Callable[[], None] | None = None,
    ending: asyncio.Event | None = None,
) -> None:
    """Joins two connected, non-blocking sockets until both are closed; cancelling closes both at once.

    Args:
        near: the client. With ``tls`` its side is terminated here, as a server.
        far: the server.
        first: bytes already read from the client.
        tls: the context to terminate the client's TLS with.
        last_word: called when the client has sent its last byte.
        active: called whenever bytes have arrived from either.
        ending: once it is set, both are closed as soon as the client has taken what the server has sent.

    Raises:
        OSError: a connection broke meanwhile.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    inner, outer = _End(done), _TlsEnd(done, tls, last_word) if tls is not None else _End(done, last_word)
    inner.active = outer.active = active
    inner.join(outer)
    outer.join(inner)
    try:
        await loop.create_connection(lambda: inner, sock=far)
        assert inner.transport is not None
        if first:
            inner.transport.write(first)
        await loop.connect_accepted_socket(lambda: outer, near)
        if ending is None:
            await done
        else:
            await _until_ending(done, ending)
            while not done.done() and await _is_moving(inner, outer):
                pass
    finally:
        for end in (inner, outer):
            if end.transport is not None:
                end.transport.abort()


async def _until_ending(done: asyncio.Future[None], ending: asyncio.Event) -> None:
    waiting = asyncio.ensure_future(ending.wait())
    try:
        await asyncio.wait((done, waiting), return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


async def _is_moving(server: _End, client: _End) -> bool:
    """Whether, a moment later, something has come from the server, or the client has not taken all of it."""
    before = server.received
    await asyncio.sleep(_MOMENT)
    return server.received != before or client.unsent > 0


def no_delay(sock: socket.socket) -> None:
    """Switches Nagle's algorithm off: with it many replies came 35-60 ms late (provider-contract: Endpoints)."""
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
