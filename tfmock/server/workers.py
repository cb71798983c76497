"""More processes behind one port: ``tfmock serve --workers N``, for worlds in Redis.

Each worker is a tfmock of its own on the listener that the first process bound; the kernel hands each connection to
one of them. A worker ends when its standard input is closed, so that none outlives the first process.
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

from tfmock.server import python_process
from tfmock.server.log import make_log_printable
from tfmock.server.process_exit import exit_now
from tfmock.settings import Settings, SettingsError
from tfmock.text.printable import printable

_READY = b"ready\n"
_STOP_SECONDS = 8.0
#: Before a worker is started again: one that ends at once must not keep the machine busy.
_PAUSE_SECONDS = 0.5


class Workers:
    """The processes besides this one. They are started at once, and ready when the constructor returns."""

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        """Start them.

        Raises:
            SettingsError: a worker could not start.
        """
        self._settings = settings
        self._listener = listener.dup()  # the server closes the original
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
            threading.Thread(
                target=self._supervise, args=(place,), name=f"tfmock worker {place + 1}", daemon=True
            ).start()

    def _supervise(self, index: int) -> None:
        """Restart a worker that ends without being stopped."""
        while True:
            process = self._processes[index]
            code = process.wait()
            if self._stopping.wait(_PAUSE_SECONDS):
                return
            _print_note(f"worker {process.pid} {f'was killed by signal {-code}' if code < 0 else f'ended with {code}'}")
            with self._lock:
                if self._stopping.is_set():
                    return
                self._processes[index] = _spawn(self._settings, self._listener)
            try:
                _await_ready(self._processes[index])
            except SettingsError as problem:
                if not self._stopping.is_set():
                    _print_note(f"it could not be restarted; the others continue: {problem}")
                return
            _print_note(f"worker {self._processes[index].pid} replaces it")

    def begin_stop(self) -> None:
        """Tell them to end; returns at once."""
        with self._lock:
            self._stopping.set()
        for process in self._processes:
            assert process.stdin is not None
            with contextlib.suppress(OSError):
                process.stdin.close()

    def stop(self) -> None:
        """End them; requests under way are finished first. May be called twice."""
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
        python_process.command(__name__, str(listener.fileno())), env=python_process.environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(listener.fileno(),),
    )  # fmt: skip
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):  # it has ended, and its standard output says why
        pickle.dump(settings, process.stdin)  # not JSON, which would mask the secrets
        process.stdin.flush()
    return process


def _await_ready(process: subprocess.Popen[bytes]) -> None:
    """Wait until a worker has started.

    Raises:
        SettingsError: it could not start.
    """
    assert process.stdout is not None
    line = process.stdout.readline()
    if line != _READY:
        raise SettingsError(line.decode().strip() or "a worker ended before it was ready; see its output.")


def _print_note(text: str) -> None:
    print(printable(f"tfmock: {text}"), file=sys.stderr, flush=True)


def _work(descriptor: int) -> None:
    from tfmock.app import create_app
    from tfmock.server.connections import identify_clients_in_worker
    from tfmock.server.http_server import HttpServer

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the first process ends its workers
    make_log_printable()
    settings = pickle.load(sys.stdin.buffer)
    try:
        application = create_app(settings)
    except SettingsError as problem:
        print(str(problem).splitlines()[0], flush=True)
        sys.exit(2)
    listener = socket.socket(fileno=descriptor)
    server = HttpServer(listener)
    server.start(identify_clients_in_worker(application, listener))
    sys.stdout.buffer.write(_READY)
    sys.stdout.flush()
    sys.stdin.buffer.read()
    server.stop()
    exit_now(0)


def main(arguments: list[str]) -> None:
    """Run a worker until its input is closed; the argument is the listener's descriptor."""
    _work(int(arguments[0]))
