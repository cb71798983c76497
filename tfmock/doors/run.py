"""`tfmock exec`: one command, a tfmock of its own around it, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence

from tfmock.doors import control, env, expect, report, server
from tfmock.doors.signals import Signals
from tfmock.rulebook.expectation import Expectation
from tfmock.settings import Settings

NOT_FOUND = 127
NOT_EXECUTABLE = 126
UNREACHABLE = 1
_RELAYED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def execute(
    settings: Settings,
    command: Sequence[str],
    *,
    quiet: bool = False,
    expected: Sequence[str] = (),
    app: server.AppFactory | None = None,
) -> int:
    """Runs a command against a private tfmock and returns its exit code (128+n when signal n ended it).

    The command inherits stdin, stdout and stderr; the report goes to stderr. SIGINT, SIGTERM and SIGHUP are
    relayed.

    Args:
        settings: its host and ports are not used; free loopback ports are.
        command: program and arguments.
        quiet: no report.
        expected: ``A:B`` pairs that must reach each other afterwards, else the exit code is 1.
        app: makes the WSGI application; default ``tfmock.app.create_app``.

    Raises:
        SettingsError: the private tfmock cannot be started (a seed file that cannot be read, say).
    """
    wanted = [expect.parse(text) for text in expected]
    with Signals(*_RELAYED, signal.SIGCHLD) as signals, server.private(settings, app=app) as running:
        early = [each for each in signals.pending() if each in _RELAYED]
        if early:
            return 128 + early[0]
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
        code = _attend(child, signals)
        if not quiet:
            _report(running)
        broken = [each for each in wanted if code == 0 and not _holds(running, each)]
        if broken:
            return UNREACHABLE
        return 128 - code if code < 0 else code


def _attend(child: subprocess.Popen[bytes], signals: Signals) -> int:
    """Relays signals until the child has ended, which is told by a signal, too (SIGCHLD)."""
    code = child.poll()
    while code is None:
        for each in signals.wait():
            # Ctrl-C in a terminal reaches the whole foreground group, the child included. Terraform takes a second
            # interrupt as the order to stop at once and leave its state as it is.
            if each in _RELAYED and not (each == signal.SIGINT and _in_foreground()):
                child.send_signal(each)
        code = child.poll()
    return code


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


def _holds(running: server.Running, wanted: Expectation) -> bool:
    """Whether an expectation came true; what did not is said, with the piece that decided."""
    try:
        found = control.reach(
            server.reach(running.settings.host), running.settings.port, wanted.source, wanted.target, wanted.port
        )
    except control.ControlError as problem:
        _say(f"tfmock: --expect-reach {wanted}: {problem}")
        return False
    good = found.reachable is not wanted.negated
    verb = "reaches" if found.reachable else "does not reach"
    _say(f"tfmock: {'ok' if good else 'FAILED'}: {wanted.source} {verb} {wanted.target}: {found.decisive.why}")
    return good


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
