"""`tfmock exec`: one command, a tfmock of its own around it, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from types import FrameType

from tfmock.doors import control, env, report, server
from tfmock.settings import Settings

NOT_FOUND = 127
NOT_EXECUTABLE = 126
_RELAYED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def execute(
    settings: Settings, command: Sequence[str], *, quiet: bool = False, app: server.AppFactory | None = None
) -> int:
    """Runs a command against a private tfmock and returns its exit code (128+n when signal n ended it).

    The command inherits stdin, stdout and stderr; the report goes to stderr. SIGINT, SIGTERM and SIGHUP are
    relayed.

    Args:
        settings: its host and ports are not used; free loopback ports are.
        command: program and arguments.
        quiet: no report.
        app: makes the WSGI application; default ``tfmock.app.create_app``.

    Raises:
        SettingsError: the private tfmock cannot be started (a seed file that cannot be read, say).
    """
    with _Relay() as relay, server.private(settings, app=app) as running:
        if relay.received:
            return 128 + relay.received
        environ = env.environment(running.settings, bundle=running.bundle).applied(os.environ)
        try:
            # The same process group: the terminal stays the child's, `terraform apply` may ask for approval.
            child = subprocess.Popen(list(command), env=environ)
        except FileNotFoundError:
            _say(f"tfmock exec: {command[0]}: command not found. Is it installed and in PATH?")
            return NOT_FOUND
        except OSError as error:
            _say(f"tfmock exec: {command[0]}: {error.strerror}.")
            return NOT_EXECUTABLE
        relay.to(child)
        code = child.wait()
        if not quiet:
            _report(running)
        return 128 - code if code < 0 else code


class _Relay:
    """Signals go to the child; what comes before there is one is kept for it."""

    def __init__(self) -> None:
        self.received = 0
        self._child: subprocess.Popen[bytes] | None = None
        self._before: dict[int, signal._HANDLER] = {}

    def __enter__(self) -> _Relay:
        self._before = {each: signal.signal(each, self._on_signal) for each in _RELAYED}
        return self

    def __exit__(self, *_: object) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)

    def to(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        if self.received:
            child.send_signal(self.received)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        self.received = number
        # Ctrl-C in a terminal reaches the whole foreground group, the child included. Terraform takes a second
        # interrupt as the order to stop at once and leave its state as it is.
        if self._child is not None and not (number == signal.SIGINT and _in_foreground()):
            self._child.send_signal(number)


def _in_foreground() -> bool:
    with contextlib.suppress(OSError), _terminal() as terminal:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    return False


@contextlib.contextmanager
def _terminal() -> Iterator[int]:
    terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    try:
        yield terminal
    finally:
        os.close(terminal)


def _report(running: server.Running) -> None:
    try:
        found = control.report(server.reach(running.settings.host), running.settings.port)
    except control.ControlError as problem:
        _say(f"tfmock: no report: {problem}")
        return
    for line in report.lines(found):
        _say(f"tfmock: {line}")


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # nobody reads stderr any more
        print(line, file=sys.stderr, flush=True)
