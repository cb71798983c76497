"""Standard input, output and error of a run."""

from __future__ import annotations

import io
import os
import sys

from hcl_lint.cli.errors import CommandError
from hcl_lint.source.files import MAX_BYTES
from tfmock.text.printable import printable


def prepare_streams() -> None:
    """Make standard output and error fit for names and texts of any kind.

    Raises:
        CommandError: standard output is closed.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (open until the end of the run)
    if sys.stdout is None:
        raise CommandError("standard output is closed; send it to /dev/null if it is not wanted")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def read_standard_input() -> bytes:
    """Standard input, up to one byte more than a file may have.

    Raises:
        CommandError: it is closed.
    """
    if sys.stdin is None:
        raise CommandError("standard input is closed, and - means to read it")
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def print_error(message: str) -> None:
    """One line on standard error, after what was printed before it."""
    sys.stdout.flush()
    print(f"hcl-lint: {printable(message)}", file=sys.stderr)
