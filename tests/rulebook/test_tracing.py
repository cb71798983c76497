"""What a conversation says when it is over."""

from __future__ import annotations

import pytest

from tfmock.rulebook.reachability import Walk
from tfmock.rulebook.tracing import Verdict

THERE, BACK = Walk(True, "delivered", "there"), Walk(True, "delivered", "back")
LOST_THERE, LOST_BACK = Walk(False, "no-route", "there"), Walk(False, "no-route", "back")


@pytest.mark.parametrize(
    ("there", "back", "decisive"),
    [
        (THERE, BACK, THERE), (THERE, None, THERE), (LOST_THERE, None, LOST_THERE),
        (LOST_THERE, BACK, LOST_THERE), (LOST_THERE, LOST_BACK, LOST_THERE), (THERE, LOST_BACK, LOST_BACK),
    ],
)  # fmt: skip
def test_what_failed_decides_and_else_the_way_there(there: Walk, back: Walk | None, decisive: Walk) -> None:
    assert Verdict(there, back).decisive is decisive
