"""Which request came over which of the gateway's connections: who the client really is, and a handle to break it.

WSGI tells an application the peer's address but not its port, and the peer of all that comes through the gateway is
the gateway. So the gateway dials from an address of its own for each connection: all of 127.0.0.0/8 is this
machine's (on Linux; elsewhere only 127.0.0.1 is, and there are no links). Clients of other machines get addresses of
another range than those of this one, so that processes that have no links (``--workers``) know them apart as well.
No header has a say in this, and no other machine can send from 127.0.0.0/8: the kernel drops such packets.
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

from tfmock.protocol.broken_connection import LINK
from tfmock.protocol.peers import is_local_peer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: First and last address to dial from for clients of this machine, and for those of others. Nobody's service listens
#: on these by accident.
_LOCAL: Final = (int(ipaddress.IPv4Address("127.128.0.1")), int(ipaddress.IPv4Address("127.191.255.254")))
_REMOTE: Final = (int(ipaddress.IPv4Address("127.192.0.1")), int(ipaddress.IPv4Address("127.255.255.254")))
_BREAK_SECONDS: Final = 2.0
#: SO_LINGER, on and zero: closing sends RST.
_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)


class ClientConnection:
    """One client's connection through the gateway. Made in the gateway's loop, used from any thread."""

    def __init__(self, client: socket.socket) -> None:
        self.closed = threading.Event()
        self.left = threading.Event()
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
    """The gateway's open connections, by the address they were dialled from."""

    def __init__(self) -> None:
        self._open: dict[str, ClientConnection] = {}
        self._last = {_LOCAL: _LOCAL[0], _REMOTE: _REMOTE[0]}
        self._strangers = False

    def source(self, client: socket.socket) -> str:
        """An address to dial from for a client, one that no open connection uses."""
        first, last = block = _LOCAL if is_local_peer(peer_address(client)) else _REMOTE
        while True:
            self._last[block] = self._last[block] + 1 if self._last[block] < last else first
            address = str(ipaddress.IPv4Address(self._last[block]))
            if address not in self._open:
                return address

    @contextlib.contextmanager
    def linked(self, client: socket.socket, far: socket.socket) -> Iterator[Callable[[], None]]:
        """While this lasts, requests on ``far`` are known to be the client's. Gives what is to be called when the
        client has sent its last byte."""
        address = peer_address(far, ours=True)
        if not _is_ours(address):
            self._strangers |= not is_local_peer(peer_address(client))
            yield lambda: None
            return
        link = self._open[address] = ClientConnection(client)
        try:
            yield link.left.set
        finally:
            link.left.set()
            link.closed.set()
            del self._open[address]

    def around(self, application: WSGIApplication) -> WSGIApplication:
        """The application, told who its clients are."""

        def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            peer = environ["REMOTE_ADDR"]
            link = self._open.get(peer)
            if link is not None:
                environ[LINK] = link
                environ["REMOTE_ADDR"] = link.peer
            elif self._strangers or _within(peer, _REMOTE):
                environ["REMOTE_ADDR"] = ""  # this machine, or somebody through the gateway: nobody knows
            return application(environ, start_response)

        return app


def has_link_addresses() -> bool:
    """Whether this machine has all of 127.0.0.0/8, so that connections through the gateway can be told apart."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.bind((str(ipaddress.IPv4Address(_REMOTE[0])), 0))
            return True
    except OSError:
        return False


def around_in_worker(application: WSGIApplication, listener: socket.socket) -> WSGIApplication:
    """The application of a process that has no gateway, told who its clients are as far as can be known there.

    Args:
        listener: the socket that connections come from, the gateway's among them.
    """
    links = ConnectionRegistry()
    # Where there are no addresses to tell by, a loopback peer may be anybody whom the gateway lets in.
    tells = listener.family == socket.AF_INET and has_link_addresses()
    links._strangers = not tells and not is_local_peer(peer_address(listener, ours=True))
    return links.around(application)


def peer_address(sock: socket.socket, *, ours: bool = False) -> str:
    """The address at the other end, or at ours; 0.0.0.0 when the connection is gone."""
    try:
        name = sock.getsockname() if ours else sock.getpeername()
    except OSError:
        return "0.0.0.0"
    return str(name[0]).partition("%")[0]


def _is_ours(address: str) -> bool:
    return _within(address, _LOCAL) or _within(address, _REMOTE)


def _within(address: str, block: tuple[int, int]) -> bool:
    try:
        return block[0] <= int(ipaddress.IPv4Address(address.removeprefix("::ffff:"))) <= block[1]
    except ValueError:
        return False
