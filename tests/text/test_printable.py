"""Text from outside cannot steer a terminal or a CI runner."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfmock.text.printable import printable, printable_lines


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("vpc-东京 (Frankfurt) é", "vpc-东京 (Frankfurt) é"),
        ("red \x1b[31m", "red \\x1b[31m"),
        ("c1 \x9b31m", "c1 \\x9b31m"),
        ("two\nlines\r\n\tand a tab", "two\\nlines\\r\\n\\tand a tab"),
        ("::error::gone", "\\x3a:error::gone"),
        ("  ::add-mask::x", "  \\x3a:add-mask::x"),
        ("a ::b", "a ::b"),
        ("see ##[error]x and ##vso[task]", "see \\x23#[error]x and \\x23#vso[task]"),
        (
            "see ##teamcity[message text='x'] and ##TeamCity[",
            "see \\x23#teamcity[message text='x'] and \\x23#TeamCity[",
        ),
        (
            "arabic mark \u061c, no width \u200b, byte order mark \ufeff",
            "arabic mark \\u061c, no width \\u200b, byte order mark \\ufeff",
        ),
        ("##\u200b[error]", "##\\u200b[error]"),
        ("right to left \u202e", "right to left \\u202e"),
        ("half \ud800", "half \\ud800"),
        ("", ""),
    ],
)
def test_one_line(given_text: str, shown: str) -> None:
    assert printable(given_text) == shown


def test_several_lines_stay_several() -> None:
    assert printable_lines("one\r\n::error::two\n\tthree\x07") == "one\n\\x3a:error::two\n\tthree\\x07"


@given(st.text(alphabet=st.characters()))
def test_no_control_characters_are_left(text: str) -> None:
    shown = printable(text)
    shown.encode("utf-8")
    assert not set(shown) & {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))}
    assert not shown.lstrip().startswith("::")
    assert not {"##[", "##vso[", "##teamcity["} & {
        shown[at : at + length] for at in range(len(shown)) for length in (3, 6, 11)
    }
    assert printable(shown) == shown
