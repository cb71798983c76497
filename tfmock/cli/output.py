"""How commands print: text that is safe for a terminal and for CI runners, or the server's answer as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from tfmock.text.printable import printable

if TYPE_CHECKING:
    from tfmock.control_api.models import Reply

json_option: Final = click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")


def print_line(line: str) -> None:
    """Print one line that holds names, ids or messages from outside. Style it only after :func:`printable`."""
    click.echo(printable(line))


def print_json(answer: Reply | object) -> None:
    """Print a reply or another value for programs. JSON escapes control characters by itself; all but ASCII is escaped,
    too, since a terminal would take some of it for a change of direction."""
    dump = getattr(answer, "model_dump", None)  # not isinstance: it would import pydantic for every command
    click.echo(json.dumps(dump(mode="json", exclude_none=True) if dump is not None else answer, indent=2))
