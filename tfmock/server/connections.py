"""The gateway's open connections: who the client of a request is, and a handle to break its connection.

WSGI tells an application the peer's address but not its port, and the peer of every request through the gateway is the
gateway. So the gateway connects from another loopback address for each of its connections: this machine has all of
127.0.0.0/8 (on Linux; elsewhere only 127.0.0.1, and connections cannot be told apart). Clients of other machines get
addresses of another range than local ones, so that processes without this registry (``--workers``) can tell them apart
as well. No header takes part in this, and no other machine can send from 127.0.0.0/8: the kernel drops such packets.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from tfmock.protocol.broken_connection import CONNECTION
from tfmock.protocol.peers import is_local_peer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: First and last address to connect from for clients of this machine, and for those of others. No service listens on
#: these by accident.
_LOCAL: Final = (int(ipaddress.IPv4Address("127.128.0.1")), int(ipaddress.IPv4Address("127.191.255.254")))
_REMOTE: Final = (int(ipaddress.IPv4Address("127.192.0.1")), int(ipaddress.IPv4Address("127.255.255.254")))
_BREAK_SECONDS: Final = 2.0
#: SO_LINGER, on and zero: closing sends RST.
_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)


class GatewayConnection:
    """A client's connection through the gateway. Created in the gateway's loop, used from any thread."""

    def __init__(self, client: socket.socket) -> None:
        self.closed = threading.Event()
        self.client_left = threading.Event()
        self.peer = peer_address(client)
        self._client = client
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()

    def reset(self) -> None:
        """Break it: the client gets a TCP RST, also inside of TLS. Returns when it is broken, so that nothing that
        the caller sends afterwards gets through."""
        with contextlib.suppress(RuntimeError):  # the loop has ended, and with it the connection
            self._loop.call_soon_threadsafe(self._reset)
            self.closed.wait(_BREAK_SECONDS)

    def _reset(self) -> None:
        if self.closed.is_set() or self._task is None:
            return
        with contextlib.suppress(OSError):
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._task.cancel()  # the splice aborts both ends


class ConnectionRegistry:
    """The gateway's open connections, by the address that it connected from."""

    def __init__(self) -> None:
        self._open: dict[str, GatewayConnection] = {}
        self._last = {_LOCAL: _LOCAL[0], _REMOTE: _REMOTE[0]}
        self._has_unidentified_remotes = False

    def source_address(self, client: socket.socket) -> str:
        """An address to connect from for a client, one that no open connection uses."""
        first, last = block = _LOCAL if is_local_peer(peer_address(client)) else _REMOTE
        while True:
            self._last[block] = self._last[block] + 1 if self._last[block] < last else first
            address = str(ipaddress.IPv4Address(self._last[block]))
            if address not in self._open:
                return address

    @contextlib.contextmanager
    def register(self, client: socket.socket, upstream: socket.socket) -> Iterator[Callable[[], None]]:
        """Within the block, requests on ``upstream`` are known to be the client's. Yields a function to be called when
        the client has sent its last byte."""
        address = peer_address(upstream, local=True)
        if not (_is_within(address, _LOCAL) or _is_within(address, _REMOTE)):
            self._has_unidentified_remotes |= not is_local_peer(peer_address(client))
            yield lambda: None
            return
        connection = self._open[address] = GatewayConnection(client)
        try:
            yield connection.client_left.set
        finally:
            connection.client_left.set()
            connection.closed.set()
            del self._open[address]

    def identify_clients(self, application: WSGIApplication) -> WSGIApplication:
        """The application; its ``REMOTE_ADDR`` is the client's address also for requests through the gateway."""

        def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            peer = environ["REMOTE_ADDR"]
            connection = self._open.get(peer)
            if connection is not None:
                environ[CONNECTION] = connection
                environ["REMOTE_ADDR"] = connection.peer
            elif self._has_unidentified_remotes or _is_within(peer, _REMOTE):
                environ["REMOTE_ADDR"] = ""  # this machine, or another one through the gateway: it cannot be told
            return application(environ, start_response)

        return app


def has_own_loopback_range() -> bool:
    """Whether this machine has all of 127.0.0.0/8, so that connections through the gateway can be told apart."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.bind((str(ipaddress.IPv4Address(_REMOTE[0])), 0))
            return True
    except OSError:
        return False


def identify_clients_in_worker(application: WSGIApplication, listener: socket.socket) -> WSGIApplication:
    """The application of a process without a gateway, with the client's address as far as it is known there.

    Args:
        listener: the socket that connections come from, the gateway's among them.
    """
    connections = ConnectionRegistry()
    # Without a range of addresses to tell by, a loopback peer may be any client that the gateway accepts.
    can_tell = listener.family == socket.AF_INET and has_own_loopback_range()
    connections._has_unidentified_remotes = not can_tell and not is_local_peer(peer_address(listener, local=True))
    return connections.identify_clients(application)


def peer_address(sock: socket.socket, *, local: bool = False) -> str:
    """The address at the other end, or the local one; 0.0.0.0 if the connection is gone."""
    try:
        name = sock.getsockname() if local else sock.getpeername()
    except OSError:
        return "0.0.0.0"
    return str(name[0]).partition("%")[0]


def _is_within(address: str, block: tuple[int, int]) -> bool:
    try:
        return block[0] <= int(ipaddress.IPv4Address(address.removeprefix("::ffff:"))) <= block[1]
    except ValueError:
        return False
