from __future__ import annotations

import pytest

from tfmock.text.suggest import did_you_mean


@pytest.mark.parametrize(
    ("text", "expected"),
    [("CreateVpcc", "Did you mean CreateVpc?"), ("createvpc", "Did you mean CreateVpc?"), ("Zebra", ""), ("", "")],
)
def test_did_you_mean(text: str, expected: str) -> None:
    assert did_you_mean(text, ["DescribeVpcs", "CreateVpc"]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("zone", "Did you mean zone_id?"), ("vpc", ""), ("zon", ""), ("zone_", "Did you mean zone_id?")],
)
def test_a_first_word_stands_for_the_only_name_that_begins_with_it(text: str, expected: str) -> None:
    assert did_you_mean(text, ["zone_id", "vpc_id", "vpc_name"]) == expected
