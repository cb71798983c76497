"""What one request may spend on judging alarm rules, and what it has found out already.

Rules, instances, periods and conditions multiply. So everything that is computed is counted against one budget for all
rules that a request looks at; where it is spent, a rule is as far as it got, and the next look goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Final

from tfmock.core.store import Transaction
from tfmock.services.cms.metrics import Metric, value, watched
from tfmock.simulation.traffic import CapacityChangeRow, Meter

#: Of what one look may spend; a unit is about a microsecond, so a look takes a second at most. guess: the cloud judges
#: rules whether somebody looks or not
BUDGET: Final = 600_000
#: What things cost, measured in units: a statistic of one period, each change of traffic in it, a line of history.
STATISTIC: Final = 12
CHANGE: Final = 8
HISTORY: Final = 80
_ROW: Final = 4


class Exhausted(Exception):
    """The budget of a look is spent."""


@dataclass(slots=True)
class Look:
    """One request's look at alarm rules. Used by one thread, under the world's lock."""

    left: int = BUDGET
    _meters: dict[tuple[str, str], Meter | None] = field(default_factory=dict)
    _watchable: dict[str, list[str]] = field(default_factory=dict)
    _statistics: dict[Hashable, dict[str, float] | None] = field(default_factory=dict)
    _counts: dict[Hashable, float] = field(default_factory=dict)

    def spend(self, units: int) -> None:
        """
        Raises:
            Exhausted: there is not so much left.
        """
        self.left -= units
        if self.left < 0:
            raise Exhausted

    def meter(self, tx: Transaction, account: str, instance: str) -> Meter | None:
        """See :func:`tfmock.services.cms.metrics.watched`.

        Raises:
            Exhausted: the budget is spent.
        """
        key = account, instance
        if key not in self._meters:
            found = self._meters[key] = watched(tx, account, instance)
            self.spend(STATISTIC + (_ROW * (len(found.flows) + len(found.links)) if found is not None else 0))
        return self._meters[key]

    def watchable(self, tx: Transaction, account: str) -> list[str]:
        """Every connection that an account has metrics of, those that are gone included.

        Raises:
            Exhausted: the budget is spent.
        """
        if account not in self._watchable:
            links = tx.rows(CapacityChangeRow)
            self.spend(len(links))
            ids = dict.fromkeys(row.connection for row in links if row.between_regions)
            self._watchable[account] = [id for id in ids if self.meter(tx, account, id) is not None]
        return self._watchable[account]

    def statistics(self, metric: Metric, found: Meter, end: float, period: int) -> dict[str, float] | None:
        """See :func:`tfmock.services.cms.metrics.value`.

        Raises:
            Exhausted: the budget is spent.
        """
        key = metric.name, id(found), end, period
        if key not in self._statistics:
            self.spend(STATISTIC + CHANGE * len(found.changes_within(end - period, end)))
            read = value(metric, found, end, period)
            self._statistics[key] = dict(read) if read is not None else None
        return self._statistics[key]

    def count(self, key: Hashable, counted: Callable[[], int]) -> float:
        """What ``count`` found; it is the same for all instances at the end of one period."""
        if key not in self._counts:
            self._counts[key] = float(counted())
        return self._counts[key]
