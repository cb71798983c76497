"""Recorded calls as a pytest file that makes them again and compares every answer."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from tfmock.recording.record import Record

_FILE = '''"""{count} recorded calls: made again in process, every answer compared. Written by tfmock {version}."""

from tfmock.testing.replay import verify

# One call a line, as in a recording (docs/control.md). No secrets are in it.
CALLS = r"""
{lines}
"""


def test_recorded_calls() -> None:
    assert verify(CALLS.splitlines()) == []
'''


#: A whole escape: of a text that ends in a backslash, the second one does not escape the quote behind it.
_ESCAPE: Final = re.compile(r"\\.")


def source(records: Sequence[Record], version: str) -> str:
    """The file's text. Quotes in the data are written as escapes, so that no text can end the literal."""
    lines = "\n".join(_ESCAPE.sub(_without_quote, json.dumps(record)) for record in records)
    return _FILE.format(count=len(records), version=version, lines=lines)


def _without_quote(match: re.Match[str]) -> str:
    return "\\u0022" if match.group() == '\\"' else match.group()
