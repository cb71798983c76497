"""Pages and tokens: the pieces put together are the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfmock.core.store import Row
from tfmock.protocol.errors import ApiError
from tfmock.services.common.pages import chunk, page

BAD = ApiError(400, "Bad", "bad")


@given(st.integers(0, 130), st.integers(-5, 70))
def test_pages_together_are_the_whole_list(count: int, size: int) -> None:
    items, seen, number = list(range(count)), list[int](), 1
    while (cut := page(items, number, size)).items:
        assert cut.total == count
        assert 1 <= cut.size <= 50
        seen += cut.items
        number += 1
    assert seen == items


@given(st.integers(-3, 0) | st.none(), st.integers(-3, 0) | st.none())
def test_numbers_below_one_are_the_first_page(number: int | None, size: int | None) -> None:
    assert page(list(range(60)), number, size).items[0] == 0


@given(st.sets(st.integers(1, 300)), st.integers(1, 60), st.sets(st.integers(1, 300)), st.integers(0, 5))
def test_tokens_neither_repeat_nor_skip(serials: set[int], size: int, gone: set[int], after: int) -> None:
    """Rows that vanish between two pieces are missing from then on; all others come exactly once."""
    rows, token, seen, pieces = [Row(id=str(n), serial=n) for n in sorted(serials)], "", list[int](), 0
    while True:
        piece = chunk(rows, token, size, default=20, limit=50, error=BAD)
        seen += [row.serial for row in piece.items]
        assert len(piece.items) <= min(size, 50)
        pieces += 1
        if pieces == after:
            rows = [row for row in rows if row.serial not in gone]
        token = piece.next_token
        if not token:
            break
    assert seen == sorted(set(seen))
    assert serials - gone <= set(seen) <= serials


@given(st.text(max_size=20))
def test_a_token_of_another_list_is_refused(token: str) -> None:
    rows = [Row(id="a", serial=1), Row(id="b", serial=2)]
    own = chunk(rows, "", 1, default=1, limit=1, error=BAD).next_token
    if token and token.rstrip("=") != own:
        with pytest.raises(ApiError):
            chunk(rows, f"!{token}", 1, default=1, limit=1, error=BAD)
