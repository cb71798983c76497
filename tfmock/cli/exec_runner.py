"""`tfmock exec`: one command, a tfmock of its own around it, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tfmock.cli import control_client, exec_report, expect_reach
from tfmock.protocol.peers import connect_host
from tfmock.rulebook.expectation import Expectation
from tfmock.server import client_environment, server
from tfmock.server.signals import Signals
from tfmock.settings import Settings, SettingsError
from tfmock.terraform import kept_backend, kept_state
from tfmock.terraform.folder import KEEP, PRIVATE
from tfmock.terraform.problems import TerraformProblem
from tfmock.terraform.session import Session, session
from tfmock.text.printable import printable

NOT_FOUND = 127
NOT_EXECUTABLE = 126
UNREACHABLE = 1
CANNOT_BE_ASKED = 2
_RELAYED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def execute(
    settings: Settings,
    command: Sequence[str],
    *,
    quiet: bool = False,
    expected: Sequence[str] = (),
    backend: str = PRIVATE,
    keep_state: Path | None = None,
    app: server.AppFactory | None = None,
) -> int:
    """Runs a command against a private tfmock and returns its exit code (128+n when signal n ended it).

    The command inherits stdin, stdout and stderr; the report goes to stderr. SIGINT, SIGTERM and SIGHUP are
    relayed.

    Args:
        settings: its host and ports are not used; free loopback ports are.
        command: program and arguments.
        quiet: no report.
        expected: ``A:B`` pairs that must reach each other afterwards, else the exit code is 1 (2: no such end).
        backend: ``private`` (Terraform gets a state of its own) or ``keep`` (a remote backend is refused).
        keep_state: where the private state is copied to at the end.
        app: makes the WSGI application; default ``tfmock.app.create_app``.

    Raises:
        SettingsError: the private tfmock cannot be started (a seed file that cannot be read, say), or a state
            cannot be kept apart.
    """
    try:
        return _execute(settings, command, quiet, expected, backend, keep_state, app)
    except TerraformProblem as problem:
        raise SettingsError(str(problem)) from None


def _execute(
    settings: Settings,
    command: Sequence[str],
    quiet: bool,
    expected: Sequence[str],
    backend: str,
    keep_state: Path | None,
    app: server.AppFactory | None,
) -> int:
    wanted = [expect_reach.parse(text) for text in expected]
    if keep_state is not None:
        kept_state.check(keep_state)
    if backend == KEEP:
        kept_backend.check(Path.cwd(), os.environ)
    with Signals(*_RELAYED, signal.SIGCHLD) as signals, server.private_server(settings, app=app) as running:
        early = [each for each in signals.pending() if each in _RELAYED]
        if early:
            return 128 + early[0]
        environ = client_environment.environment(running.settings, bundle=running.bundle).applied(os.environ)
        with session(environ, backend=backend) as terraform:
            if not terraform.can_run:
                _say("tfmock: warning: no program runs in TMPDIR (noexec?): Terraform will refuse. Choose another.")
            try:
                # The same process group: the terminal stays the child's, `terraform apply` may ask for approval.
                child = subprocess.Popen(terraform.command(command, environ), env=terraform.environment(environ))
            except FileNotFoundError:
                _say(f"tfmock exec: {printable(command[0])}: command not found. Is it installed and in PATH?")
                return NOT_FOUND
            except OSError as error:
                _say(f"tfmock exec: {printable(command[0])}: {error.strerror}.")
                return NOT_EXECUTABLE
            code = _attend(child, signals)
            if not quiet:
                _report(running)
            kept = _keep(terraform, keep_state, quiet)
        if code == 0:
            verdicts = [_holds(running, each) for each in wanted]
            if None in verdicts:
                return CANNOT_BE_ASKED
            if False in verdicts or not kept:
                return UNREACHABLE
        return 128 - code if code < 0 else code


def _keep(terraform: Session, file: Path | None, quiet: bool) -> bool:
    """Says what becomes of Terraform's state; False where it could not be kept."""
    if file is None:
        if terraform.had_states and not quiet:
            _say("tfmock: Terraform's state was private to this exec and is gone with it (--keep-state FILE keeps it)")
        return True
    try:
        written = terraform.keep_states(file)
    except TerraformProblem as problem:
        _say(f"tfmock: {problem}")
        return False
    for path in written:
        _say(f"tfmock: Terraform's private state is in {printable(str(path))}")
    if not written:
        _say(f"tfmock: --keep-state {printable(str(file))}: no Terraform made a state")
    return True


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


def _holds(running: server.RunningServer, wanted: Expectation) -> bool | None:
    """Whether an expectation came true; what did not is said, with the piece that decided. None: it cannot be asked."""
    try:
        found = control_client.reach(
            connect_host(running.settings.host), running.settings.port, wanted.source, wanted.target, wanted.port,
            running.control_token,
        )  # fmt: skip
    except control_client.ControlError as problem:
        _say(f"tfmock: --expect-reach {wanted}: {problem}")
        return None
    good = found.reachable is not wanted.negated
    verb = "reaches" if found.reachable else "does not reach"
    _say(f"tfmock: {'ok' if good else 'FAILED'}: {wanted.source} {verb} {wanted.target}: {found.decisive.why}")
    return good


def _report(running: server.RunningServer) -> None:
    try:
        found = control_client.report(connect_host(running.settings.host), running.settings.port, running.control_token)
    except control_client.ControlError as problem:
        _say(f"tfmock: no report: {problem}")
        return
    for line in exec_report.lines(found):
        _say(f"tfmock: {line}")


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # nobody reads stderr any more
        print(printable(line), file=sys.stderr, flush=True)
