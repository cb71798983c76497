"""Numbers and JSON in texts from outside, read within bounds: every parameter, setting and file goes through here.

``int()`` takes digits of any script and refuses more than 4,300 of them with a message of its own; ``json.loads`` takes
NaN, half a surrogate pair, which no reply can be encoded with, and ends with a RecursionError where brackets nest.
"""

from __future__ import annotations

import json
from typing import Final

#: The API's largest numbers are int64; times in milliseconds have 13 digits.
_MAX_DIGITS: Final = 18
#: A snapshot of 10,000 routes has 250,000.
_MAX_VALUES: Final = 10_000_000


class JsonError(ValueError):
    """The message is one line; ``line`` is where, from 1, or 0 where that is not known."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.line = line


def whole_number(text: str) -> int | None:
    """``60`` as a number; None of what is no whole number in ASCII digits, or has more than 18 of them."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else None


def is_whole_number(text: str) -> bool:
    """Whether :func:`whole_number` reads it."""
    return whole_number(text) is not None


def read_json(text: str | bytes) -> object:
    """The value of a JSON text.

    Raises:
        JsonError: it is not JSON, or JSON that cannot be worked with.
    """
    try:
        read: object = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise JsonError(f"is not JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise JsonError("is nested too deeply") from None
    except UnicodeDecodeError:
        raise JsonError("is not UTF-8") from None
    except ValueError as error:
        raise JsonError(f"has a number that cannot be read: {str(error).partition(';')[0]}") from None
    check_encodable(read)
    return read


def check_encodable(value: object) -> None:
    """Refuses texts that no file and no reply can be written with, and values that hold themselves (a YAML alias can).

    Raises:
        JsonError: a key or value holds half of a surrogate pair.
    """
    pending = [value]
    left = _MAX_VALUES
    while pending:
        found = pending.pop()
        left -= 1
        if not left:
            raise JsonError(f"has more than {_MAX_VALUES} values, or one that holds itself")
        if isinstance(found, str):
            try:
                found.encode()
            except UnicodeEncodeError:
                raise JsonError("has half of a surrogate pair in a text") from None
        elif isinstance(found, dict):
            pending += found
            pending += found.values()
        elif isinstance(found, (list, tuple)):
            pending += found


def _refuse_constant(name: str) -> object:
    raise ValueError(name)
