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
from tfmock.rulebook.alarms import NAMESPACE, parse_resources
from tfmock.services.cms.conditions import DAY, EARLIER, Condition, View, conditions
from tfmock.services.cms.effective import edges, in_force
from tfmock.services.cms.look import HISTORY, Exhausted, Look
from tfmock.services.cms.metrics import ends
from tfmock.services.cms.models import AlarmRow, HistoryRow, InstanceState
from tfmock.simulation.traffic import Meter

#: How far back sendings are shown (DescribeAlertLogList metadata: the last year), and so how far back days and silences
#: are looked at one by one. Changes of traffic are, however old.
SHOWN: Final = 365 * DAY
#: Of an alarm that went on while nobody looked, so many of the latest repetitions are written, and fewer where there
#: are many instances.
MAX_REPEATS: Final = 300
#: What all rules of a world together judge at one look: instances times ends of periods times what is asked of each. Of
#: more changes than that since the last look, the latest are judged (guess: docs/differences.md). What is really spent
#: is counted besides (:class:`Look`).
MAX_POINTS: Final = 20_000
#: A look that found nothing new is repeated at the next one, from the same rows, unless it was dearer than this.
_CHEAP: Final = 2000
#: Lines of history that a world keeps.
MAX_HISTORY: Final = 20_000
#: What it costs to read a rule, in units of a look; one with an expression has patterns to compile.
_RULE: Final = 50
_COMPOSITE: Final = 500
#: What one rule names. guess: the metadata has no bound
MAX_INSTANCES: Final = 1000


def instances(tx: Transaction, row: AlarmRow, look: Look) -> list[str]:
    """What a rule watches; all connections of the account where its resources name none.

    Raises:
        Exhausted: the budget is spent.
    """
    named = [str(each["instanceId"]) for each in parse_resources(row.resources) if each.get("instanceId")]
    everything = look.watchable(tx, row.account) if not named and row.namespace == NAMESPACE else ()
    return list(dict.fromkeys([*named, *everything]))


def is_too_much(tx: Transaction, row: AlarmRow) -> bool:
    """Whether a rule asks for more than a look may judge, though it had the whole budget: then it would never be."""
    asked = conditions(row)
    try:
        count = len(instances(tx, row, Look()))
    except Exhausted:
        return True
    cost, times = sum(one.cost for one in asked), max((one.times for one in asked), default=1)
    return count > MAX_INSTANCES or count * cost * times > MAX_POINTS


def catch_up(call: Call, row: AlarmRow, look: Look) -> AlarmRow:
    """The rule as of now, its history written; as far as it got where the budget of the look is spent."""
    if not row.enabled or row.prometheus or look.left <= 0:
        return row
    before = look.left
    done = _evaluated(call.transaction, row, look, call.now)
    changed = done.states != row.states or before - look.left > _CHEAP + len(row.resources) // 8
    return call.transaction.put(done) if changed else row


def as_of_now(tx: Transaction, row: AlarmRow, look: Look) -> AlarmRow:
    """The rule as :func:`catch_up` would find it, for who only looks: nothing is kept. Under the world's lock."""
    if not row.enabled or row.prometheus or look.left <= 0:
        return row
    trial = tx.projected_to(tx.now)
    try:
        return _evaluated(trial, row, look, tx.now)
    finally:
        trial.rollback()


def _evaluated(tx: Transaction, row: AlarmRow, look: Look, now: float) -> AlarmRow:
    try:
        evaluation = _Evaluation.of(tx, row, look)
    except Exhausted:
        return row
    return evaluation.run(now)


@dataclass(slots=True)
class _Evaluation:
    """One rule on its way from its last look to now."""

    tx: Transaction
    row: AlarmRow
    look: Look
    meters: Mapping[str, Meter | None]
    conditions: list[Condition]
    states: dict[str, InstanceState]
    #: For how many ends of periods in a row a condition has held, and the last of them. At neighbouring moments only
    #: one end is new.
    runs: dict[tuple[int, str], tuple[float, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, tx: Transaction, row: AlarmRow, look: Look) -> _Evaluation:
        """
        Raises:
            Exhausted: the budget is spent.
        """
        look.spend(_RULE + len(row.resources) // 20 + (_COMPOSITE if row.composite else 0))
        found = instances(tx, row, look)
        look.spend(len(found))
        meters = {instance: look.meter(tx, row.account, instance) for instance in found}
        return cls(tx, row, look, meters, conditions(row), {each.instance: each for each in row.states})

    def run(self, now: float) -> AlarmRow:
        """The rule at the last moment that was judged: now, unless the budget is spent before."""
        row, ended = self.row, self.row.evaluated
        try:
            for moment, settled in self._agenda(now):
                if in_force(row, moment):
                    for instance in self.meters:
                        self._judge(instance, moment, settled=settled)
                ended = max(ended, moment)
            ended = max(ended, now)
        except Exhausted:
            pass
        return replace(row, states=tuple(self.states.values()), evaluated=ended)

    def _agenda(self, now: float) -> Iterator[tuple[float, bool]]:
        """The moments to judge, in order, and whether nothing changes there: then alarms are only repeated."""
        most = self._most_moments()
        ahead, last = deque(self._moments(now, most)), self.row.evaluated
        repeats = max(1, min(MAX_REPEATS, self.look.left // max(1, 4 * HISTORY * len(self.meters))))
        while True:
            self.look.spend(len(self.states) + 1)
            again = self._repeat(last, now, repeats)
            if again <= now and (not ahead or again < ahead[0]) and in_force(self.row, again):
                last = again
                yield again, True
            elif ahead:
                last = ahead.popleft()
                yield last, False
            else:
                return

    def _moments(self, now: float, most: int) -> list[float]:
        """Ends of periods at which something may turn out differently than at the period before: those near a change
        of rate, and the first ones. All others would repeat the last answer. The latest where there are too many."""
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
        for moment in sorted(set(times), reverse=True):  # those of an earlier change are not later
            left = max(row.evaluated, moment - length)
            found.update(ends(left, min(now, moment + reach), row.period)[-most:])
            if len(found) >= most or moment + reach < row.evaluated:
                break
        return sorted(found)[-most:]

    def _most_moments(self) -> int:
        """The rule's share of what one look judges."""
        cost = sum(one.cost for one in self.conditions)
        weight = len(self.meters) * cost * len(self.tx.rows(AlarmRow))
        return max(1, MAX_POINTS // max(1, weight))

    def _repeat(self, last: float, now: float, most: int) -> float:
        """When an alarm that goes on is due to be sent again: a silence after it was sent (metadata, SilenceTime).
        Repetitions too old to be written are passed over at once."""
        period = self.row.period
        due = [one.sent + self.row.silence for one in self.states.values() if one.state == "ALARM"]
        if not due:
            return float("inf")
        first = max(-(-min(due) // period), last // period + 1) * period
        step = -(-max(self.row.silence, period) // period) * period
        oldest = max(now - most * step, now - SHOWN)
        return first + max(0, (oldest - first) // step) * step

    def _judge(self, instance: str, moment: float, *, settled: bool) -> None:
        row = self.row
        self.look.spend(1)
        found = self.states.get(instance)
        before = found or InstanceState(instance, "OK", since=row.since)
        again = before.state == "ALARM" and moment - before.sent >= row.silence
        if settled and found is not None and not again:
            return
        if settled and found is not None:
            decisive = next((one for one in self.conditions if one.level == before.level), None)
            state, level = before.state, before.level
        else:
            state, level, decisive = self._stand(before, moment)
        changed = (state, level) != (before.state, before.level)
        again = again and state == "ALARM"
        if not changed and not again and found is not None:
            return
        since = before.since if state == before.state else moment
        after = InstanceState(instance, state, level, since, moment if changed or again else before.sent)
        if changed or again:
            self._write(before, after, moment, decisive)
        self.states.pop(instance, None)
        self.states[instance] = after

    def _stand(self, before: InstanceState, moment: float) -> tuple[str, str, Condition | None]:
        """State and level when the period ending at ``moment`` is over, and what decided."""
        view = self._view(before.instance, moment)
        if not any(condition.has_data(view) for condition in self.conditions):
            if self.row.no_data in ("OK", "INSUFFICIENT_DATA"):
                return self.row.no_data, "", None
            return before.state, before.level, None
        for number, condition in enumerate(self.conditions):
            if self._lasts(number, before.instance, moment):
                return "ALARM", condition.level, condition
        return "OK", "", self.conditions[0]

    def _lasts(self, number: int, instance: str, moment: float) -> bool:
        """Whether it held so many periods in a row. Those in which the rule was not in force, or not there, do not
        count (guess)."""
        wanted, period = max(self.conditions[number].times, 1), self.row.period
        end, run = self.runs.get((number, instance), (0.0, 0))
        if not self._counts(number, instance, moment):
            run = 0
        elif end == moment - period:
            run += 1
        else:
            run = 1
            while run < wanted and self._counts(number, instance, moment - run * period):
                run += 1
        self.runs[number, instance] = moment, run
        return run >= wanted

    def _counts(self, number: int, instance: str, end: float) -> bool:
        self.look.spend(2)
        in_time = end > self.row.since and in_force(self.row, end)
        return in_time and self.conditions[number].holds(self._view(instance, end))

    def _view(self, instance: str, moment: float) -> View:
        return View(self.row, self.meters, instance, moment, self.look)

    def _write(self, before: InstanceState, after: InstanceState, moment: float, decisive: Condition | None) -> None:
        self.look.spend(HISTORY)
        self.tx.keep_latest(HistoryRow, MAX_HISTORY - 1, lambda old: old.at <= moment - SHOWN)
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
    """The caller's rules, each brought up to date. Those that wait for longest come first in the budget."""
    look, found = Look(), call.transaction.find(AlarmRow, "account", call.account)
    done = {row.id: catch_up(call, row, look) for row in sorted(found, key=lambda row: row.evaluated)}
    yield from (done[row.id] for row in found)
