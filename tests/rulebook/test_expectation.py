"""The syntax of ``--expect-reach``."""

from __future__ import annotations

import pytest

from tfmock.rulebook.expectation import parse_expectation


@pytest.mark.parametrize(
    ("text", "ends", "packet", "negated"),
    [
        ("a:b", ("a", "b"), "icmp", False),
        ("!a:b:443", ("a", "b"), "tcp/443", True),
        ('alicloud_vpc.a["x:y"]:module.m["z"].alicloud_vpc.b[0]:22',
         ('alicloud_vpc.a["x:y"]', 'module.m["z"].alicloud_vpc.b[0]'), "tcp/22", False),
    ],
)  # fmt: skip
def test_read(text: str, ends: tuple[str, str], packet: str, negated: bool) -> None:
    expectation = parse_expectation(text)
    assert ((expectation.source, expectation.target), str(expectation.packet), expectation.negated) == (
        ends,
        packet,
        negated,
    )
    assert str(expectation) == text


@pytest.mark.parametrize("text", ["", "a", "a:", ":b", "!", "a:b:0", "a:b:65536", "a:b:http", "a:b:22:c", "a:b:\u0662"])
def test_malformed(text: str) -> None:
    with pytest.raises(ValueError, match="write A:B"):
        parse_expectation(text)
