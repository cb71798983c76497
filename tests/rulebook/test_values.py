from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfmock.rulebook.values import JsonError, read_json, whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("60", 60), ("007", 7), ("9" * 18, int("9" * 18))])
def test_numbers(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "²", "٣", "+1", "-1", " 1", "1 ", "1.0", "1e3", "1_0", "9" * 19, "9" * 5000])
def test_no_numbers(text: str) -> None:
    assert whole_number(text) is None


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)))
def test_json(value: object) -> None:
    assert read_json(json.dumps(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[" * 3000,
        '{"a":' * 200_000,
        "NaN",
        "[Infinity]",
        "-Infinity",
        '["\\ud800"]',
        '{"\\udfff": 1}',
        "9" * 5000,
    ],
)
def test_no_json(text: str) -> None:
    with pytest.raises(JsonError) as problem:
        read_json(text)
    assert "\n" not in str(problem.value)


def test_no_utf8() -> None:
    with pytest.raises(JsonError):
        read_json(b'"\xff"')
