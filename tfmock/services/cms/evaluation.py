"""Alarm rules, evaluated on the world's clock.

Reading a rule first brings it up to date: every period that ended since the last evaluation is checked as if the cloud
had done so at the time. The metrics of a period follow from the traffic rows alone, so nothing depends on when the
evaluation is done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tfmock.core.call import Call
from tfmock.core.store import Transaction
from tfmock.rulebook.alarms import NAMESPACE, parse_hours, parse_resources
from tfmock.services.cms.conditions import DAY, EARLIER, Condition, MetricWindow, conditions_of
from tfmock.services.cms.metrics import HISTORY_COST, BudgetExhaustedError, EvaluationBudget, period_ends
from tfmock.services.cms.models import AlarmRow, HistoryRow, InstanceState
from tfmock.simulation.traffic import Meter

#: The time zone of effective hours: UTC+8, that of the China site. guess: the API has no parameter for it
ZONE: Final = 8 * 3600
#: How far back notifications are shown (DescribeAlertLogList metadata: the last year), and so how far back days and
#: silences are evaluated one by one. Changes of traffic are, however old.
HISTORY_SECONDS: Final = 365 * DAY
#: Of an alarm that went on between two evaluations, so many of the latest repetitions are written, and fewer where
#: there are many instances.
MAX_REPEATS: Final = 300
#: The most that one request evaluates of all rules of a world: instances times ends of periods times statistics of
#: each. If more changed since the last evaluation, the latest changes are evaluated (guess: docs/differences.md). What
#: is really spent is counted besides (:class:`EvaluationBudget`).
MAX_POINTS: Final = 20_000
#: An evaluation that changed nothing is not stored, and so repeated by the next request, unless it cost more than this.
_CHEAP: Final = 2000
#: Lines of history that a world keeps.
MAX_HISTORY: Final = 20_000
#: The cost of reading a rule, in units of the budget; one with an expression has patterns to compile.
_RULE_COST: Final = 50
_COMPOSITE_COST: Final = 500
#: Instances of one rule. guess: the metadata has no bound
MAX_INSTANCES: Final = 1000


def is_in_force(row: AlarmRow, moment: float) -> bool:
    """Whether a rule is evaluated at a moment: in its effective hours and not in its ineffective ones.

    Source: help page, Modify an alert rule (data is checked within the effective time only).
    """
    second = int(moment + ZONE) % DAY
    effective, not_effective = parse_hours(row.effective_interval), parse_hours(row.no_effective_interval)
    return (effective is None or _within(second, effective)) and not (not_effective and _within(second, not_effective))


def _within(second: int, span: tuple[int, int]) -> bool:
    """Spans may go past midnight."""
    first, last = span
    return first <= second <= last if first <= last else second >= first or second <= last


def schedule_changes(row: AlarmRow, since: float, now: float) -> Iterator[float]:
    """The moments from ``since`` to now at which a rule came into force, or ceased to be."""
    spans = [
        span
        for text in (row.effective_interval, row.no_effective_interval)
        if (span := parse_hours(text)) not in (None, (0, DAY - 1))
    ]
    midnight = int(since + ZONE) // DAY * DAY - ZONE
    for day in range(midnight, int(now) + 1, DAY) if spans else ():
        for span in spans:
            for second in span or ():
                yield day + second


def watched_instances(tx: Transaction, row: AlarmRow, budget: EvaluationBudget) -> list[str]:
    """The instances of a rule: those that its resources name, else all connections of the account.

    Raises:
        BudgetExhaustedError: the budget is spent.
    """
    named = [str(resource["instanceId"]) for resource in parse_resources(row.resources) if resource.get("instanceId")]
    everything = budget.watchable_instances(tx, row.account) if not named and row.namespace == NAMESPACE else ()
    return list(dict.fromkeys([*named, *everything]))


def exceeds_budget(tx: Transaction, row: AlarmRow) -> bool:
    """Whether a rule takes more than the whole budget of a request, so that it could never be evaluated."""
    conditions = conditions_of(row)
    try:
        count = len(watched_instances(tx, row, EvaluationBudget()))
    except BudgetExhaustedError:
        return True
    cost = sum(condition.cost for condition in conditions)
    times = max((condition.times for condition in conditions), default=1)
    return count > MAX_INSTANCES or count * cost * times > MAX_POINTS


def evaluate_rule(call: Call, row: AlarmRow, budget: EvaluationBudget) -> AlarmRow:
    """The rule as of now, its history written. If the budget is spent, as of the last moment that it sufficed for."""
    if not row.enable_state or row.prometheus or budget.left <= 0:
        return row
    before = budget.left
    evaluated = _evaluated(call.transaction, row, budget, call.now)
    is_worth_storing = before - budget.left > _CHEAP + len(row.resources) // 8
    return call.transaction.put(evaluated) if evaluated.states != row.states or is_worth_storing else row


def evaluated_now(tx: Transaction, row: AlarmRow, budget: EvaluationBudget) -> AlarmRow:
    """The rule as :func:`evaluate_rule` would return it, without storing anything. Under the world's lock."""
    if not row.enable_state or row.prometheus or budget.left <= 0:
        return row
    trial = tx.projected_to(tx.now)
    try:
        return _evaluated(trial, row, budget, tx.now)
    finally:
        trial.rollback()


def evaluated_rules(call: Call) -> Iterator[AlarmRow]:
    """The caller's rules, each brought up to date. Those that were evaluated longest ago come first in the budget."""
    budget, rows = EvaluationBudget(), call.transaction.find(AlarmRow, "account", call.account)
    evaluated = {row.id: evaluate_rule(call, row, budget) for row in sorted(rows, key=lambda row: row.evaluated)}
    yield from (evaluated[row.id] for row in rows)


def _evaluated(tx: Transaction, row: AlarmRow, budget: EvaluationBudget, now: float) -> AlarmRow:
    try:
        evaluation = _Evaluation.of(tx, row, budget)
    except BudgetExhaustedError:
        return row
    return evaluation.run(now)


@dataclass(slots=True, kw_only=True)
class _Evaluation:
    """The evaluation of one rule from its last one to now.

    Attributes:
        streaks: by condition and instance, the last end of a period at which the condition held, and for how many
            periods in a row it had held then. At neighbouring moments only one end of a period is new.
    """

    tx: Transaction
    row: AlarmRow
    budget: EvaluationBudget
    meters: Mapping[str, Meter | None]
    conditions: list[Condition]
    states: dict[str, InstanceState]
    streaks: dict[tuple[int, str], tuple[float, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, tx: Transaction, row: AlarmRow, budget: EvaluationBudget) -> _Evaluation:
        """Read what the evaluation of a rule needs.

        Raises:
            BudgetExhaustedError: the budget is spent.
        """
        budget.spend(_RULE_COST + len(row.resources) // 20 + (_COMPOSITE_COST if row.composite_expression else 0))
        instances = watched_instances(tx, row, budget)
        budget.spend(len(instances))
        return cls(
            tx=tx,
            row=row,
            budget=budget,
            meters={instance: budget.meter(tx, row.account, instance) for instance in instances},
            conditions=conditions_of(row),
            states={state.instance: state for state in row.states},
        )

    def run(self, now: float) -> AlarmRow:
        """The rule at the last moment that was evaluated: now, unless the budget is spent before."""
        row, ended = self.row, self.row.evaluated
        try:
            for moment, is_repetition in self._agenda(now):
                if is_in_force(row, moment):
                    for instance in self.meters:
                        self._evaluate(instance, moment, is_repetition=is_repetition)
                ended = max(ended, moment)
            ended = max(ended, now)
        except BudgetExhaustedError:
            pass
        return replace(row, states=tuple(self.states.values()), evaluated=ended)

    def _agenda(self, now: float) -> Iterator[tuple[float, bool]]:
        """The moments to evaluate, in order, and whether alarms are only repeated then because nothing changes."""
        most = self._most_moments()
        ahead, last = deque(self._moments(now, most)), self.row.evaluated
        repeats = max(1, min(MAX_REPEATS, self.budget.left // max(1, 4 * HISTORY_COST * len(self.meters))))
        while True:
            self.budget.spend(len(self.states) + 1)
            repetition = self._next_repetition(last, now, repeats)
            is_next = repetition <= now and (not ahead or repetition < ahead[0])
            if is_next and is_in_force(self.row, repetition):
                last = repetition
                yield repetition, True
            elif ahead:
                last = ahead.popleft()
                yield last, False
            else:
                return

    def _moments(self, now: float, most: int) -> list[float]:
        """Ends of periods at which the result may differ from that of the period before.

        Those are the ends near a change of rate, and the first ones. All others would repeat the last result. If there
        are more than ``most``, the latest.
        """
        row = self.row
        length = max([row.period, *(period for condition in self.conditions for period in condition.periods)])
        # A period counts from its end on, up to twice its length later; one more is compared with; then it must last.
        times = max((condition.times for condition in self.conditions), default=1)
        effect = 3 * length + (2 + times) * row.period
        moments: set[float] = set()
        for change in sorted(self._changes(now), reverse=True):  # ends after an earlier change are not later
            start = max(row.evaluated, change - length)
            moments.update(period_ends(start, min(now, change + effect), row.period)[-most:])
            if len(moments) >= most or change + effect < row.evaluated:
                break
        return sorted(moments)[-most:]

    def _changes(self, now: float) -> set[float]:
        """When something that the conditions depend on changed."""
        row = self.row
        changes = {row.since, row.evaluated}
        changes.update(schedule_changes(row, max(row.evaluated, now - HISTORY_SECONDS), now))
        for meter in self.meters.values():
            changes.update(meter.changes() if meter is not None else ())
        thresholds = [threshold for condition in self.conditions for threshold in condition.thresholds]
        if any(threshold.comparison.endswith(tuple(EARLIER)) for threshold in thresholds):
            changes |= {change + later for change in changes for later in (DAY, 7 * DAY)}
        return changes

    def _most_moments(self) -> int:
        """The rule's share of what one request evaluates."""
        cost = sum(condition.cost for condition in self.conditions)
        weight = len(self.meters) * cost * len(self.tx.rows(AlarmRow))
        return max(1, MAX_POINTS // max(1, weight))

    def _next_repetition(self, last: float, now: float, most: int) -> float:
        """When an alarm that goes on is next sent again: a silence after it was sent (metadata, SilenceTime).

        Repetitions too old to be written are passed over at once.
        """
        row = self.row
        due = [state.sent + row.silence_time for state in self.states.values() if state.state == "ALARM"]
        if not due:
            return float("inf")
        first = max(-(-min(due) // row.period), last // row.period + 1) * row.period
        step = -(-max(row.silence_time, row.period) // row.period) * row.period
        oldest = max(now - most * step, now - HISTORY_SECONDS)
        return first + max(0, (oldest - first) // step) * step

    def _evaluate(self, instance: str, moment: float, *, is_repetition: bool) -> None:
        """Store the state of an instance at a moment, and write history if it changed or is sent again."""
        row = self.row
        self.budget.spend(1)
        known = self.states.get(instance)
        before = known or InstanceState(instance=instance, state="OK", since=row.since)
        is_due = before.state == "ALARM" and moment - before.sent >= row.silence_time
        if is_repetition and known is not None:
            if not is_due:
                return
            decisive = next((condition for condition in self.conditions if condition.level == before.level), None)
            state, level = before.state, before.level
        else:
            state, level, decisive = self._state_at(before, moment)
        has_changed = (state, level) != (before.state, before.level)
        is_sent = has_changed or (is_due and state == "ALARM")
        if not is_sent and known is not None:
            return
        after = InstanceState(
            instance=instance,
            state=state,
            level=level,
            since=before.since if state == before.state else moment,
            sent=moment if is_sent else before.sent,
        )
        if is_sent:
            self._write_history(before, after, moment, decisive)
        self.states.pop(instance, None)
        self.states[instance] = after

    def _state_at(self, before: InstanceState, moment: float) -> tuple[str, str, Condition | None]:
        """State and level at the end of the period that ends at ``moment``, and the condition that decided."""
        window = self._window(before.instance, moment)
        if not any(condition.has_data(window) for condition in self.conditions):
            if self.row.no_data_policy in ("OK", "INSUFFICIENT_DATA"):
                return self.row.no_data_policy, "", None
            return before.state, before.level, None
        for number, condition in enumerate(self.conditions):
            if self._has_lasted(number, before.instance, moment):
                return "ALARM", condition.level, condition
        return "OK", "", self.conditions[0]

    def _has_lasted(self, number: int, instance: str, moment: float) -> bool:
        """Whether a condition has held so many periods in a row as it must.

        guess: periods in which the rule was not in force, or not there, do not count
        """
        required, period = max(self.conditions[number].times, 1), self.row.period
        end, streak = self.streaks.get((number, instance), (0.0, 0))
        if not self._held(number, instance, moment):
            streak = 0
        elif end == moment - period:
            streak += 1
        else:
            streak = 1
            while streak < required and self._held(number, instance, moment - streak * period):
                streak += 1
        self.streaks[number, instance] = moment, streak
        return streak >= required

    def _held(self, number: int, instance: str, end: float) -> bool:
        self.budget.spend(2)
        counts = end > self.row.since and is_in_force(self.row, end)
        return counts and self.conditions[number].holds(self._window(instance, end))

    def _window(self, instance: str, end: float) -> MetricWindow:
        return MetricWindow(row=self.row, meters=self.meters, instance=instance, end=end, budget=self.budget)

    def _write_history(
        self, before: InstanceState, after: InstanceState, moment: float, decisive: Condition | None
    ) -> None:
        self.budget.spend(HISTORY_COST)
        self.tx.keep_latest(HistoryRow, MAX_HISTORY - 1, lambda old: old.alert_time <= moment - HISTORY_SECONDS)
        row, serial = self.row, self.tx.next_serial()
        reading = decisive.reading(self._window(after.instance, moment)) if decisive is not None else None
        began = before.since if before.state == "ALARM" else moment
        self.tx.put(
            HistoryRow(
                id=f"{row.id}:{serial}",
                serial=serial,
                account=row.account,
                rule_id=row.rule_id,
                rule_name=row.rule_name,
                namespace=row.namespace,
                metric_name=row.metric_name,
                instance_name=after.instance,
                alert_time=float(moment),
                state=after.state,
                level=after.level,
                former_level=before.level or before.state,
                value="" if reading is None else f"{reading:.10g}",
                expression=decisive.text if decisive else "",
                evaluation_count=decisive.times if decisive else 0,
                contact_groups=row.contact_groups,
                webhook=row.webhook,
                last_time=moment - began,
            )
        )
