"""What a rule asks of a period: thresholds by level, conditions over several metrics, expressions.

Source: metadata of PutResourceMetricRule and DescribeMetricRuleList.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tfmock.rulebook.alarms import LEVELS, LONGEST_PERIOD, MAX_TIMES, NAMESPACE, SIGNS
from tfmock.services.cms.composite import Composite, read_composite
from tfmock.services.cms.expression import Expression, Member, NoData, Scope, compiled
from tfmock.services.cms.look import Look
from tfmock.services.cms.metrics import METRICS
from tfmock.services.cms.models import AlarmRow
from tfmock.simulation.traffic import Meter

DAY: Final = 86400
_SIGNS: Final[Mapping[str, Callable[[float, float], bool]]] = MappingProxyType(
    {
        ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "!=": operator.ne,
        "==": operator.eq,
    }
)  # fmt: skip
COMPARISONS: Final = MappingProxyType({name: (sign, _SIGNS[sign]) for name, sign in SIGNS.items()})
#: Comparisons with an earlier period, how long ago: the change in percent against the threshold.
EARLIER: Final[Mapping[str, int]] = MappingProxyType({"Yesterday": DAY, "LastWeek": 7 * DAY, "LastPeriod": 0})


@dataclass(frozen=True, slots=True)
class View:
    """One instance of a rule at the end of a period: the scope of its conditions.

    Attributes:
        meters: those of all instances; None for one without metrics.
    """

    row: AlarmRow
    meters: Mapping[str, Meter | None]
    instance: str
    moment: float
    look: Look

    def statistic(self, metric: str, period: int, name: str, *, ago: int = 0) -> float:
        """A statistic of the last whole period, or of the one some seconds before.

        Raises:
            NoData: there is none.
            Exhausted: the budget of the look is spent.
        """
        known = METRICS.get(metric or self.row.metric) if self.row.namespace == NAMESPACE else None
        found, length = self.meters.get(self.instance), period or self.row.period
        end = (int(self.moment) - ago) // length * length
        current = self.look.statistics(known, found, end, length) if known is not None and found is not None else None
        if current is None or name not in current:
            raise NoData
        return current[name]

    def member(self, metric: str, period: int, name: str) -> float | str:
        """See :class:`Scope`."""
        dimensions = {"instanceId": self.instance, "userId": self.row.account}
        return dimensions.get(name) or self.statistic(metric, period, name)

    def count(self, test: Callable[[Scope], bool]) -> float:
        """See :class:`Scope`."""

        def counted() -> int:
            views = (View(self.row, self.meters, instance, self.moment, self.look) for instance in self.meters)
            return sum(map(test, views))

        return self.look.count((test, self.moment), counted)


@dataclass(frozen=True, slots=True)
class Threshold:
    """One statistic against one number."""

    metric: str
    period: int
    statistic: str
    comparison: str
    threshold: float

    @property
    def text(self) -> str:
        """``$Sum>=104857600``, as histories show it."""
        sign = COMPARISONS[self.comparison][0] if self.comparison in COMPARISONS else self.comparison
        return f"${self.statistic}{sign}{self.threshold:.15g}"

    def holds(self, view: View) -> bool:
        """Whether the period is beyond it; comparisons with earlier periods need both."""
        reading = view.statistic(self.metric, self.period, self.statistic)
        if self.comparison in COMPARISONS:
            return COMPARISONS[self.comparison][1](reading, self.threshold)
        stem = self.comparison.removeprefix("GreaterThan").removeprefix("LessThan")
        ago = EARLIER[stem] or self.period or view.row.period
        past = view.statistic(self.metric, self.period, self.statistic, ago=ago)
        if not past:
            return False
        change = (reading - past) / past * 100
        return change >= self.threshold if self.comparison.startswith("GreaterThan") else -change >= self.threshold


@dataclass(frozen=True, slots=True)
class Condition:
    """What puts an instance into a level, once it held so many times in a row."""

    level: str
    times: int
    text: str
    thresholds: Sequence[Threshold]
    join: Callable[[Iterable[bool]], bool] = all
    expression: Expression | None = None

    @property
    def _asked(self) -> Sequence[Threshold | Member]:
        return self.expression.members if self.expression is not None else self.thresholds

    @property
    def cost(self) -> int:
        """How many statistics one judgement of an instance asks for."""
        return max(1, len(self._asked))

    @property
    def periods(self) -> list[int]:
        """The lengths of the periods it asks about; 0 is the rule's own."""
        return [each.period for each in self._asked]

    def has_data(self, view: View) -> bool:
        """Whether there is anything to judge."""
        return not self._asked or self.reading(view) is not None

    def holds(self, view: View) -> bool:
        """Whether one period fulfils it; without data it does not."""
        try:
            if self.expression is not None:
                view.look.spend(self.expression.size)
                return self.expression.holds(view)
            return self.join(_holds(threshold, view) for threshold in self.thresholds)
        except NoData:
            return False

    def reading(self, view: View) -> float | None:
        """The first statistic asked for that there is: what a history shows."""
        for each in self._asked:
            try:
                name = each.name if isinstance(each, Member) else each.statistic
                found = view.member(each.metric, each.period, name)
            except NoData:
                continue
            if isinstance(found, float):
                return found
        return None


def _holds(threshold: Threshold, view: View) -> bool:
    try:
        return threshold.holds(view)
    except NoData:
        return False


def conditions(row: AlarmRow) -> list[Condition]:
    """What a rule asks, worst level first. Nothing where an older tfmock took what is refused now."""
    try:
        return _conditions(row)
    except ValueError:
        return []


def _conditions(row: AlarmRow) -> list[Condition]:
    composite = read_composite(row.composite)
    if composite is not None:
        return [_composite(composite)]
    found = []
    for level in sorted(row.escalations, key=lambda level: LEVELS.index(level.level)):
        threshold = Threshold("", 0, level.statistics, level.comparison, float(level.threshold))
        found.append(Condition(level.level, min(level.times, MAX_TIMES), threshold.text, [threshold]))
    return found


def _composite(composite: Composite) -> Condition:
    times = min(composite.times or 1, MAX_TIMES)
    if composite.expression_raw:
        expression = compiled(composite.expression_raw)
        return Condition(composite.severity, times, composite.expression_raw, (), expression=expression)
    thresholds = [
        Threshold(
            item.metric_name,
            min(item.period or 0, LONGEST_PERIOD),
            item.statistic,
            item.comparison_operator,
            float(item.threshold),
        )
        for item in composite.expression_list
    ]
    join = composite.expression_list_join or "&&"  # guess: all must hold
    text = f" {join} ".join(f"{each.metric} {each.text}".strip() for each in thresholds)
    return Condition(composite.severity, times, text, thresholds, any if join == "||" else all)
