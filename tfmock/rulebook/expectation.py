"""``--expect-reach A:B``: what somebody says of a network; tfmock asks the living one, hcl-lint the written one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tfmock.rulebook.access import Packet

#: A colon that is not in quotes: ``alicloud_vswitch.a["x:y"]`` has none.
_COLON: Final = re.compile(r':(?=(?:[^"]*"[^"]*")*[^"]*$)')


@dataclass(frozen=True, slots=True)
class Expectation:
    """``source`` reaches ``target`` and hears the answer (tcp to ``port``, or a ping), or must not."""

    source: str
    target: str
    port: int | None
    negated: bool
    text: str

    @property
    def packet(self) -> Packet:
        """What is sent."""
        return Packet("tcp", self.port) if self.port else Packet()

    def __str__(self) -> str:
        return self.text


def parse_expectation(text: str) -> Expectation:
    """Read ``A:B``, ``A:B:443`` or ``!A:B``.

    Raises:
        ValueError: it is none of these; the message says what would be right.
    """
    negated = text.startswith("!")
    parts = _COLON.split(text.removeprefix("!"))
    source, target, port = (*parts, "", "")[:3] if len(parts) <= 3 else ("", "", "")
    if not source or not target or (port and not (_is_number(port) and 1 <= int(port) <= 65535)):
        raise ValueError("write A:B or A:B:443, and !A:B where it must not")
    return Expectation(source, target, int(port) if port else None, negated, text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5
