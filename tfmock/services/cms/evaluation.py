"""Alarm rules, evaluated on the world's clock.

Whoever reads a rule first brings it up to date: every period that ended since the last look is judged as if somebody
had watched. What a period is worth follows from the traffic rows alone, so nothing depends on when the look was.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tfmock.core.call import Call
from tfmock.core.store import Transaction
from tfmock.rulebook.alarms import NAMESPACE, resources
from tfmock.services.cms.conditions import DAY, EARLIER, Condition, View, conditions
from tfmock.services.cms.effective import edges, in_force
from tfmock.services.cms.metrics import ends, watchable, watched
from tfmock.services.cms.models import AlarmRow, HistoryRow, InstanceState
from tfmock.services.vpcpeer.traffic import Meter

#: How far back sendings are shown (DescribeAlertLogList metadata: the last year), and so how far back days and silences
#: are looked at one by one. Changes of traffic are, however old.
SHOWN: Final = 365 * DAY
#: Of an alarm that went on while nobody looked, so many of the latest repetitions are written.
MOST_REPEATS: Final = 300
#: What all rules of a world together judge at one look, instances times periods; a second or so. Of more changes than
#: that since the last look, the latest are judged (guess: docs/differences.md).
MOST_POINTS: Final = 20_000


def instances(tx: Transaction, row: AlarmRow) -> list[str]:
    """What a rule watches; all connections of the account where its resources name none."""
    named = [str(each["instanceId"]) for each in resources(row.resources) if each.get("instanceId")]
    everything = watchable(tx, row.account) if not named and row.namespace == NAMESPACE else ()
    return list(dict.fromkeys([*named, *everything]))


def catch_up(call: Call, row: AlarmRow) -> AlarmRow:
    """The rule as of now, its history written."""
    if not row.enabled or row.prometheus:
        return row
    done = _Evaluation.of(call.tx, row).run(call.now)
    # A look that finds nothing new writes nothing: the next one finds the same again, from the same rows.
    return row if done.states == row.states else call.tx.put(done)


def as_of_now(tx: Transaction, row: AlarmRow) -> AlarmRow:
    """The rule as :func:`catch_up` would find it, for who only looks: nothing is kept. Under the world's lock."""
    if not row.enabled or row.prometheus:
        return row
    trial = tx.outlook(tx.now)
    try:
        return _Evaluation.of(trial, row).run(tx.now)
    finally:
        trial.rollback()


@dataclass(slots=True)
class _Evaluation:
    """One rule on its way from its last look to now."""

    tx: Transaction
    row: AlarmRow
    meters: Mapping[str, Meter | None]
    conditions: list[Condition]
    held: dict[tuple[int, str, float], bool] = field(default_factory=dict)
    """Whether a condition held at an end of a period: neighbouring moments ask for the same ends."""

    @classmethod
    def of(cls, tx: Transaction, row: AlarmRow) -> _Evaluation:
        meters = {instance: watched(tx, row.account, instance) for instance in instances(tx, row)}
        return cls(tx, row, meters, conditions(row))

    def run(self, now: float) -> AlarmRow:
        ahead, last = deque(self._moments(now)), self.row.evaluated
        while True:
            again = self._repeat(last, now)
            if again <= now and (not ahead or again < ahead[0]) and in_force(self.row, again):
                last = again
            elif ahead:
                last = ahead.popleft()
            else:
                return replace(self.row, evaluated=max(self.row.evaluated, now))
            if in_force(self.row, last):
                for instance in self.meters:
                    self._judge(instance, last)

    def _moments(self, now: float) -> list[float]:
        """Ends of periods at which something may turn out differently than at the period before: those near a change
        of rate, and the first ones. All others would repeat the last answer."""
        row = self.row
        length = max([row.period, *(period for one in self.conditions for period in one.periods)])
        # A period counts from its end on, up to twice its length later; one more is compared with; then it must last.
        reach = 3 * length + (2 + max((one.times for one in self.conditions), default=1)) * row.period
        times = [row.since, row.evaluated, *edges(row, max(row.evaluated, now - SHOWN), now)]
        for meter in self.meters.values():
            times += meter.changes() if meter is not None else ()
        if any(each.comparison.endswith(tuple(EARLIER)) for one in self.conditions for each in one.thresholds):
            times += [moment + later for moment in tuple(times) for later in (DAY, 7 * DAY)]
        found: set[float] = set()
        for moment in times:
            left = max(row.evaluated, moment - length)
            found.update(ends(left, min(now, moment + reach), row.period))
        return sorted(found)[-self._most_moments() :]

    def _most_moments(self) -> int:
        """The rule's share of what one look judges; ``count`` looks at all instances for each of them."""
        counts = sum(one.expression.counts for one in self.conditions if one.expression is not None)
        weight = len(self.meters) * (1 + counts * len(self.meters)) * len(self.tx.rows(AlarmRow))
        return max(1, MOST_POINTS // max(1, weight))

    def _repeat(self, last: float, now: float) -> float:
        """When an alarm that goes on is due to be sent again: a silence after it was sent (metadata, SilenceTime).
        Repetitions too old to be written are passed over at once."""
        period = self.row.period
        due = [one.sent + self.row.silence for one in self.row.states if one.state == "ALARM"]
        if not due:
            return float("inf")
        first = max(-(-min(due) // period), last // period + 1) * period
        step = -(-max(self.row.silence, period) // period) * period
        oldest = max(now - MOST_REPEATS * step, now - SHOWN)
        return first + max(0, (oldest - first) // step) * step

    def _judge(self, instance: str, moment: float) -> None:
        row = self.row
        found = next((one for one in row.states if one.instance == instance), None)
        before = found or InstanceState(instance, "OK", since=row.since)
        state, level, decisive = self._stand(before, moment)
        changed = (state, level) != (before.state, before.level)
        again = state == "ALARM" and moment - before.sent >= row.silence
        if not changed and not again and found is not None:
            return
        since = before.since if state == before.state else moment
        after = InstanceState(instance, state, level, since, moment if changed or again else before.sent)
        others = [one for one in row.states if one.instance != instance]
        self.row = replace(row, states=(*others, after))
        if changed or again:
            self._write(before, after, moment, decisive)

    def _stand(self, before: InstanceState, moment: float) -> tuple[str, str, Condition | None]:
        """State and level when the period ending at ``moment`` is over, and what decided."""
        view = self._view(before.instance, moment)
        if not any(condition.has_data(view) for condition in self.conditions):
            if self.row.no_data in ("OK", "INSUFFICIENT_DATA"):
                return self.row.no_data, "", None
            return before.state, before.level, None
        for condition in self.conditions:
            if self._lasts(condition, before.instance, moment):
                return "ALARM", condition.level, condition
        return "OK", "", self.conditions[0]

    def _lasts(self, condition: Condition, instance: str, moment: float) -> bool:
        """Whether it held so many periods in a row. Those in which the rule was not in force, or not there, do not
        count (guess)."""
        for back in range(max(condition.times, 1)):
            end = moment - back * self.row.period
            if end <= self.row.since or not in_force(self.row, end) or not self._holds(condition, instance, end):
                return False
        return True

    def _holds(self, condition: Condition, instance: str, end: float) -> bool:
        key = (self.conditions.index(condition), instance, end)
        held = self.held.get(key)
        if held is None:
            held = self.held[key] = condition.holds(self._view(instance, end))
        return held

    def _view(self, instance: str, moment: float) -> View:
        return View(self.row, self.meters, instance, moment)

    def _write(self, before: InstanceState, after: InstanceState, moment: float, decisive: Condition | None) -> None:
        for old in self.tx.oldest(HistoryRow):
            if old.at > moment - SHOWN:
                break
            self.tx.delete(old)
        row, serial = self.row, self.tx.next_serial()
        reading = decisive.reading(self._view(after.instance, moment)) if decisive is not None else None
        began = before.since if before.state == "ALARM" else moment
        self.tx.put(
            HistoryRow(
                id=f"{row.id}:{serial}", serial=serial, account=row.account, rule=row.rule, rule_name=row.name,
                namespace=row.namespace, metric=row.metric, instance=after.instance, at=float(moment),
                state=after.state, level=after.level, former=before.level or before.state,
                value="" if reading is None else f"{reading:.10g}", expression=decisive.text if decisive else "",
                times=decisive.times if decisive else 0, contact_groups=row.contact_groups, webhook=row.webhook,
                lasted=moment - began,
            )
        )  # fmt: skip


def rules(call: Call) -> Iterator[AlarmRow]:
    """The caller's rules, each brought up to date."""
    for row in call.tx.find(AlarmRow, "account", call.caller.account):
        yield catch_up(call, row)
