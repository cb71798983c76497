"""granian's WSGI server in threads of this process, on a socket that is already bound.

granian itself runs each worker in a child process: two interpreters, a fork, and a state that the gateway could
not share (docs/decisions/0002 has the numbers). Its threaded server is meant for interpreters without a GIL,
but needs nothing of them: the Rust side takes the GIL for each call, as it does in a worker process.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.log import LogLevels
from granian.server.mt import MTServer, WorkerThread

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Python code holds the GIL: threads beyond a few only wait. Calls that a fault rule delays wait in them, and must
# not hold up the others: Terraform makes ten at a time. 16 instead of 4 cost no measurable throughput.
_BLOCKING_THREADS = 16
# Requests taken from the sockets and not yet answered; more wait in the kernel.
_BACKPRESSURE = 256
_STOP_SECONDS = 5

# granian logs to stdout, which belongs to the command that `tfmock exec` runs.
_LOG_TO_STDERR = {
    "handlers": {
        name: {"formatter": "generic", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
        for name in ("console", "access")
    }
}


class GranianThread(MTServer):
    """A started or stopped server; nothing here touches the process's signals."""

    def __init__(self, listener: socket.socket) -> None:
        """Args:
        listener: bound and listening; owned by the server from now on.
        """
        host, port = listener.getsockname()[:2]
        super().__init__(
            "tfmock",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            blocking_threads=_BLOCKING_THREADS,
            runtime_mode=RuntimeModes.mt,
            http=HTTPModes.http1,
            websockets=False,
            backpressure=_BACKPRESSURE,
            log_level=LogLevels.error,
            log_dictconfig=_LOG_TO_STDERR,
            workers_kill_timeout=_STOP_SECONDS,
        )
        self._listener = listener

    def start(self, application: WSGIApplication) -> None:
        """Returns at once; connections made before the threads run wait in the listener's queue."""
        # The holder closes the descriptor with the last worker. granian's stubs leave its constructor out.
        self._shd = SocketHolder(self._listener.detach(), False, self.backlog)  # type: ignore[call-arg,assignment]
        self._spawn_workers(self._spawn_wsgi_worker, application)  # type: ignore[no-untyped-call]

    def _spawn_worker(  # type: ignore[override]  # granian's own threads take no socket_loader either
        self, idx: int, target: object, callback_loader: object
    ) -> WorkerThread:
        worker: WorkerThread = super()._spawn_worker(idx, target, callback_loader)
        # A handler that never returns must not keep the process from ending; and nobody watches a worker that ends.
        worker.inner.daemon = True
        worker._watch = lambda: None  # type: ignore[method-assign]
        return worker

    def stop(self) -> None:
        """Finishes the requests under way (at most five seconds), then closes. May be called twice."""
        self._stop_workers()  # type: ignore[no-untyped-call]
        self._listener.close()
