"""Long values are cut, the ellipsis included."""

from __future__ import annotations

import pytest

from tfmock.text.shortened import shortened


@pytest.mark.parametrize(("text", "limit", "result"), [("abcdef", 6, "abcdef"), ("abcdefg", 6, "abc..."), ("", 6, "")])
def test_shortened(text: str, limit: int, result: str) -> None:
    assert shortened(text, limit) == result
