"""``--expect-reach A:B``: what a user expects of a network; tfmock checks its world, hcl-lint the configuration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tfmock.rulebook.access import Packet, parse_port

#: A colon outside of quotes; the one in ``alicloud_vswitch.a["x:y"]`` is inside.
_COLON: Final = re.compile(r':(?=(?:[^"]*"[^"]*")*[^"]*$)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """``source`` reaches ``target`` and gets the answer (tcp to ``port``, or a ping); ``negated``: it must not."""

    source: str
    target: str
    port: int | None
    negated: bool
    text: str

    @property
    def packet(self) -> Packet:
        """The packet that is sent."""
        return Packet("tcp", self.port) if self.port else Packet()

    def __str__(self) -> str:
        return self.text


def parse_expectation(text: str) -> Expectation:
    """Read ``A:B``, ``A:B:443`` or ``!A:B``.

    Raises:
        ValueError: the text has none of these forms; the message names them.
    """
    negated = text.startswith("!")
    parts = _COLON.split(text.removeprefix("!"))
    source, target, port = (*parts, "", "")[:3] if len(parts) <= 3 else ("", "", "")
    if not source or not target or (port and parse_port(port) is None):
        raise ValueError("write A:B or A:B:443, and !A:B where it must not")
    return Expectation(source=source, target=target, port=int(port) if port else None, negated=negated, text=text)
