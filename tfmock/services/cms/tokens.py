"""An alert expression, cut into tokens. See :mod:`tfmock.services.cms.expression`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: guess: the metadata has no bounds. An expression is evaluated for each period, on as many levels as it is nested.
LONGEST: Final = 2000
MAX_TOKENS: Final = 200


class ExpressionError(ValueError):
    """It is no expression; the message says where and why."""


_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<string>'[^']*'|"[^"]*")
    |@(?:\('(?P<quoted>[^']+)'\)|(?P<metric>[a-zA-Z]\w*))\[(?P<period>[0-9]+)\]\.\$(?P<of>\w+)
    |\$(?P<member>\w+)
    |(?P<word>[a-zA-Z]\w*)
    |(?P<sign>\*\*|&&|\|\||==|!=|>=|<=|[-+*/%<>!?:()]))""",
    re.VERBOSE,
)


def tokens_of(text: str) -> list[re.Match[str]]:
    """The tokens from left to right.

    Raises:
        ExpressionError: it is too long, or a piece of it is no token.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"it is longer than {LONGEST} characters")
    found = list(_tokens(text))
    if len(found) > MAX_TOKENS:
        raise ExpressionError(f"it has more than {MAX_TOKENS} parts")
    return found


def _tokens(text: str) -> Iterator[re.Match[str]]:
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None:
            raise ExpressionError(f"{text[place:].strip()[:20]!r} cannot be read")
        yield found
        place = found.end()
