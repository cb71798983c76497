"""How commands print: text that is safe for a terminal and for CI runners, or the server's answer as JSON."""

from __future__ import annotations

import json
from typing import Final

import click

from tfmock.text.printable import printable

json_option: Final = click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")


def say(line: str) -> None:
    """Print one line that holds names, ids or messages from elsewhere. Style it only after :func:`printable`."""
    click.echo(printable(line))


def say_json(answer: object) -> None:
    """Print an answer for programs. JSON escapes control characters by itself; all but ASCII is escaped, too, since
    a terminal would take some of it for a change of direction."""
    click.echo(json.dumps(answer, indent=2))
