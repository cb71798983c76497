"""Text from outside, made fit to print: a terminal, a log or a CI runner must not take it for a command.

Both tools use it wherever a name, a path, a value or a message goes into text output.
"""

from __future__ import annotations

import re
from typing import Final

#: Characters that move a cursor, end a line, have no width, or turn the direction of text (bidirectional marks and
#: overrides), and halves of surrogate pairs, which cannot be encoded.
_UNSAFE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
#: GitHub reads a line that starts with ``::`` as a command, and ``##[`` anywhere in it; Azure reads ``##vso[``,
#: TeamCity ``##teamcity[``.
_COMMAND: Final = re.compile(r"^(\s*):(?=:)|#(?=#\[|#vso\[|#teamcity\[)", re.MULTILINE | re.IGNORECASE)
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: str) -> str:
    """The text as one line without control characters, and never a command of a CI runner.

    What cannot be printed stands there as a Python string would show it: ``\\n``, ``\\x1b``, ``\\u202e``.
    """
    return _without_commands(_UNSAFE.sub(_escaped, text))


def printable_lines(text: str) -> str:
    """The same for text of several lines: line ends and tabs stay, each line by itself is harmless."""
    return _without_commands(
        _UNSAFE.sub(lambda match: match[0] if match[0] in "\n\t" else _escaped(match), text.replace("\r\n", "\n"))
    )


def _without_commands(text: str) -> str:
    return _COMMAND.sub(lambda match: f"{match[1] or ''}\\x{ord(match[0][-1]):02x}", text)


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    if char in _SHORT:
        return _SHORT[char]
    return f"\\x{ord(char):02x}" if char <= "\xff" else f"\\u{ord(char):04x}"
