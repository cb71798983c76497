"""Two connections joined end to end: bytes, backpressure and half-closes pass both ways."""

from __future__ import annotations

import asyncio
import socket
import ssl

# After one side has said its last word, how long the other may still speak.
HALF_OPEN_SECONDS = 60.0
HANDSHAKE_SECONDS = 10.0


class _End(asyncio.Protocol):
    """One end of a splice. What arrives before the other end exists is kept."""

    def __init__(self, done: asyncio.Future[None]) -> None:
        self.peer: _End | None = None
        self.transport: asyncio.Transport | None = None
        self._early: list[bytes] = []
        self._ended = False
        self._lost = False
        self._patience: asyncio.TimerHandle | None = None
        self._done = done

    def join(self, peer: _End) -> None:
        self.peer = peer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        no_delay(transport.get_extra_info("socket"))
        peer = self.peer
        if peer is not None:
            for data in peer._early:
                transport.write(data)
            peer._early.clear()
            if peer._ended or peer._lost:
                transport.close()

    def data_received(self, data: bytes) -> None:
        peer = self.peer
        if peer is None or peer.transport is None:
            self._early.append(data)
        else:
            peer.transport.write(data)

    def eof_received(self) -> bool:
        self._ended = True
        peer = self.peer
        if peer is None or peer.transport is None:
            return False
        if peer._ended or not peer.transport.can_write_eof() or not self._plain():
            return False  # nobody has more to say, or TLS, which has no half-close: connection_lost closes the peer
        peer.transport.write_eof()
        self._patience = asyncio.get_running_loop().call_later(HALF_OPEN_SECONDS, peer.transport.abort)
        return True

    def _plain(self) -> bool:
        return self.transport is not None and self.transport.get_extra_info("ssl_object") is None

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
        if self.peer and self.peer.transport:
            self.peer.transport.close()
        if (self.peer is None or self.peer._lost) and not self._done.done():
            self._done.set_result(None)


async def splice(
    near: socket.socket, far: socket.socket, *, first: bytes = b"", tls: ssl.SSLContext | None = None
) -> None:
    """Joins two connected, non-blocking sockets until both are closed; cancelling closes both at once.

    Args:
        near: the client. With ``tls`` its side is terminated here, as a server.
        far: the server.
        first: bytes already read from the client.
        tls: the context to terminate the client's TLS with.

    Raises:
        OSError, ssl.SSLError: the handshake failed or a connection broke meanwhile.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    inner, outer = _End(done), _End(done)
    inner.join(outer)
    outer.join(inner)
    try:
        await loop.create_connection(lambda: inner, sock=far)
        assert inner.transport is not None
        if first:
            inner.transport.write(first)
        await loop.connect_accepted_socket(
            lambda: outer, near, ssl=tls, ssl_handshake_timeout=HANDSHAKE_SECONDS if tls else None
        )
        await done
    finally:
        for end in (inner, outer):
            if end.transport is not None:
                end.transport.abort()


def no_delay(sock: socket.socket) -> None:
    """Switches Nagle's algorithm off: with it many replies came 35-60 ms late (prototype_notes 6)."""
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
