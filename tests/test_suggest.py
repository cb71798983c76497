from __future__ import annotations

import pytest

from tfmock.suggest import did_you_mean


@pytest.mark.parametrize(
    ("text", "found"),
    [("CreateVpcc", "Did you mean CreateVpc?"), ("createvpc", "Did you mean CreateVpc?"), ("Zebra", ""), ("", "")],
)
def test_did_you_mean(text: str, found: str) -> None:
    assert did_you_mean(text, ["DescribeVpcs", "CreateVpc"]) == found
