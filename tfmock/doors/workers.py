"""More processes behind one port: ``tfmock serve --workers N``, for worlds kept in Redis.

Each worker is a tfmock of its own on the listener that the first process bound; the kernel hands each connection to
one of them. A worker ends when its standard input does, so that none outlives the first process, however that ends.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import socket
import subprocess
import sys

from tfmock.settings import Settings, SettingsError

_READY = b"ready\n"
_STOP_SECONDS = 8.0


class Workers:
    """The processes besides this one. They are started at once, and ready when the constructor returns."""

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        """
        Raises:
            SettingsError: a worker could not start.
        """
        self._processes: list[subprocess.Popen[bytes]] = []
        with contextlib.ExitStack() as undo:
            undo.callback(self.stop)
            for _ in range(settings.workers - 1):
                self._processes.append(_spawn(settings, listener))
            for process in self._processes:
                assert process.stdout is not None
                said = process.stdout.readline()
                if said != _READY:
                    raise SettingsError(said.decode().strip() or "a worker ended before it was ready; see its output.")
            undo.pop_all()

    def stop(self) -> None:
        """Ends them; requests under way are finished first. May be called twice."""
        for process in self._processes:
            assert process.stdin is not None
            with contextlib.suppress(OSError):
                process.stdin.close()
        for process in self._processes:
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _spawn(settings: Settings, listener: socket.socket) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "tfmock.doors.workers", str(listener.fileno())]
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(listener.fileno(),))
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):  # it says why on its standard output
        pickle.dump(settings, process.stdin)  # not JSON, which would mask the secrets
        process.stdin.flush()
    return process


def _work(descriptor: int) -> None:
    """A worker's whole life."""
    from tfmock.app import create_app
    from tfmock.doors.granian_thread import GranianThread

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the first process ends us
    settings = pickle.load(sys.stdin.buffer)
    try:
        application = create_app(settings)
    except SettingsError as problem:
        print(str(problem).splitlines()[0], flush=True)
        sys.exit(2)
    server = GranianThread(socket.socket(fileno=descriptor))
    server.start(application)
    sys.stdout.buffer.write(_READY)
    sys.stdout.flush()
    sys.stdin.buffer.read()
    server.stop()


if __name__ == "__main__":
    _work(int(sys.argv[1]))
