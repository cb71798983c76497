"""Status as a function of time alone."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfmock.core.clock import Clock, timestamp
from tfmock.core.lifecycle import GONE, Lifecycle, Profile, Status
from tfmock.services.vpcpeer.models import LIFECYCLE as PEERING

CHAIN = Lifecycle("Thing", seconds={"A": 5.0, "B": 7.0}, fixed={"C": 100.0}, then={"B": "C", "C": "D"})
_moments = st.floats(0, 1000, allow_nan=False)


@given(_moments, st.lists(_moments, max_size=6))
def test_reading_in_between_changes_nothing(end: float, looks: list[float]) -> None:
    profile = Profile("realistic")
    start = CHAIN.start("A", at=0.0, then="B")
    status = start
    for look in sorted(look for look in looks if look <= end):
        status = CHAIN.status_at(look, status, profile)
    assert CHAIN.status_at(end, status, profile) == CHAIN.status_at(end, start, profile)


@given(_moments)
def test_the_chain(now: float) -> None:
    state = CHAIN.status_at(now, CHAIN.start("A", at=0.0, then="B"), Profile("realistic")).state
    assert state == ("A" if now < 5 else "B" if now < 12 else "C" if now < 112 else "D")


@given(_moments, _moments)
def test_instant_keeps_only_what_is_fixed(since: float, later: float) -> None:
    state = CHAIN.status_at(since + later, CHAIN.start("A", at=since, then="B"), Profile()).state
    assert state == ("C" if since + later < since + 100.0 else "D")


@given(st.floats(0, 20, allow_nan=False), st.floats(0, 20, allow_nan=False))
def test_a_custom_duration_wins(lasts: float, now: float) -> None:
    profile = Profile("realistic", {"Thing.A": lasts, "Thing.C": 0.0})
    status = CHAIN.status_at(now, CHAIN.start("A", at=0.0, then="Z"), profile)
    assert status.state == ("A" if now < lasts else "Z")
    assert profile.duration(CHAIN, "C") == 100.0, "seven days stay seven days"


@pytest.mark.parametrize(
    ("state", "seconds_back", "profile", "expected"),
    [
        ("A", 0, "instant", "C"),
        ("A", 0.001, "instant", "C"),
        ("A", 400 * 86400, "instant", "C"),  # Pending for 400 days, once
        ("A", 400 * 86400, "realistic", "C"),
        ("A", 4, "realistic", "A"),  # a small step: it lasts as long again at most
        ("C", 400 * 86400, "instant", "C"),  # days of the cloud's own go by the calendar
    ],
)
def test_a_clock_that_went_back_holds_up_no_state_for_long(
    state: str, seconds_back: float, profile: str, expected: str
) -> None:
    since = 1.7e9
    status = CHAIN.start(state, at=since, then="B" if state == "A" else "")
    assert CHAIN.status_at(since - seconds_back, status, Profile(profile)).state == expected


@pytest.mark.parametrize("base", [1e20, -1e20, inf, -inf, nan])
def test_a_clock_stays_in_the_calendar(base: float) -> None:
    for speed in (1.0, 1e300):
        assert timestamp(Clock(base_world=base, speed=speed).now())[:4] in ("1970", "9999")


def test_a_settled_status_stays() -> None:
    for state in ("Activated", "Rejected", "Expired"):
        assert PEERING.status_at(1e12, Status(state, 0.0), Profile()) == Status(state, 0.0)
    assert PEERING.status_at(0.0, PEERING.start("Deleting", at=0.0, then=GONE), Profile()).state == GONE


@given(_moments, st.floats(0.1, 100), st.floats(0, 1e7), _moments)
def test_clock(start: float, speed: float, skip: float, real: float) -> None:
    moment = [start]
    clock = Clock(real=lambda: moment[0])
    assert clock.now() == start
    fast = clock.at_speed(speed)
    assert abs(fast.now() - start) < 1e-6
    moment[0] += real
    assert abs(fast.now() - (start + real * speed)) < 1e-3
    assert abs(clock.advanced(skip).now() - (start + real + skip)) < 1e-3
    frozen = clock.frozen()
    stopped = frozen.now()
    moment[0] += 100
    assert frozen.now() == stopped
    assert clock.frozen(7.0).now() == 7.0


def test_timestamp() -> None:
    assert timestamp(1767225600.9) == "2026-01-01T00:00:00Z"
