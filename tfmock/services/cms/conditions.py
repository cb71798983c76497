"""What an alarm rule asks of a period: thresholds by level, conditions over several metrics, expressions.

Source: metadata of PutResourceMetricRule and DescribeMetricRuleList; what the provider sends is in
provider-contract: alicloud_cms_alarm.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, ValidationError

from tfmock.core.operation import ApiObject, wrapped
from tfmock.rulebook.alarms import LEVELS, LONGEST_PERIOD, MAX_TIMES, NAMESPACE, SIGNS
from tfmock.services.cms.expression import Expression, Member, NoDataError, Scope, compile_expression
from tfmock.services.cms.metrics import METRICS, EvaluationBudget
from tfmock.services.cms.models import AlarmRow, Escalation
from tfmock.simulation.traffic import Meter


def _empty(value: object) -> object:
    return None if value == "" else value


OptionalCount = Annotated[int | None, BeforeValidator(_empty)]


class CompositeItem(ApiObject):
    """One condition of a list."""

    metric_name: str = ""
    period: OptionalCount = None
    statistics: str = ""
    comparison_operator: str = ""
    threshold: str = ""

    @property
    def statistic(self) -> str:
        """``$Average`` and ``Average`` are the same."""
        return self.statistics.removeprefix("$")


class Composite(ApiObject):
    """CompositeExpression. The provider sends what is not set as empty or zero."""

    expression_list: list[CompositeItem] = Field(default_factory=list)
    expression_list_join: Literal["", "&&", "||"] = ""
    expression_raw: str = ""
    level: str = Field("", pattern="(?i)^(critical|warn|info|)$")
    times: OptionalCount = None

    @property
    def severity(self) -> str:
        """Critical, Warn or Info; the provider writes capitals. guess: Critical where it is not said"""
        return self.level.capitalize() or "Critical"


class Annotation(ApiObject):
    key: str = ""
    value: str = ""


class Prometheus(ApiObject):
    """Prometheus. It is stored and shown, never evaluated."""

    prom_ql: str = Field("", alias="PromQL")
    level: str = ""
    times: OptionalCount = None
    annotations: list[Annotation] = Field(default_factory=list)


class CompositeReply(ApiObject):
    """CompositeExpression in a reply. The name of a list is written twice: around the list and for its items."""

    level: str
    times: int | None
    expression_raw: str
    expression_list_join: str
    expression_list: Annotated[list[CompositeItem], wrapped("ExpressionList")]


class PrometheusReply(ApiObject):
    prom_ql: str = Field(alias="PromQL")
    level: str
    times: int | None
    annotations: Annotated[list[Annotation], wrapped("Annotations")]


def parse_composite(text: str) -> Composite | None:
    """None where there is none; the provider sends an empty one, too.

    Raises:
        ValueError: it is not the JSON of one.
    """
    try:
        composite = Composite.model_validate_json(text) if text else Composite()
    except ValidationError as invalid:
        raise ValueError(str(invalid)) from None
    return composite if composite.expression_list or composite.expression_raw else None


def parse_prometheus(text: str) -> Prometheus | None:
    """None where there is none.

    Raises:
        ValueError: it is not the JSON of one.
    """
    try:
        prometheus = Prometheus.model_validate_json(text) if text else Prometheus()
    except ValidationError as invalid:
        raise ValueError(str(invalid)) from None
    return prometheus if prometheus.prom_ql else None


def composite_reply(text: str) -> CompositeReply | None:
    """A stored CompositeExpression as a rule shows it."""
    composite = parse_composite(text)
    if composite is None:
        return None
    return CompositeReply(
        level=composite.level,
        times=composite.times,
        expression_raw=composite.expression_raw,
        expression_list_join=composite.expression_list_join,
        expression_list=composite.expression_list,
    )


def prometheus_reply(text: str) -> PrometheusReply | None:
    """A stored Prometheus as a rule shows it."""
    prometheus = parse_prometheus(text)
    if prometheus is None:
        return None
    return PrometheusReply(
        prom_ql=prometheus.prom_ql,
        level=prometheus.level,
        times=prometheus.times,
        annotations=prometheus.annotations,
    )


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricWindow:
    """The metrics of one instance of a rule at the end of a period: the scope of the rule's conditions.

    Attributes:
        meters: those of all instances; None for one without metrics.
        end: the moment that the period ends at.
    """

    row: AlarmRow
    meters: Mapping[str, Meter | None]
    instance: str
    end: float
    budget: EvaluationBudget

    def statistic(self, metric: str, period: int, name: str, *, ago: int = 0) -> float:
        """A statistic of the last whole period, or of the one ``ago`` seconds before.

        Args:
            metric: empty for the rule's own.
            period: seconds; 0 for the rule's own.

        Raises:
            NoDataError: there is none.
            BudgetExhaustedError: the budget is spent.
        """
        known = METRICS.get(metric or self.row.metric_name) if self.row.namespace == NAMESPACE else None
        source, length = self.meters.get(self.instance), period or self.row.period
        if known is None or source is None:
            raise NoDataError
        end = (int(self.end) - ago) // length * length
        statistics = self.budget.statistics(known, source, end, length)
        if statistics is None or name not in statistics:
            raise NoDataError
        return statistics[name]

    def member(self, metric: str, period: int, name: str) -> float | str:
        """See :class:`Scope`."""
        dimensions = {"instanceId": self.instance, "userId": self.row.account}
        return dimensions.get(name) or self.statistic(metric, period, name)

    def count(self, test: Callable[[Scope], bool]) -> float:
        """See :class:`Scope`."""

        def compute() -> int:
            return sum(test(replace(self, instance=instance)) for instance in self.meters)

        return self.budget.count((test, self.end), compute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One statistic against one number. ``metric`` is empty and ``period`` 0 for the rule's own."""

    statistic: str
    comparison: str
    threshold: float
    metric: str = ""
    period: int = 0

    @property
    def text(self) -> str:
        """``$Sum>=104857600``, as histories show it."""
        sign = COMPARISONS[self.comparison][0] if self.comparison in COMPARISONS else self.comparison
        return f"${self.statistic}{sign}{self.threshold:.15g}"

    def holds(self, window: MetricWindow) -> bool:
        """Whether the period is beyond it.

        Raises:
            NoDataError: the period has no data, or the earlier one that it is compared with.
            BudgetExhaustedError: the budget is spent.
        """
        current = window.statistic(self.metric, self.period, self.statistic)
        if self.comparison in COMPARISONS:
            return COMPARISONS[self.comparison][1](current, self.threshold)
        stem = self.comparison.removeprefix("GreaterThan").removeprefix("LessThan")
        ago = EARLIER[stem] or self.period or window.row.period
        earlier = window.statistic(self.metric, self.period, self.statistic, ago=ago)
        if not earlier:
            return False
        change = (current - earlier) / earlier * 100
        return change >= self.threshold if self.comparison.startswith("GreaterThan") else -change >= self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What puts an instance into a level once it has held ``times`` periods in a row."""

    level: str
    times: int
    text: str
    thresholds: Sequence[Threshold]
    join: Callable[[Iterable[bool]], bool] = all
    expression: Expression | None = None

    @property
    def _operands(self) -> Sequence[Threshold | Member]:
        return self.expression.members if self.expression is not None else self.thresholds

    @property
    def cost(self) -> int:
        """How many statistics it takes to check one period of one instance."""
        return max(1, len(self._operands))

    @property
    def periods(self) -> list[int]:
        """The lengths of the periods that it names; 0 is the rule's own."""
        return [operand.period for operand in self._operands]

    def has_data(self, window: MetricWindow) -> bool:
        """Whether there is data of any of its statistics. One without statistics needs none."""
        return not self._operands or self.reading(window) is not None

    def holds(self, window: MetricWindow) -> bool:
        """Whether one period fulfils it; without data it does not."""
        try:
            if self.expression is not None:
                window.budget.spend(self.expression.size)
                return self.expression.holds(window)
            return self.join(_holds(threshold, window) for threshold in self.thresholds)
        except NoDataError:
            return False

    def reading(self, window: MetricWindow) -> float | None:
        """The first of its statistics that there is data of: what a history shows."""
        for operand in self._operands:
            try:
                name = operand.name if isinstance(operand, Member) else operand.statistic
                value = window.member(operand.metric, operand.period, name)
            except NoDataError:
                continue
            if isinstance(value, float):
                return value
        return None


def _holds(threshold: Threshold, window: MetricWindow) -> bool:
    try:
        return threshold.holds(window)
    except NoDataError:
        return False


def conditions_of(row: AlarmRow) -> list[Condition]:
    """The conditions of a rule, worst level first. None if an older tfmock accepted what is refused now."""
    try:
        return _conditions(row)
    except ValueError:
        return []


def _conditions(row: AlarmRow) -> list[Condition]:
    composite = parse_composite(row.composite_expression)
    if composite is not None:
        return [_composite_condition(composite)]
    escalations = sorted(row.escalations, key=lambda escalation: LEVELS.index(escalation.level))
    return [_level_condition(escalation) for escalation in escalations]


def _level_condition(escalation: Escalation) -> Condition:
    threshold = Threshold(
        statistic=escalation.statistics,
        comparison=escalation.comparison_operator,
        threshold=float(escalation.threshold),
    )
    times = min(escalation.times, MAX_TIMES)
    return Condition(level=escalation.level, times=times, text=threshold.text, thresholds=[threshold])


def _composite_condition(composite: Composite) -> Condition:
    times = min(composite.times or 1, MAX_TIMES)
    if composite.expression_raw:
        return Condition(
            level=composite.severity,
            times=times,
            text=composite.expression_raw,
            thresholds=(),
            expression=compile_expression(composite.expression_raw),
        )
    thresholds = [
        Threshold(
            metric=item.metric_name,
            period=min(item.period or 0, LONGEST_PERIOD),
            statistic=item.statistic,
            comparison=item.comparison_operator,
            threshold=float(item.threshold),
        )
        for item in composite.expression_list
    ]
    join = composite.expression_list_join or "&&"  # guess: all must hold
    text = f" {join} ".join(f"{threshold.metric} {threshold.text}".strip() for threshold in thresholds)
    return Condition(
        level=composite.severity,
        times=times,
        text=text,
        thresholds=thresholds,
        join=any if join == "||" else all,
    )
