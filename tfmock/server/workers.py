"""More processes behind one port: ``tfmock serve --workers N``, for worlds kept in Redis.

Each worker is a tfmock of its own on the listener that the first process bound; the kernel hands each connection to
one of them. A worker ends when its standard input does, so that none outlives the first process, however that ends.
One that ends by itself (the kernel kills it, say) is started again.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import socket
import subprocess
import sys
import threading

from tfmock.server import child
from tfmock.server.ending import end_process
from tfmock.server.log import make_log_printable
from tfmock.settings import Settings, SettingsError
from tfmock.text.printable import printable

_READY = b"ready\n"
_STOP_SECONDS = 8.0
#: Before a worker is started again: one that ends at once must not keep the machine busy.
_PAUSE_SECONDS = 0.5


class Workers:
    """The processes besides this one. They are started at once, and ready when the constructor returns."""

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        """
        Raises:
            SettingsError: a worker could not start.
        """
        self._settings = settings
        self._listener = listener.dup()  # the server takes the one given to pieces
        self._processes: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        with contextlib.ExitStack() as undo:
            undo.callback(self.stop)
            for _ in range(settings.workers - 1):
                self._processes.append(_spawn(settings, self._listener))
            for process in self._processes:
                _await_ready(process)
            undo.pop_all()
        for place in range(len(self._processes)):
            threading.Thread(target=self._keep, args=(place,), name=f"tfmock worker {place + 1}", daemon=True).start()

    def _keep(self, place: int) -> None:
        """Start another where a worker ends that nobody stopped."""
        while True:
            gone = self._processes[place]
            code = gone.wait()
            if self._stopping.wait(_PAUSE_SECONDS):
                return
            _say(f"worker {gone.pid} {f'was killed by signal {-code}' if code < 0 else f'ended with {code}'}")
            with self._lock:
                if self._stopping.is_set():
                    return
                self._processes[place] = _spawn(self._settings, self._listener)
            try:
                _await_ready(self._processes[place])
            except SettingsError as problem:
                if not self._stopping.is_set():
                    _say(f"it could not be started again, the others go on: {problem}")
                return
            _say(f"worker {self._processes[place].pid} is in its place")

    def begin_stop(self) -> None:
        """Tells them to end; returns at once."""
        with self._lock:
            self._stopping.set()
        for process in self._processes:
            assert process.stdin is not None
            with contextlib.suppress(OSError):
                process.stdin.close()

    def stop(self) -> None:
        """Ends them; requests under way are finished first. May be called twice."""
        self.begin_stop()
        for process in self._processes:
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._listener.close()


def _spawn(settings: Settings, listener: socket.socket) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        child.command(__name__, str(listener.fileno())), env=child.environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(listener.fileno(),),
    )  # fmt: skip
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):  # it says why on its standard output
        pickle.dump(settings, process.stdin)  # not JSON, which would mask the secrets
        process.stdin.flush()
    return process


def _await_ready(process: subprocess.Popen[bytes]) -> None:
    """
    Raises:
        SettingsError: it could not start.
    """
    assert process.stdout is not None
    said = process.stdout.readline()
    if said != _READY:
        raise SettingsError(said.decode().strip() or "a worker ended before it was ready; see its output.")


def _say(what: str) -> None:
    print(printable(f"tfmock: {what}"), file=sys.stderr, flush=True)


def _work(descriptor: int) -> None:
    from tfmock.app import create_app
    from tfmock.server.connections import around_in_worker
    from tfmock.server.http_server import HttpServer

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the first process ends us
    make_log_printable()
    settings = pickle.load(sys.stdin.buffer)
    try:
        application = create_app(settings)
    except SettingsError as problem:
        print(str(problem).splitlines()[0], flush=True)
        sys.exit(2)
    listener = socket.socket(fileno=descriptor)
    server = HttpServer(listener)
    server.start(around_in_worker(application, listener))
    sys.stdout.buffer.write(_READY)
    sys.stdout.flush()
    sys.stdin.buffer.read()
    server.stop()
    end_process(0)


def main(arguments: list[str]) -> None:
    """A worker's whole life; the one argument is the listener's descriptor."""
    _work(int(arguments[0]))
