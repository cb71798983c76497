"""`tfmock exec`: runs one command with a tfmock of its own around it, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tfmock.cli import exec_report
from tfmock.control_api.client import ControlApiError, ControlClient
from tfmock.protocol.peers import connect_host
from tfmock.rulebook import expectation
from tfmock.rulebook.expectation import Expectation
from tfmock.rulebook.tracing import decisive_path
from tfmock.server import client_environment, server
from tfmock.server.signals import Signals
from tfmock.settings import Settings, SettingsError
from tfmock.terraform import backend_check, state_export
from tfmock.terraform.errors import TerraformError
from tfmock.terraform.session import Session, session
from tfmock.terraform.session_folder import KEEP, PRIVATE
from tfmock.text.printable import printable

NOT_FOUND = 127
NOT_EXECUTABLE = 126
UNREACHABLE = 1
INVALID_EXPECTATION = 2
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
    """Run a command against a private tfmock and return its exit code (128+n if signal n ended it).

    The command inherits stdin, stdout and stderr; the report goes to stderr. SIGINT, SIGTERM and SIGHUP are
    relayed.

    Args:
        settings: its host and ports are not used; free loopback ports are.
        command: program and arguments.
        quiet: no report.
        expected: ``A:B`` pairs that must reach each other afterwards, else the exit code is 1 (2: no such end).
        backend: ``private`` (Terraform gets a state of its own) or ``keep`` (a remote backend is refused).
        keep_state: where the private state is copied to at the end.
        app: creates the WSGI application; default ``tfmock.app.create_app``.

    Raises:
        SettingsError: the private tfmock cannot be started (a seed file that cannot be read, say), or a state
            cannot be kept apart.
    """
    run = _Run(
        command=command,
        quiet=quiet,
        expectations=[parse_expectation(text) for text in expected],
        backend=backend,
        keep_state=keep_state,
    )
    try:
        if keep_state is not None:
            state_export.check_target(keep_state)
        if backend == KEEP:
            backend_check.check_backend(Path.cwd(), os.environ)
        with Signals(*_RELAYED, signal.SIGCHLD) as signals, server.private_server(settings, app=app) as running:
            early = [number for number in signals.pending() if number in _RELAYED]
            return 128 + early[0] if early else run.execute(running, signals)
    except TerraformError as problem:
        raise SettingsError(str(problem)) from None


def parse_expectation(text: str) -> Expectation:
    """Parse ``A:B``, ``A:B:443`` or ``!A:B`` of ``--expect-reach``, with ids or names.

    Raises:
        SettingsError: the text is none of these.
    """
    try:
        return expectation.parse_expectation(text)
    except ValueError as error:
        raise SettingsError(f"--expect-reach {text}: {error}.") from None


@dataclass(frozen=True, kw_only=True)
class _Run:
    """One command, and what the user wants to know of it; see :func:`execute`."""

    command: Sequence[str]
    quiet: bool
    expectations: Sequence[Expectation]
    backend: str
    keep_state: Path | None

    def execute(self, running: server.RunningServer, signals: Signals) -> int:
        """Run the command; its exit code, or that of what failed afterwards."""
        environ = client_environment.environment(running.settings, bundle=running.bundle).applied(os.environ)
        client = ControlClient(connect_host(running.settings.host), running.settings.port, running.control_token)
        with session(environ, backend=self.backend) as terraform:
            if not terraform.can_run:
                _print_note(
                    "tfmock: warning: TMPDIR does not run programs (noexec?): Terraform will refuse. Use another."
                )
            try:
                # The same process group: the terminal stays the child's, `terraform apply` may ask for approval.
                child = subprocess.Popen(terraform.command(self.command, environ), env=terraform.environment(environ))
            except FileNotFoundError:
                _print_note(f"tfmock exec: {self.command[0]}: command not found. Is it installed and in PATH?")
                return NOT_FOUND
            except OSError as error:
                _print_note(f"tfmock exec: {self.command[0]}: {error.strerror}.")
                return NOT_EXECUTABLE
            code = _wait_for(child, signals)
            if not self.quiet:
                _print_report(client)
            state_is_kept = self._keep_state(terraform)
        return (128 - code if code < 0 else code) or self._check(client, state_is_kept)

    def _check(self, client: ControlClient, state_is_kept: bool) -> int:
        """The exit code where the command succeeded."""
        results = [_is_fulfilled(client, expected) for expected in self.expectations]
        if None in results:
            return INVALID_EXPECTATION
        return UNREACHABLE if False in results or not state_is_kept else 0

    def _keep_state(self, terraform: Session) -> bool:
        """Copy Terraform's state out if requested, and print what becomes of it; False if that failed."""
        file = self.keep_state
        if file is None:
            if terraform.had_states and not self.quiet:
                note = "Terraform's state was private to this exec and is gone with it (--keep-state FILE keeps it)"
                _print_note(f"tfmock: {note}")
            return True
        try:
            written = terraform.keep_states(file)
        except TerraformError as problem:
            _print_note(f"tfmock: {problem}")
            return False
        for path in written:
            _print_note(f"tfmock: Terraform's private state is in {path}")
        if not written:
            _print_note(f"tfmock: --keep-state {file}: no Terraform made a state")
        return True


def _wait_for(child: subprocess.Popen[bytes], signals: Signals) -> int:
    """Relay signals until the child has ended, which a signal reports, too (SIGCHLD)."""
    code = child.poll()
    while code is None:
        for number in signals.wait():
            # Ctrl-C in a terminal reaches the whole foreground group, the child included. Terraform takes a second
            # interrupt as the order to stop at once and leave its state as it is.
            if number in _RELAYED and not (number == signal.SIGINT and _is_in_foreground()):
                child.send_signal(number)
        code = child.poll()
    return code


def _is_in_foreground() -> bool:
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


def _is_fulfilled(client: ControlClient, expected: Expectation) -> bool | None:
    """Whether an expectation is fulfilled, printed with the resource that decided. None: it cannot be checked."""
    try:
        report = client.reach(expected.source, expected.target, port=expected.port)
    except ControlApiError as error:
        _print_note(f"tfmock: --expect-reach {expected}: {error}")
        return None
    decisive = decisive_path(report.there, report.back)
    is_good = report.reachable is not expected.negated
    verb = "reaches" if report.reachable else "does not reach"
    mark = "ok" if is_good else "FAILED"
    _print_note(f"tfmock: {mark}: {expected.source} {verb} {expected.target}: {decisive.why}")
    return is_good


def _print_report(client: ControlClient) -> None:
    try:
        report = client.report()
    except ControlApiError as error:
        _print_note(f"tfmock: no report: {error}")
        return
    for line in exec_report.lines(report):
        _print_note(f"tfmock: {line}")


def _print_note(line: str) -> None:
    with contextlib.suppress(OSError):  # the reader of stderr is gone
        print(printable(line), file=sys.stderr, flush=True)
