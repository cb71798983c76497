"""Both ways the cloud cuts long lists: numbered pages, and tokens."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tfmock.core.store import Row
from tfmock.protocol.errors import ApiError

T = TypeVar("T")
R = TypeVar("R", bound=Row)


def size_within(requested: int | None, default: int, limit: int) -> int:
    """How many items a page has; lenient: sizes beyond the limit are cut to it."""
    return min(max(requested or default, 1), limit)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A numbered page. ``total`` counts all pages."""

    items: Sequence[T]
    number: int
    size: int
    total: int


def page(items: Sequence[T], number: int | None, size: int | None, *, default: int = 10, limit: int = 50) -> Page[T]:
    """Cut page ``number`` (from 1) of ``size`` items; both lenient, as Vpc is: sizes beyond the limit are cut to it."""
    number = max(number or 1, 1)
    size = size_within(size, default, limit)
    start = (number - 1) * size
    return Page(items[start : start + size], number, size, len(items))


@dataclass(frozen=True, slots=True)
class Chunk(Generic[T]):
    """A piece of a list read by tokens; ``next_token`` is empty at the end."""

    items: Sequence[T]
    size: int
    total: int
    next_token: str


def chunk(rows: Sequence[R], token: str, size: int | None, *, default: int, limit: int, error: ApiError) -> Chunk[R]:
    """Cut up to ``size`` rows after ``token``. Rows are in order of creation, so inserts and deletes in between
    neither repeat nor skip a row.

    Raises:
        ApiError: the given ``error``, when the token is not one of ours.
    """
    size = size_within(size, default, limit)
    after = _serial_of(token, error) if token else 0
    left = [row for row in rows if row.serial > after]
    items = left[:size]
    more = len(left) > size
    return Chunk(items, size, len(rows), _token_of(items[-1].serial) if more else "")


def _token_of(serial: int) -> str:
    return base64.urlsafe_b64encode(f"after:{serial}".encode()).decode().rstrip("=")


def _serial_of(token: str, error: ApiError) -> int:
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    except (binascii.Error, ValueError):
        raise error from None
    word, _, number = text.partition(":")
    if word != "after" or not (number.isascii() and number.isdigit() and len(number) < 16):
        raise error
    return int(number)
