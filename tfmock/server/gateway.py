"""One port for all: HTTPS, CONNECT and absolute-form proxy requests, and plain HTTP, told apart by first bytes.

``*.aliyuncs.com`` leads to tfmock, other Alibaba hosts are refused, and the rest of the internet (registries,
package indexes) is passed through untouched.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Mapping

from tfmock.protocol.peers import is_local_peer
from tfmock.server import hosts
from tfmock.server.addresses import Policy
from tfmock.server.connections import ConnectionRegistry, peer_address
from tfmock.server.outbound import Listening, Outbound, Refused, Way, connect
from tfmock.server.proxy import HEAD_SECONDS, BadRequest, ProxyRequest, parse, peek, read_head, reply
from tfmock.server.resolver import TimedOut, Unreachable, system_lookup
from tfmock.server.splice import no_delay, splice
from tfmock.server.tls import TlsContexts
from tfmock.server.tunnels import Tunnels, most_undecided

log = logging.getLogger("tfmock")

_TLS_HANDSHAKE = 0x16  # first byte of a TLS record that starts a handshake
_METHOD_BYTES = 32
_STOP_SECONDS = 5.0
_LINGER_SECONDS = 1.0
_COUNTED_HOSTS = 1000


class Traffic:
    """How many connections went where, by host. Written by the gateway's thread, read by any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[hosts.Route, Counter[str]] = {route: Counter() for route in hosts.Route}

    def count(self, route: hosts.Route, host: str) -> None:
        """One more connection to a host. Names are the client's choice: beyond so many, they are counted together."""
        name = host.lower()
        with self._lock:
            counts = self._counts[route]
            counts[name if name in counts or len(counts) < _COUNTED_HOSTS else "(other)"] += 1

    def snapshot(self) -> Mapping[str, Mapping[str, int]]:
        """``{"served": {host: n}, "refused": {...}, "tunnelled": {...}}``, a copy."""
        with self._lock:
            return {route.value: dict(counter) for route, counter in self._counts.items()}


class Gateway:
    """The listener, in a daemon thread of its own, in the process of the server it leads to."""

    def __init__(
        self,
        listener: socket.socket,
        plain: tuple[str, int],
        contexts: TlsContexts,
        environ: Mapping[str, str] = os.environ,
        policy: Policy | None = None,
    ) -> None:
        """Args:
        listener: bound and listening; the gateway owns it from now on.
        plain: host and port of plain HTTP, where requests for tfmock are sent.
        contexts: TLS for our names.
        environ: names the proxy to use for foreign hosts (HTTPS_PROXY, NO_PROXY).
        policy: where clients may go; default: clients of other machines to public addresses only.
        """
        self.traffic = Traffic()
        self.links = ConnectionRegistry()
        self._listener = listener
        # Once: no connection to tfmock waits for DNS, whatever name --host is.
        self._plain = system_lookup(plain[0].strip("[]"), plain[1])
        self._contexts = contexts
        host, port = listener.getsockname()[:2]
        self._outbound = Outbound(environ, listening=Listening(host, plain[1], port), policy=policy or Policy())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="tfmock-gateway", daemon=True)
        self._stop = asyncio.Event()  # binds to the loop that first waits for it
        self._tasks: set[asyncio.Task[None]] = set()
        self._answering: set[asyncio.Task[None]] = set()  # those of them that lead to tfmock
        self._patience = 0.0
        # Connections that have not said yet where they lead, oldest first. Above the limit that one is closed, so that
        # a new one is accepted; those that lead to tfmock are counted by its server (http_server.Limits).
        self._undecided: dict[asyncio.Task[None], None] = {}
        self._most_undecided = most_undecided()
        self._tunnels = Tunnels()
        self._ready = threading.Event()

    def start(self) -> None:
        """Returns once connections are accepted."""
        self._thread.start()
        self._ready.wait()

    def stop(self, patience: float = 0.0) -> None:
        """Closes every connection and the listener; returns when they are closed. May be called twice.

        Args:
            patience: seconds that clients have to take what tfmock has answered.
        """
        self._patience = patience
        if self._thread.is_alive():
            with contextlib.suppress(RuntimeError):  # the loop ended between the question and this line
                self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(patience + _STOP_SECONDS)
        self._listener.close()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._accept())
        finally:
            self._loop.close()

    async def _accept(self) -> None:
        self._listener.setblocking(False)
        accepting = asyncio.create_task(self._accept_forever())
        self._ready.set()
        await self._stop.wait()
        accepting.cancel()
        for task in self._tasks - self._answering:
            task.cancel()
        if self._answering and self._patience > 0:
            _, late = await asyncio.wait(self._answering, timeout=self._patience)
            if late:
                log.warning("%d replies through the gateway were cut off: their clients did not take them", len(late))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(accepting, *self._tasks, return_exceptions=True)
        await asyncio.sleep(0)  # aborted transports close their sockets in the loop's next turn

    async def _accept_forever(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                client, _ = await loop.sock_accept(self._listener)
            except OSError:  # out of file descriptors, or the client left the queue
                if not self._tunnels.close_idlest():
                    self._close_oldest_undecided()
                await asyncio.sleep(0.05)
                continue
            if len(self._undecided) >= self._most_undecided:
                self._close_oldest_undecided()
            task = asyncio.create_task(self._serve(client))
            self._undecided[task] = None
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            task.add_done_callback(self._decided)

    def _close_oldest_undecided(self) -> None:
        oldest = next(iter(self._undecided), None)
        if oldest is not None:
            oldest.cancel()
            self._decided(oldest)

    def _decided(self, task: asyncio.Task[None] | None) -> None:
        if task is not None:
            self._undecided.pop(task, None)

    async def _serve(self, client: socket.socket) -> None:
        """One connection; nothing that a client does may end the gateway."""
        try:
            client.setblocking(False)
            no_delay(client)
            await self._sniff(client)
        except (OSError, EOFError, ssl.SSLError, asyncio.TimeoutError):
            pass  # it left, or was too slow; there is nobody to tell
        except BadRequest as problem:
            await _say_last(client, reply(400, f"tfmock gateway: {problem}", code="BadProxyRequest"))
        finally:
            client.close()

    async def _sniff(self, client: socket.socket) -> None:
        first = await asyncio.wait_for(peek(client, 1), HEAD_SECONDS)
        if first[0] == _TLS_HANDSHAKE:
            await self._to_tfmock(client, tls=self._contexts.default)
            return
        start = await asyncio.wait_for(_request_start(client), HEAD_SECONDS)
        method, _, target = start.partition(b" ")
        if target[:1] in (b"/", b"*"):
            await self._to_tfmock(client, first=start)
            return
        if not method.isalpha():
            raise BadRequest("neither TLS nor HTTP")
        await self._as_proxy(client, parse(await read_head(client, start)))

    async def _as_proxy(self, client: socket.socket, request: ProxyRequest) -> None:
        host = request.target.host
        way: Way | None = None
        client_is_local = is_local_peer(peer_address(client))
        try:
            route = hosts.route(host)
            if route is hosts.Route.REFUSED:
                raise Refused(f"tfmock refuses {host}: it is Alibaba Cloud, or metadata, and tfmock does not serve it")
            if route is hosts.Route.TUNNELLED:
                way = await self._outbound.judge(request, client_is_local=client_is_local)
            if way is None or way.to_tfmock:
                self.traffic.count(hosts.Route.SERVED, host)
                await self._serve_proxied(client, request)
            else:
                await self._tunnel(client, way, client_is_local)
        except Refused as problem:
            self.traffic.count(hosts.Route.REFUSED, host)
            await _say_last(client, reply(403, str(problem), code="Refused.ByTfmock"))
        except Unreachable as problem:
            self.traffic.count(hosts.Route.TUNNELLED, host)
            status = 504 if isinstance(problem, TimedOut) else 502
            await _say_last(client, reply(status, f"tfmock gateway: {problem}", code="Unreachable"))

    async def _serve_proxied(self, client: socket.socket, request: ProxyRequest) -> None:
        if request.origin_head is not None:
            await self._to_tfmock(client, first=request.origin_head)
        else:
            await _say(client, _ESTABLISHED)
            inside = await asyncio.wait_for(peek(client, 1), HEAD_SECONDS)
            tls = self._contexts.default if inside[0] == _TLS_HANDSHAKE else None
            await self._to_tfmock(client, tls=tls)

    async def _to_tfmock(self, client: socket.socket, *, first: bytes = b"", tls: ssl.SSLContext | None = None) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._decided(task)
        try:
            far = await connect(self._plain, "tfmock", self.links.source(client))
        except Unreachable:
            return  # tfmock is stopping
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        with self.links.linked(client, far) as last_word:
            await splice(client, far, first=first, tls=tls, last_word=last_word, ending=self._stop)

    async def _tunnel(self, client: socket.socket, way: Way, client_is_local: bool) -> None:
        self._decided(asyncio.current_task())
        with self._tunnels.counted() as active, contextlib.ExitStack() as opened:
            far, first = await self._outbound.connect(way, client_is_local=client_is_local)
            opened.callback(far.close)  # also where the client is gone before anything is joined
            self.traffic.count(hosts.Route.TUNNELLED, way.request.target.host)
            if way.request.origin_head is None:
                await _say(client, _ESTABLISHED)
            await splice(client, far, first=first, active=active)


_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


async def _say(client: socket.socket, data: bytes) -> None:
    await asyncio.wait_for(asyncio.get_running_loop().sock_sendall(client, data), HEAD_SECONDS)


async def _say_last(client: socket.socket, data: bytes) -> None:
    """Says why and hangs up. What the client still sends is read first: closing on unread bytes resets the
    connection, and the client may lose the answer."""
    with contextlib.suppress(OSError, asyncio.TimeoutError):
        await _say(client, data)
        client.shutdown(socket.SHUT_WR)
        await asyncio.wait_for(_drain(client), _LINGER_SECONDS)


async def _drain(client: socket.socket) -> None:
    while await asyncio.get_running_loop().sock_recv(client, 65536):
        pass


async def _request_start(client: socket.socket) -> bytes:
    """Method, blank, and the first byte of the target: enough to tell a proxy request from a plain one."""
    start = bytearray()
    loop = asyncio.get_running_loop()
    while b" " not in start[:-1]:
        if len(start) >= _METHOD_BYTES:
            raise BadRequest("neither TLS nor HTTP")
        byte = await loop.sock_recv(client, 1)
        if not byte:
            raise EOFError
        start += byte
    return bytes(start)
