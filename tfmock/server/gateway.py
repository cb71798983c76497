"""One port for HTTPS, CONNECT and absolute-form proxy requests, and plain HTTP, told apart by their first bytes.

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
from tfmock.server.outbound import ListeningAddress, Outbound, OutboundRoute, RefusedDestinationError, connect
from tfmock.server.proxy import HEAD_SECONDS, BadProxyRequestError, ProxyRequest, parse_request, peek, read_head, reply
from tfmock.server.resolver import ResolverTimeoutError, UnreachableHostError, system_lookup
from tfmock.server.splice import no_delay, splice
from tfmock.server.tls import TlsContexts
from tfmock.server.tunnels import Tunnels, undecided_limit

log = logging.getLogger("tfmock")

_TLS_HANDSHAKE = 0x16  # first byte of a TLS record that starts a handshake
_METHOD_BYTES = 32
_STOP_SECONDS = 5.0
_LINGER_SECONDS = 1.0
_COUNTED_HOSTS = 1000


class Traffic:
    """Counts of connections by route and host. Written by the gateway's thread, read by any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[hosts.Route, Counter[str]] = {route: Counter() for route in hosts.Route}

    def count(self, route: hosts.Route, host: str) -> None:
        """Count one more connection to a host. Clients choose the names: beyond a limit they are counted together."""
        name = host.lower()
        with self._lock:
            counts = self._counts[route]
            counts[name if name in counts or len(counts) < _COUNTED_HOSTS else "(other)"] += 1

    def snapshot(self) -> Mapping[str, Mapping[str, int]]:
        """``{"served": {host: n}, "refused": {...}, "tunnelled": {...}}``, a copy."""
        with self._lock:
            return {route.value: dict(counter) for route, counter in self._counts.items()}


class Gateway:
    """The gateway's listener, in a daemon thread of the server's process."""

    def __init__(
        self,
        listener: socket.socket,
        plain: tuple[str, int],
        contexts: TlsContexts,
        environ: Mapping[str, str] = os.environ,
        policy: Policy | None = None,
    ) -> None:
        """A gateway that is not started yet.

        Args:
            listener: bound and listening; the gateway owns it from now on.
            plain: host and port of plain HTTP, where requests for tfmock are sent.
            contexts: TLS for tfmock's names.
            environ: names the proxy to use for foreign hosts (HTTPS_PROXY, NO_PROXY).
            policy: where clients may go; default: clients of other machines to public addresses only.
        """
        self.traffic = Traffic()
        self.connections = ConnectionRegistry()
        self._listener = listener
        # Resolved once, so that no connection to tfmock waits for DNS.
        self._plain_addresses = system_lookup(plain[0].strip("[]"), plain[1])
        self._contexts = contexts
        host, port = listener.getsockname()[:2]
        self._outbound = Outbound(environ, listening=ListeningAddress(host, plain[1], port), policy=policy or Policy())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="tfmock-gateway", daemon=True)
        self._stop = asyncio.Event()  # binds to the loop that first waits for it
        self._tasks: set[asyncio.Task[None]] = set()
        self._to_tfmock_tasks: set[asyncio.Task[None]] = set()  # those of them that lead to tfmock
        self._stop_patience = 0.0
        # Connections whose destination is not known yet, oldest first. Above the limit the oldest is closed, so that a
        # new one is accepted; connections to tfmock are limited by its server (http_server.Limits).
        self._undecided: dict[asyncio.Task[None], None] = {}
        self._undecided_limit = undecided_limit()
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
        self._stop_patience = patience
        if self._thread.is_alive():
            with contextlib.suppress(RuntimeError):  # the loop ended since is_alive
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
        for task in self._tasks - self._to_tfmock_tasks:
            task.cancel()
        if self._to_tfmock_tasks and self._stop_patience > 0:
            _, unfinished = await asyncio.wait(self._to_tfmock_tasks, timeout=self._stop_patience)
            if unfinished:
                log.warning(
                    "%d replies through the gateway were cut off: their clients did not read them", len(unfinished)
                )
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
            if len(self._undecided) >= self._undecided_limit:
                self._close_oldest_undecided()
            task = asyncio.create_task(self._serve(client))
            self._undecided[task] = None
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            task.add_done_callback(self._mark_decided)

    def _close_oldest_undecided(self) -> None:
        oldest = next(iter(self._undecided), None)
        if oldest is not None:
            oldest.cancel()
            self._mark_decided(oldest)

    def _mark_decided(self, task: asyncio.Task[None] | None) -> None:
        if task is not None:
            self._undecided.pop(task, None)

    async def _serve(self, client: socket.socket) -> None:
        """Serve one connection; nothing that a client does may end the gateway."""
        try:
            client.setblocking(False)
            no_delay(client)
            await self._sniff(client)
        except (OSError, EOFError, ssl.SSLError, asyncio.TimeoutError):
            pass  # the client left, or was too slow: no reply would reach it
        except BadProxyRequestError as problem:
            await _send_and_close(client, reply(400, f"tfmock gateway: {problem}", code="BadProxyRequest"))
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
            raise BadProxyRequestError("neither TLS nor HTTP")
        await self._serve_proxy_request(client, parse_request(await read_head(client, start)))

    async def _serve_proxy_request(self, client: socket.socket, request: ProxyRequest) -> None:
        host = request.target.host
        outbound: OutboundRoute | None = None
        client_is_local = is_local_peer(peer_address(client))
        try:
            route = hosts.route(host)
            if route is hosts.Route.REFUSED:
                raise RefusedDestinationError(
                    f"tfmock refuses {host}: it is Alibaba Cloud, or metadata, and tfmock does not serve it"
                )
            if route is hosts.Route.TUNNELLED:
                outbound = await self._outbound.choose_route(request, client_is_local=client_is_local)
            if outbound is None or outbound.to_tfmock:
                self.traffic.count(hosts.Route.SERVED, host)
                await self._serve_proxied(client, request)
            else:
                await self._tunnel(client, outbound, client_is_local)
        except RefusedDestinationError as problem:
            self.traffic.count(hosts.Route.REFUSED, host)
            await _send_and_close(client, reply(403, str(problem), code="Refused.ByTfmock"))
        except UnreachableHostError as problem:
            self.traffic.count(hosts.Route.TUNNELLED, host)
            status = 504 if isinstance(problem, ResolverTimeoutError) else 502
            await _send_and_close(client, reply(status, f"tfmock gateway: {problem}", code="Unreachable"))

    async def _serve_proxied(self, client: socket.socket, request: ProxyRequest) -> None:
        if request.origin_head is not None:
            await self._to_tfmock(client, first=request.origin_head)
        else:
            await _send(client, _ESTABLISHED)
            tunnelled = await asyncio.wait_for(peek(client, 1), HEAD_SECONDS)
            tls = self._contexts.default if tunnelled[0] == _TLS_HANDSHAKE else None
            await self._to_tfmock(client, tls=tls)

    async def _to_tfmock(self, client: socket.socket, *, first: bytes = b"", tls: ssl.SSLContext | None = None) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._mark_decided(task)
        try:
            upstream = await connect(self._plain_addresses, "tfmock", self.connections.source_address(client))
        except UnreachableHostError:
            return  # tfmock is stopping
        self._to_tfmock_tasks.add(task)
        task.add_done_callback(self._to_tfmock_tasks.discard)
        with self.connections.register(client, upstream) as on_client_eof:
            await splice(client, upstream, first=first, tls=tls, on_client_eof=on_client_eof, stopping=self._stop)

    async def _tunnel(self, client: socket.socket, outbound: OutboundRoute, client_is_local: bool) -> None:
        self._mark_decided(asyncio.current_task())
        with self._tunnels.register() as on_data, contextlib.ExitStack() as opened:
            upstream, first = await self._outbound.connect(outbound, client_is_local=client_is_local)
            opened.callback(upstream.close)  # also if the client is gone before the two are joined
            self.traffic.count(hosts.Route.TUNNELLED, outbound.request.target.host)
            if outbound.request.origin_head is None:
                await _send(client, _ESTABLISHED)
            await splice(client, upstream, first=first, on_data=on_data)


_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


async def _send(client: socket.socket, data: bytes) -> None:
    await asyncio.wait_for(asyncio.get_running_loop().sock_sendall(client, data), HEAD_SECONDS)


async def _send_and_close(client: socket.socket, data: bytes) -> None:
    """Send a reply and close. What the client still sends is read first: closing on unread bytes resets the
    connection, and the client may lose the reply."""
    with contextlib.suppress(OSError, asyncio.TimeoutError):
        await _send(client, data)
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
            raise BadProxyRequestError("neither TLS nor HTTP")
        byte = await loop.sock_recv(client, 1)
        if not byte:
            raise EOFError
        start += byte
    return bytes(start)
