"""``--expect-reach A:B``: what must be true of the world after the command."""

from __future__ import annotations

from dataclasses import dataclass

from tfmock.settings import SettingsError


@dataclass(frozen=True, slots=True)
class Expectation:
    """``source`` reaches ``target`` (tcp to ``port``, or a ping), or must not."""

    source: str
    target: str
    port: int | None
    negated: bool
    text: str

    def __str__(self) -> str:
        return self.text


def parse(text: str) -> Expectation:
    """Read ``A:B``, ``A:B:443`` or ``!A:B``.

    Raises:
        SettingsError: it is none of these.
    """
    negated = text.startswith("!")
    source, _, rest = text.removeprefix("!").partition(":")
    target, _, port = rest.partition(":")
    if not source or not target or (port and not (port.isdigit() and 1 <= int(port) <= 65535)):
        raise SettingsError(f"--expect-reach {text}: write A:B or A:B:443, with ids or names; !A:B where it must not.")
    return Expectation(source, target, int(port) if port else None, negated, text)
