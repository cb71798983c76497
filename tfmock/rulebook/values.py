"""Numbers and JSON in texts from outside, read within bounds: every parameter, setting and file goes through here.

``int()`` accepts digits of any script and raises an error of its own from 4,300 digits on. ``json.loads`` accepts NaN
and half a surrogate pair, which no reply can be encoded with, and raises RecursionError on deep nesting.
"""

from __future__ import annotations

import json
from typing import Final

#: The API's largest numbers are int64; times in milliseconds have 13 digits.
_MAX_DIGITS: Final = 18
#: A snapshot of 10,000 routes has 250,000.
_MAX_VALUES: Final = 10_000_000


class JsonError(ValueError):
    """The message is one line. ``line`` is the line of the text, from 1, or 0 where it is not known."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.line = line


def whole_number(text: str) -> int | None:
    """``60`` as a number; None where the text is not 1 to 18 ASCII digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else None


def is_whole_number(text: str) -> bool:
    """Whether :func:`whole_number` can read the text."""
    return whole_number(text) is not None


def read_json(text: str | bytes) -> object:
    """Read a JSON text.

    Raises:
        JsonError: it is not JSON, or has values that tfmock cannot work with.
    """
    try:
        value: object = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise JsonError(f"is not JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise JsonError("is nested too deeply") from None
    except UnicodeDecodeError:
        raise JsonError("is not UTF-8") from None
    except ValueError as error:
        raise JsonError(f"has a number that cannot be read: {str(error).partition(';')[0]}") from None
    check_encodable(value)
    return value


def check_encodable(value: object) -> None:
    """Check that a value can be encoded.

    Raises:
        JsonError: a key or value has half of a surrogate pair, or there are too many values, as in one that contains
            itself (a YAML alias can).
    """
    pending = [value]
    left = _MAX_VALUES
    while pending:
        item = pending.pop()
        left -= 1
        if not left:
            raise JsonError(f"has more than {_MAX_VALUES} values, or one that holds itself")
        if isinstance(item, str):
            try:
                item.encode()
            except UnicodeEncodeError:
                raise JsonError("has half of a surrogate pair in a text") from None
        elif isinstance(item, dict):
            pending += item
            pending += item.values()
        elif isinstance(item, (list, tuple)):
            pending += item


def _refuse_constant(name: str) -> object:
    raise ValueError(name)
