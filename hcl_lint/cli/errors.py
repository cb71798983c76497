"""Why a command cannot run: one line on standard error and exit code 2."""

from __future__ import annotations

import sys
from typing import IO, Any, ClassVar

import click


class CommandError(click.ClickException):
    """A command that cannot run; the message says why and what to do."""

    exit_code: ClassVar[int] = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message; nothing where standard error is closed."""
        from tfmock.text.printable import printable

        if sys.stderr is not None:  # click would print to standard output in its place
            click.echo(f"hcl-lint: {printable(self.message)}", file=file, err=True)
