"""Metrics of ``acs_vpcpeer``: what a connection's meter shows, by the minute.

Source: help page, Monitoring and O&M (five metrics, of inter-region connections only; inbound is from requester to
accepter). Only the name IntranetRX is published; the others are guesses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from tfmock.core.store import Transaction
from tfmock.rulebook.alarms import STATISTICS
from tfmock.simulation.traffic import PACKET, Meter, bytes_of, meter

MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: of which direction, and what of it."""

    name: str
    description: str
    unit: str
    forward: bool
    what: Literal["bytes", "rate", "drops"]

    @property
    def statistics(self) -> tuple[str, ...]:
        return STATISTICS[self.name]


METRICS: Final[Mapping[str, Metric]] = MappingProxyType(
    {
        metric.name: metric
        for metric in (
            Metric("IntranetRX", "Inbound Traffic Within Cycle", "Byte", True, "bytes"),
            Metric("IntranetTX", "Outbound Traffic Within Cycle", "Byte", False, "bytes"),
            Metric("IntranetRXRate", "Inbound Bandwidth", "bit/s", True, "rate"),
            Metric("IntranetTXRate", "Outbound Bandwidth", "bit/s", False, "rate"),
            # The help page has it for this direction alone, from accepter to requester.
            Metric("OutRatelimitDropPps", "Outbound Packets Dropped Due To Throttling", "pps", False, "drops"),
        )
    }
)
PERIODS: Final = (60, 300, 900, 3600)


def watched(tx: Transaction, account: str, instance: str) -> Meter | None:
    """The meter of an inter-region connection with an end in an account; others have no metrics."""
    found = meter(tx, instance)
    if not found.between_regions:
        return None
    owners = {found.links[0].requester.account, found.links[0].accepter.account}
    return found if account in owners else None


def value(metric: Metric, found: Meter, end: float, period: int) -> Mapping[str, float] | None:
    """All statistics of the period that ends at ``end``; None where there is no data."""
    minutes = [
        (_minute(metric, found, start), count)
        for start, count in _alike(found, int(end) - period, int(end))
        if found.stood(start, start + MINUTE)
    ]
    if not minutes:
        return None
    total, number = sum(amount * count for amount, count in minutes), sum(count for _, count in minutes)
    statistics = {
        "Sum": total, "Average": total / number, "Minimum": min(minutes)[0], "Maximum": max(minutes)[0],
    }  # fmt: skip
    return {name: statistics[name] for name in metric.statistics}


def _alike(found: Meter, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The minutes of a period, those in a row between two changes together: the first one, and how many."""
    changing = sorted({start + int(edge - start) // MINUTE * MINUTE for edge in found.changes_within(start, end)})
    for minute in changing:
        if start < minute:
            yield start, (minute - start) // MINUTE
        yield minute, 1
        start = minute + MINUTE
    if start < end:
        yield start, -(-(end - start) // MINUTE)


def _minute(metric: Metric, found: Meter, start: float) -> float:
    spans = list(found.spans(metric.forward, start, start + MINUTE))
    if metric.what == "bytes":
        return bytes_of(spans)
    if metric.what == "rate":
        return bytes_of(spans) * 8 / MINUTE
    return sum(span.dropped * span.seconds for span in spans) / PACKET / MINUTE


def ends(start: float, end: float, period: int) -> range:
    """The ends of the whole periods in (start, end]."""
    first = (int(start) // period + 1) * period
    return range(first, int(end) + 1, period)
