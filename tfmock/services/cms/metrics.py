"""Metrics of ``acs_vpcpeer``: what a connection's meter shows, by the minute.

Source: help page, Monitoring and O&M (five metrics, of inter-region connections only; inbound is from requester to
accepter). Only the name IntranetRX is published; the others are guesses.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from tfmock.core.store import Transaction
from tfmock.rulebook.alarms import STATISTICS
from tfmock.simulation.traffic import PACKET, CapacityChangeRow, Meter, bytes_of, meter

MINUTE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric.

    Attributes:
        forward: whether it is about packets from requester to accepter.
        quantity: what is counted of these packets.
    """

    name: str
    description: str
    unit: str
    forward: bool
    quantity: Literal["bytes", "rate", "drops"]

    @property
    def statistics(self) -> tuple[str, ...]:
        """The statistics that there are of it."""
        return STATISTICS[self.name]


METRICS: Final[Mapping[str, Metric]] = MappingProxyType(
    {
        metric.name: metric
        for metric in (
            Metric(
                name="IntranetRX",
                description="Inbound Traffic Within Cycle",
                unit="Byte",
                forward=True,
                quantity="bytes",
            ),
            Metric(
                name="IntranetTX",
                description="Outbound Traffic Within Cycle",
                unit="Byte",
                forward=False,
                quantity="bytes",
            ),
            Metric(
                name="IntranetRXRate",
                description="Inbound Bandwidth",
                unit="bit/s",
                forward=True,
                quantity="rate",
            ),
            Metric(
                name="IntranetTXRate",
                description="Outbound Bandwidth",
                unit="bit/s",
                forward=False,
                quantity="rate",
            ),
            # The help page has it for this direction alone, from accepter to requester.
            Metric(
                name="OutRatelimitDropPps",
                description="Outbound Packets Dropped Due To Throttling",
                unit="pps",
                forward=False,
                quantity="drops",
            ),
        )
    }
)
PERIODS: Final = (60, 300, 900, 3600)


def find_meter(tx: Transaction, account: str, instance: str) -> Meter | None:
    """The meter of an inter-region connection with an end in an account; others have no metrics."""
    candidate = meter(tx, instance)
    if not candidate.between_regions:
        return None
    owners = {candidate.links[0].requester.account, candidate.links[0].accepter.account}
    return candidate if account in owners else None


def metric_statistics(metric: Metric, source: Meter, end: float, period: int) -> Mapping[str, float] | None:
    """All statistics of the period of ``period`` seconds that ends at ``end``; None where there is no data."""
    minutes = [
        (_minute(metric, source, start), count)
        for start, count in _equal_minutes(source, int(end) - period, int(end))
        if source.stood(start, start + MINUTE)
    ]
    if not minutes:
        return None
    total, number = sum(amount * count for amount, count in minutes), sum(count for _, count in minutes)
    statistics = {
        "Sum": total,
        "Average": total / number,
        "Minimum": min(minutes)[0],
        "Maximum": max(minutes)[0],
    }
    return {name: statistics[name] for name in metric.statistics}


def _equal_minutes(source: Meter, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The minutes of a period, those in a row between two changes together: the first one, and how many."""
    changing = sorted({start + int(change - start) // MINUTE * MINUTE for change in source.changes_within(start, end)})
    for minute in changing:
        if start < minute:
            yield start, (minute - start) // MINUTE
        yield minute, 1
        start = minute + MINUTE
    if start < end:
        yield start, -(-(end - start) // MINUTE)


def _minute(metric: Metric, source: Meter, start: float) -> float:
    spans = list(source.spans(metric.forward, start, start + MINUTE))
    if metric.quantity == "bytes":
        return bytes_of(spans)
    if metric.quantity == "rate":
        return bytes_of(spans) * 8 / MINUTE
    return sum(span.dropped * span.seconds for span in spans) / PACKET / MINUTE


def period_ends(start: float, end: float, period: int) -> range:
    """The ends of the whole periods in (start, end]."""
    first = (int(start) // period + 1) * period
    return range(first, int(end) + 1, period)


#: Units of work that one request may spend on alarm rules. A unit is about a microsecond, so a request takes a second
#: at most. guess: the cloud evaluates rules whether or not somebody reads them
BUDGET: Final = 600_000
#: Costs in units: a statistic of one period, each change of traffic in it, a line of history, a row that is read.
STATISTIC_COST: Final = 12
CHANGE_COST: Final = 8
HISTORY_COST: Final = 80
_ROW_COST: Final = 4


class BudgetExhaustedError(Exception):
    """The budget of a request is spent."""


@dataclass(slots=True, kw_only=True)
class EvaluationBudget:
    """The work that one request may still spend on alarm rules, and what it has read already.

    Used by one thread, under the world's lock.
    """

    left: int = BUDGET
    _meters: dict[tuple[str, str], Meter | None] = field(default_factory=dict)
    _watchable: dict[str, list[str]] = field(default_factory=dict)
    _statistics: dict[Hashable, dict[str, float] | None] = field(default_factory=dict)
    _counts: dict[Hashable, float] = field(default_factory=dict)

    def spend(self, units: int) -> None:
        """Pay for work that is about to be done.

        Raises:
            BudgetExhaustedError: less than that is left.
        """
        self.left -= units
        if self.left < 0:
            raise BudgetExhaustedError

    def meter(self, tx: Transaction, account: str, instance: str) -> Meter | None:
        """See :func:`find_meter`.

        Raises:
            BudgetExhaustedError: the budget is spent.
        """
        key = account, instance
        if key not in self._meters:
            result = self._meters[key] = find_meter(tx, account, instance)
            rows = len(result.flows) + len(result.links) if result is not None else 0
            self.spend(STATISTIC_COST + _ROW_COST * rows)
        return self._meters[key]

    def watchable_instances(self, tx: Transaction, account: str) -> list[str]:
        """Every connection that an account has metrics of, deleted ones included.

        Raises:
            BudgetExhaustedError: the budget is spent.
        """
        if account not in self._watchable:
            links = tx.rows(CapacityChangeRow)
            self.spend(len(links))
            ids = dict.fromkeys(row.connection for row in links if row.between_regions)
            self._watchable[account] = [id for id in ids if self.meter(tx, account, id) is not None]
        return self._watchable[account]

    def statistics(self, metric: Metric, source: Meter, end: float, period: int) -> dict[str, float] | None:
        """See :func:`metric_statistics`.

        Raises:
            BudgetExhaustedError: the budget is spent.
        """
        key = metric.name, id(source), end, period
        if key not in self._statistics:
            self.spend(STATISTIC_COST + CHANGE_COST * len(source.changes_within(end - period, end)))
            result = metric_statistics(metric, source, end, period)
            self._statistics[key] = dict(result) if result is not None else None
        return self._statistics[key]

    def count(self, key: Hashable, compute: Callable[[], int]) -> float:
        """What ``compute`` returns. It is called once for a key: all instances share the count at one moment."""
        if key not in self._counts:
            self._counts[key] = float(compute())
        return self._counts[key]
