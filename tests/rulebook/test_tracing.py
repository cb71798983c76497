"""What a conversation says when it is over."""

from __future__ import annotations

import pytest

from tfmock.rulebook.reachability import PacketPath
from tfmock.rulebook.tracing import PacketTrace

THERE, BACK = (
    PacketPath(reachable=True, cause="delivered", why="there"),
    PacketPath(reachable=True, cause="delivered", why="back"),
)
LOST_THERE, LOST_BACK = (
    PacketPath(reachable=False, cause="no-route", why="there"),
    PacketPath(reachable=False, cause="no-route", why="back"),
)


@pytest.mark.parametrize(
    ("forward", "reverse", "decisive"),
    [
        (THERE, BACK, THERE), (THERE, None, THERE), (LOST_THERE, None, LOST_THERE),
        (LOST_THERE, BACK, LOST_THERE), (LOST_THERE, LOST_BACK, LOST_THERE), (THERE, LOST_BACK, LOST_BACK),
    ],
)  # fmt: skip
def test_the_failed_direction_decides_and_otherwise_the_forward_one(
    forward: PacketPath, reverse: PacketPath | None, decisive: PacketPath
) -> None:
    assert PacketTrace(forward, reverse).decisive is decisive
