"""Alarm rules, evaluated on the world's clock.

Whoever reads a rule first brings it up to date: every period that ended since the last look is judged as if somebody
had watched. What a period is worth follows from the traffic rows alone, so nothing depends on when the look was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from tfmock.core.call import Call
from tfmock.core.store import Transaction
from tfmock.services.cms.metrics import METRICS, NAMESPACE, Metric, ends, value, watched
from tfmock.services.cms.models import AlarmRow, Escalation, HistoryRow, InstanceState
from tfmock.services.vpcpeer.traffic import FlowRow, LinkRow, Meter

DAY: Final = 86400
#: Effective intervals are in the zone of the China site (guess: the API has no parameter for it).
ZONE: Final = 8 * 3600
LEVELS: Final = ("Critical", "Warn", "Info")

COMPARISONS: Final[Mapping[str, tuple[str, Callable[[float, float], bool]]]] = MappingProxyType(
    {
        "GreaterThanOrEqualToThreshold": (">=", lambda a, b: a >= b),
        "GreaterThanThreshold": (">", lambda a, b: a > b),
        "LessThanOrEqualToThreshold": ("<=", lambda a, b: a <= b),
        "LessThanThreshold": ("<", lambda a, b: a < b),
        "NotEqualToThreshold": ("!=", lambda a, b: a != b),
        # missing in the metadata; the provider sends it for == (facts 6.2)
        "EqualToThreshold": ("==", lambda a, b: a == b),
    }
)
#: Comparisons with an earlier period: the change in percent against the threshold.
EARLIER: Final[Mapping[str, int]] = MappingProxyType({"Yesterday": DAY, "LastWeek": 7 * DAY, "LastPeriod": 0})


def is_comparison(name: str) -> bool:
    """Whether a rule may compare so."""
    stem = name.removeprefix("GreaterThan").removeprefix("LessThan")
    return name in COMPARISONS or (stem != name and stem in EARLIER)


def instances(row: AlarmRow) -> list[str]:
    """The connections that a rule watches."""
    try:
        dimensions = json.loads(row.resources or "[]")
    except ValueError:
        return []
    listed = dimensions if isinstance(dimensions, list) else [dimensions]
    return [str(each["instanceId"]) for each in listed if isinstance(each, dict) and each.get("instanceId")]


def catch_up(call: Call, row: AlarmRow) -> AlarmRow:
    """The rule as of now, its history written."""
    metric = METRICS.get(row.metric) if row.namespace == NAMESPACE else None
    if not row.enabled or metric is None or row.composite or row.prometheus:
        return row if row.evaluated == call.now else replace(row, evaluated=call.now)
    for moment in _moments(call.tx, row, call.now):
        if _in_force(row, moment):
            for instance in instances(row):
                row = _judge(call, row, metric, instance, moment)
    done = replace(row, evaluated=max(row.evaluated, call.now))
    return call.tx.put(done)


def _moments(tx: Transaction, row: AlarmRow, now: float) -> Iterable[int]:
    """Ends of periods at which something may turn out differently than at the period before: those near a change of
    rate, and the first ones. All others would repeat the last answer."""
    reach = (1 + max((level.times for level in row.escalations), default=1)) * row.period
    times = [row.created, row.evaluated]
    for instance in instances(row):
        times += [moment for flow in tx.find(FlowRow, "connection", instance) for moment in (flow.start, flow.end)]
        times += [link.since for link in tx.find(LinkRow, "connection", instance)]
    midnight = int(row.evaluated + ZONE) // DAY * DAY - ZONE
    days = range(midnight, int(now) + 1, DAY) if row.effective not in ("", "00:00-23:59") else ()
    times += [day + _clock(part) for day in days for part in row.effective.split("-")]
    if any(level.comparison.endswith(tuple(EARLIER)) for level in row.escalations):
        times += [moment + later for moment in tuple(times) for later in (DAY, 7 * DAY)]
    found: set[int] = set()
    for moment in times:
        left = max(row.evaluated, moment - row.period)
        found.update(ends(left, min(now, moment + reach), row.period))
    return sorted(found)


def _clock(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 3600 + int(minutes) * 60 if hours.isdigit() and minutes.isdigit() else 0


def _in_force(row: AlarmRow, moment: float) -> bool:
    day = int(moment + ZONE) % DAY
    return _within(day, row.effective, empty=True) and not _within(day, row.not_effective, empty=False)


def _within(day: int, span: str, *, empty: bool) -> bool:
    start, _, end = span.partition("-")
    if not start or not end:
        return empty
    first, last = _clock(start), _clock(end) + 59
    return first <= day <= last if first <= last else day >= first or day <= last


def _judge(call: Call, row: AlarmRow, metric: Metric, instance: str, moment: int) -> AlarmRow:
    found = watched(call, instance)
    before = next((one for one in row.states if one.instance == instance), InstanceState(instance, "OK"))
    after, reading, level = _state(row, metric, found, before, moment)
    if after == before and before in row.states:
        return row
    others = [one for one in row.states if one.instance != instance]
    if after != before:
        _write(call, row, before, after, moment, reading, level)
    return replace(row, states=(*others, after))


def _state(
    row: AlarmRow, metric: Metric, found: Meter | None, before: InstanceState, moment: int
) -> tuple[InstanceState, float | None, Escalation | None]:
    """Where the instance stands when the period ending at ``moment`` is over, and what decided."""
    current = value(metric, found, moment, row.period) if found is not None else None
    if found is None or current is None:
        policy = {"OK": "OK", "INSUFFICIENT_DATA": "INSUFFICIENT_DATA"}.get(row.no_data)
        return (InstanceState(before.instance, policy) if policy else before), None, None
    ranked = sorted(row.escalations, key=lambda level: LEVELS.index(level.level))
    for level in ranked:
        reading = current.get(level.statistics, current["Value"])
        if all(_holds(row, metric, found, level, moment - back * row.period) for back in range(max(level.times, 1))):
            return InstanceState(before.instance, "ALARM", level.level), reading, level
    first = ranked[0] if ranked else None
    reading = current.get(first.statistics, current["Value"]) if first else current["Value"]
    return InstanceState(before.instance, "OK"), reading, first


def _holds(row: AlarmRow, metric: Metric, found: Meter, level: Escalation, moment: int) -> bool:
    """Whether one period is beyond a level. Periods that ended before the rule was made do not count (guess)."""
    if moment <= row.created:
        return False
    current = value(metric, found, moment, row.period)
    if current is None:
        return False
    reading = current.get(level.statistics, current["Value"])
    threshold = float(level.threshold)
    if level.comparison in COMPARISONS:
        return COMPARISONS[level.comparison][1](reading, threshold)
    growing = level.comparison.startswith("GreaterThan")
    stem = level.comparison.removeprefix("GreaterThan").removeprefix("LessThan")
    former = value(metric, found, moment - (EARLIER.get(stem, 0) or row.period), row.period)
    past = former.get(level.statistics, former["Value"]) if former else 0.0
    if not past:
        return False
    change = (reading - past) / past * 100
    return change >= threshold if growing else -change >= threshold


def expression(level: Escalation | None) -> str:
    """``$Sum>=104857600``, as histories show it."""
    if level is None:
        return ""
    sign = COMPARISONS[level.comparison][0] if level.comparison in COMPARISONS else level.comparison
    return f"${level.statistics}{sign}{level.threshold}"


def _write(
    call: Call, row: AlarmRow, before: InstanceState, after: InstanceState, moment: int, reading: float | None,
    level: Escalation | None,
) -> None:  # fmt: skip
    since = _last_change(call.tx, row, before.instance)
    serial = call.tx.next_serial()
    call.tx.put(
        HistoryRow(
            id=f"{row.id}:{serial}", serial=serial, account=row.account, rule=row.rule, rule_name=row.name,
            namespace=row.namespace, metric=row.metric, instance=after.instance, at=float(moment), state=after.state,
            level=after.level, former=before.level or before.state,
            value="" if reading is None else f"{reading:.10g}", expression=expression(level),
            times=level.times if level else 0, contact_groups=row.contact_groups, webhook=row.webhook,
            lasted=moment - (since if since is not None else row.created),
        )
    )  # fmt: skip


def _last_change(tx: Transaction, row: AlarmRow, instance: str) -> float | None:
    found = [h.at for h in tx.find(HistoryRow, "account", row.account) if (h.rule, h.instance) == (row.rule, instance)]
    return max(found, default=None)


def rules(call: Call) -> Iterator[AlarmRow]:
    """The caller's rules, each brought up to date."""
    for row in call.tx.find(AlarmRow, "account", call.caller.account):
        yield catch_up(call, row)
