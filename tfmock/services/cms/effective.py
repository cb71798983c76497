"""When a rule looks at all: its effective and ineffective hours.

Source: help page, Modify an alert rule (data is checked within the effective time only). The time zone is UTC+8, that
of the China site (guess: the API has no parameter for it).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tfmock.rulebook.alarms import parse_hours
from tfmock.services.cms.conditions import DAY
from tfmock.services.cms.models import AlarmRow

ZONE: Final = 8 * 3600


def in_force(row: AlarmRow, moment: float) -> bool:
    """Whether a rule looks at a moment; spans may go past midnight."""
    second = int(moment + ZONE) % DAY
    effective, not_effective = parse_hours(row.effective), parse_hours(row.not_effective)
    return (effective is None or _within(second, effective)) and not (not_effective and _within(second, not_effective))


def _within(second: int, span: tuple[int, int]) -> bool:
    first, last = span
    return first <= second <= last if first <= last else second >= first or second <= last


def edges(row: AlarmRow, since: float, now: float) -> Iterator[float]:
    """The moments from ``since`` to now at which a rule began or ceased to look."""
    spans = [
        span for text in (row.effective, row.not_effective) if (span := parse_hours(text)) not in (None, (0, DAY - 1))
    ]
    midnight = int(since + ZONE) // DAY * DAY - ZONE
    for day in range(midnight, int(now) + 1, DAY) if spans else ():
        for span in spans:
            for second in span or ():
                yield day + second
