"""A WSGI server in threads of this process that slow clients cannot stop.

How it keeps answering:

- A thread reads what a connection has, without blocking, and goes on to the next connection. The application is called
  only once a request is whole, body included, so a client that sends half a request holds some bytes and no thread.
- Replies are sent without blocking, too; what a client does not take yet waits in memory until its socket has room.
- Every connection has a deadline (:class:`Limits`), and there is a limit to their number. Above it the one that has
  been idle longest is closed, so that a new one is always accepted.
- If all threads are taken by handlers that wait (a fault rule's latency, a world's lock), threads are added. There may
  be more threads than connections; near the limit the last threads answer only health checks, and other calls with 503.

Measured against granian, which reads bodies inside of its worker threads: docs/decisions/0002.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tfmock.server.descriptors import share
from tfmock.server.http_connection import Connection, Wait, only_health
from tfmock.server.poller import Poller
from tfmock.server.process_exit import ABANDONED

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger("tfmock")

_TICK_SECONDS: Final = 1.0
_CROWDED_SECONDS: Final = 0.02
_FULL_SECONDS: Final = 0.05
_STOP_SECONDS = 5.0
_ADDED_THREADS: Final = 8
_ACCEPTS_IN_A_ROW: Final = 64
#: Of the most threads that there may be, those that only answer health checks.
_SPARE_THREADS: Final = 16


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits on what clients use.

    Attributes:
        connections: open at once; above it the longest idle one is closed.
        threads: at the start, and at most. A connection takes no more than one, so there are more of them than
            connections; idle ones cost some 30 kB each.
        head_seconds, body_seconds: without a byte of an unfinished head or body.
        idle_seconds: between two requests. Go's clients keep a connection for 90 s and cannot repeat a POST on one that
            was closed meanwhile, so it is longer than that.
        write_seconds: without taking a byte of a reply.
        buffered: bytes of unfinished requests and of replies not taken yet, of all connections together. Above it the
            largest are closed.
    """

    connections: int = 512
    threads: tuple[int, int] = (16, 512 + _SPARE_THREADS)
    head_seconds: float = 30.0
    body_seconds: float = 30.0
    idle_seconds: float = 100.0
    write_seconds: float = 30.0
    buffered: int = 256 * 1024 * 1024

    def within_descriptors(self) -> int:
        """Connections that this process can have: a connection through the gateway takes three descriptors."""
        return share(self.connections, least=8, parts=4)


class HttpServer:
    """A started or stopped server; nothing here touches the process's signals."""

    def __init__(self, listener: socket.socket, limits: Limits | None = None) -> None:
        """A server that is not started yet.

        Args:
            listener: bound and listening; owned by the server from now on.
            limits: what clients may use.
        """
        self._listener = listener
        self._name = f"tfmock-http {id(self):x}"
        self._limits = limits or Limits()
        self._connection_limit = self._limits.within_descriptors()
        least, most = self._limits.threads
        self._application_threads = max(least, most - _SPARE_THREADS)
        self._poller = Poller()
        self._connections: dict[int, Connection] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._crowded = threading.Event()
        self._all_idle = threading.Condition(self._lock)
        self._busy = self._threads = self._finished = 0
        self._closed = False
        self._wake_reader, self._wake_writer = socket.socketpair()

    def start(self, application: WSGIApplication) -> None:
        """Returns at once; connections made before the threads run wait in the listener's queue."""
        self._application = application
        self._health_only = only_health(application)
        self._listener.setblocking(False)
        self._poller.add(self._listener.fileno())
        self._poller.add(self._wake_reader.fileno())
        for _ in range(self._limits.threads[0]):
            self._add_thread()
        threading.Thread(target=self._watch, name="tfmock-http-watch", daemon=True).start()

    def stop(self) -> bool:
        """Finishes the requests under way and sends their replies (at most five seconds), then closes. May be called
        twice.

        Returns:
            Whether all of them ended.
        """
        self._stopping.set()
        self._crowded.set()
        with self._lock:
            if self._closed:
                return self._busy == 0
            self._closed = True
            self._all_idle.wait_for(lambda: self._busy == 0 and not self._unsent(), _STOP_SECONDS)
            ended = self._busy == 0
            if unsent := self._unsent():
                log.warning("%d replies were cut off: their clients did not read them in %g s", unsent, _STOP_SECONDS)
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()
            self._listener.close()
            started = self._threads > 0
        self._wake_writer.close()  # the reader stays readable: each thread wakes, wakes the next and ends
        if not started:
            self._wake_reader.close()
            self._poller.close()
        if not ended:
            for thread in threading.enumerate():
                if thread.name == self._name:
                    thread.name = ABANDONED
        return ended

    def _unsent(self) -> int:
        """Number of replies that are not sent completely; called with the lock."""
        return sum(connection.sending for connection in self._connections.values())

    def _add_thread(self) -> None:
        # A daemon: a handler that never returns must not keep the process from ending.
        thread = threading.Thread(target=self._work, name=self._name, daemon=True)
        self._threads += 1
        try:
            thread.start()
        except RuntimeError:
            self._threads -= 1
            raise

    def _work(self) -> None:
        while True:
            for descriptor in self._poller.wait():
                if descriptor == self._wake_reader.fileno():
                    self._poller.await_readable(descriptor)  # wakes the next thread
                    self._end_thread()
                    return
                connection = self._connections.get(descriptor)
                if self._stopping.is_set() and (connection is None or not connection.sending):
                    continue
                if descriptor == self._listener.fileno():
                    self._accept()
                    continue
                if connection is not None:
                    self._serve(connection)

    def _end_thread(self) -> None:
        with self._lock:
            self._threads -= 1
            if self._threads == 0:
                self._poller.close()
                self._wake_reader.close()

    def _accept(self) -> None:
        try:
            for _ in range(_ACCEPTS_IN_A_ROW):
                sock, address = self._listener.accept()
                sock.setblocking(False)
                if sock.family in (socket.AF_INET, socket.AF_INET6):
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection = Connection(sock, str(address[0]))
                connection.deadline = time.monotonic() + self._limits.head_seconds
                with self._lock:
                    if self._closed:
                        connection.close()
                        return
                    if len(self._connections) >= self._connection_limit:
                        self._reclaim()
                    self._connections[sock.fileno()] = connection
                    self._poller.add(sock.fileno())
        except BlockingIOError:
            pass
        except OSError:  # no descriptor is free, or the client left the queue
            with self._lock:
                reclaimed = self._reclaim()
            if not reclaimed:  # the listener stays readable: without a pause this would be a busy loop
                self._stopping.wait(_FULL_SECONDS)
        finally:
            with self._lock:
                if not self._closed:
                    self._poller.await_readable(self._listener.fileno())

    def _reclaim(self) -> bool:
        """Close the connection that has been idle longest; whether there was one. Called with the lock."""
        idle = [connection for connection in self._connections.values() if not connection.busy]
        if idle:
            self._drop(min(idle, key=lambda connection: connection.last_active))
        return bool(idle)

    def _drop(self, connection: Connection) -> None:
        """Close a connection. Called with the lock, and while no thread serves it. A thread that has got its event but
        not the lock finds it gone, or another connection with this descriptor, which has nothing to read yet."""
        self._connections.pop(connection.descriptor, None)
        connection.close()

    def _serve(self, connection: Connection) -> None:
        """Serve what a connection has received. No other thread sees it until it is armed again."""
        with self._lock:
            if connection.busy or self._connections.get(connection.descriptor) is not connection:
                return
            connection.busy = True
            self._busy += 1
            busy = self._busy
            if busy == self._threads:
                self._crowded.set()
        wait = Wait.CLOSED
        try:
            wait = connection.proceed(
                self._application if busy <= self._application_threads else self._health_only, self._stopping.is_set
            )
        except OSError:
            pass  # the client left: no reply would reach it
        except Exception:
            log.exception("bug: a connection could not be served")
        with self._lock:
            self._finished += 1
            self._busy -= 1
            connection.busy = False
            if wait is Wait.CLOSED or (self._closed and not connection.sending):
                self._drop(connection)
            if self._stopping.is_set():
                self._all_idle.notify_all()
            if self._connections.get(connection.descriptor) is not connection:
                return
            now = time.monotonic()
            connection.last_active = now
            connection.deadline = now + self._seconds_allowed(connection, wait)
            if wait is Wait.WRITABLE:
                self._poller.await_writable(connection.descriptor)
            else:
                self._poller.await_readable(connection.descriptor)

    def _seconds_allowed(self, connection: Connection, wait: Wait) -> float:
        if wait is Wait.WRITABLE or connection.lingering:
            return self._limits.write_seconds
        if connection.parser.in_body:
            return self._limits.body_seconds
        return self._limits.head_seconds if connection.parser.unfinished else self._limits.idle_seconds

    def _watch(self) -> None:
        """Add threads while all of them wait in handlers, and close connections past their deadline."""
        tick = time.monotonic() + _TICK_SECONDS
        while not self._stopping.is_set():
            if self._crowded.wait(max(0.0, tick - time.monotonic())):
                self._crowded.clear()
                self._grow()
            if time.monotonic() >= tick:
                self._sweep()
                tick = time.monotonic() + _TICK_SECONDS

    def _grow(self) -> None:
        """Add threads while all are taken and none finishes."""
        while self._busy >= self._threads < self._limits.threads[1]:
            before = self._finished
            if self._stopping.wait(_CROWDED_SECONDS):
                return
            with self._lock:
                if self._closed or self._busy < self._threads or self._finished != before:
                    return
                try:
                    for _ in range(_ADDED_THREADS):
                        self._add_thread()
                except RuntimeError as error:  # ulimit -u, or a container's limit
                    log.warning("no more threads for waiting calls: %s", error)
                    return

    def _sweep(self) -> None:
        now = time.monotonic()
        with self._lock:
            waiting = [connection for connection in self._connections.values() if not connection.busy]
            for connection in waiting:
                if connection.deadline < now:
                    self._drop(connection)
            held = sum(connection.held for connection in waiting)
            for connection in sorted(waiting, key=lambda connection: connection.held, reverse=True):
                if held <= self._limits.buffered:
                    break
                held -= connection.held
                self._drop(connection)
