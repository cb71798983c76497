"""``tfmock exec --expect-reach A:B``: what must be true of the world after the command."""

from __future__ import annotations

from tfmock.rulebook import expectation
from tfmock.rulebook.expectation import Expectation
from tfmock.settings import SettingsError


def parse(text: str) -> Expectation:
    """Read ``A:B``, ``A:B:443`` or ``!A:B``, with ids or names.

    Raises:
        SettingsError: it is none of these.
    """
    try:
        return expectation.parse_expectation(text)
    except ValueError as error:
        raise SettingsError(f"--expect-reach {text}: {error}.") from None
