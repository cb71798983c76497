"""Data of metrics: lists, the latest, aggregates, and the top ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

from tfmock.core.call import Call
from tfmock.core.clock import parse_moment
from tfmock.core.operation import OptionalInt, Request, Required, operation
from tfmock.core.store import Transaction
from tfmock.rulebook import alarms
from tfmock.rulebook.alarms import NAMESPACE, parse_resources
from tfmock.rulebook.values import read_json, whole_number
from tfmock.services.cms import errors
from tfmock.services.cms.effective import ZONE
from tfmock.services.cms.look import Look
from tfmock.services.cms.metrics import METRICS, MINUTE, Metric, ends, value, watched
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.common.pages import size_within

Point: TypeAlias = dict[str, float | int | str]

#: The span of one query (metadata): days of a list, seconds of the others by their period.
LONGEST_LIST: Final = 31 * 86400
#: Instances in one query, and datapoints in one answer (metadata).
MAX_INSTANCES: Final = 50
LONGEST_PAGE: Final = 1440
#: Guess: a list without a beginning; the metadata is silent.
HOUR: Final = 3600


class MetricQuery(Request):
    """What all of these share."""

    namespace: Required
    metric_name: Required
    period: str = ""
    start_time: str = ""
    end_time: str = ""
    dimensions: str = ""
    express: str = ""
    length: OptionalInt = None
    next_token: str = ""


class MetricReply(CmsReply):
    """Datapoints is text that holds JSON (metadata)."""

    period: str
    datapoints: str
    next_token: str | None = None


class AggregateReply(CmsReply):
    success: None = None  # type: ignore[assignment]  # these two do not have it (metadata)
    period: str
    datapoints: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query, understood. ``metric`` is None where there is nothing to see: another product's."""

    tx: Transaction
    account: str
    metric: Metric | None
    period: int
    start: float
    end: float
    instances: Sequence[str]

    def point(self, instance: str, finish: int) -> Point | None:
        """The datapoint of the period that ends at ``finish``; its timestamp is the beginning (samples)."""
        found = watched(self.tx, self.account, instance)
        statistics = value(self.metric, found, finish, self.period) if self.metric and found else None
        return None if statistics is None else self._shown(instance, finish, statistics.items())

    def points(self, instance: str, start: float) -> Iterator[tuple[int, Point]]:
        """Its data, left-open and right-closed, oldest first, with the ends of the periods."""
        found = watched(self.tx, self.account, instance)
        # Before its first change there was no connection; a month of minutes is not asked one by one.
        start = max(start, *found.changes()[:1]) if found and found.changes() else start
        for finish in ends(start, self.end, self.period) if self.metric and found else ():
            statistics = value(self.metric, found, finish, self.period) if self.metric and found else None
            if statistics is not None:
                yield finish, self._shown(instance, finish, statistics.items())

    def _shown(self, instance: str, finish: int, statistics: Iterable[tuple[str, float]]) -> Point:
        return {
            "timestamp": (finish - self.period) * 1000, "userId": self.account, "instanceId": instance,
            **{name: round(amount, 3) for name, amount in statistics},
        }  # fmt: skip


@operation(PRODUCT, VERSION, "DescribeMetricList")
def describe_metric_list(call: Call, request: MetricQuery) -> MetricReply:
    """Data of a metric, by instance; those of other products are empty."""
    asked = _asked(call, request, HOUR)
    if not 0 < asked.end - asked.start <= LONGEST_LIST:
        raise errors.PARAMETER(name="StartTime")
    number, begin = _place(request.next_token, asked)
    size, page, token = _size(request.length, 1000), list[Point](), None
    for index in range(number, len(asked.instances)):
        for finish, point in asked.points(asked.instances[index], begin):
            if len(page) == size:
                token = f"{index}-{finish - asked.period}"
                break
            page.append(point)
        if token is not None:
            break
        begin = asked.start
    return MetricReply(period=str(asked.period), datapoints=json.dumps(page), next_token=token)


@operation(PRODUCT, VERSION, "DescribeMetricLast")
def describe_metric_last(call: Call, request: MetricQuery) -> MetricReply:
    """The latest datapoint of each instance, of the last two hours, or two days for periods of an hour (metadata)."""
    asked = _asked(call, request, 31 * 86400)
    start = max(asked.start, asked.end - _window(asked.period))
    last = (_last(asked, instance, start) for instance in asked.instances)
    size, number = _size(request.length, 1000), _place(request.next_token, asked)[0]
    points = [point for point in last if point is not None]
    token = f"{number + size}-0" if len(points) > number + size else None
    return MetricReply(
        period=str(asked.period), datapoints=json.dumps(points[number : number + size]), next_token=token
    )


def _last(asked: _Asked, instance: str, start: float) -> Point | None:
    points = [point for _, point in asked.points(instance, start)]
    return points[-1] if points else None


@operation(PRODUCT, VERSION, "DescribeMetricData")
def describe_metric_data(call: Call, request: MetricQuery) -> AggregateReply:
    """The period nearest to the end, over all instances, or by what ``Express`` groups."""
    asked = _asked(call, request, 0)
    groups: dict[str, list[Point]] = {}
    names = _grouped(request.express)
    for point in _nearest(asked):
        groups.setdefault(json.dumps([point[name] for name in names]), []).append(point)
    points = [_together(asked, members, names) for members in groups.values()]
    shown = points[: _size(request.length, 1000)]
    return AggregateReply(period=str(asked.period), datapoints=json.dumps(shown))


class TopQuery(MetricQuery):
    orderby: Required
    order_desc: str = ""


@operation(PRODUCT, VERSION, "DescribeMetricTop")
def describe_metric_top(call: Call, request: TopQuery) -> AggregateReply:
    """The period nearest to the end, instance by instance. OrderDesc ``True`` means the smallest first (metadata)."""
    asked = _asked(call, request, 0)
    if asked.metric is not None and request.orderby not in asked.metric.statistics:
        raise errors.PARAMETER(name="Orderby")
    upwards = request.order_desc.lower() == "true"
    points = sorted(_nearest(asked), key=lambda point: point[request.orderby], reverse=not upwards)
    shown = [
        {"order": order, **point, "_count": asked.period / MINUTE}
        for order, point in enumerate(islice(points, _size(request.length, 10)), 1)
    ]
    return AggregateReply(period=str(asked.period), datapoints=json.dumps(shown))


def _nearest(asked: _Asked) -> list[Point]:
    """What there is of the last whole period, for spans no longer than the metadata allows."""
    if asked.end - asked.start > _window(asked.period):
        raise errors.PARAMETER(name="StartTime")
    finish = int(asked.end) // asked.period * asked.period
    found = (asked.point(instance, finish) for instance in asked.instances)
    return [point for point in found if point is not None]


def _together(asked: _Asked, points: Sequence[Point], names: Sequence[str]) -> Point:
    shown: Point = {"timestamp": points[0]["timestamp"], **{name: points[0][name] for name in names}}
    for name in asked.metric.statistics if asked.metric is not None else ():
        amounts = [float(point[name]) for point in points]
        ways = {"Sum": sum(amounts), "Minimum": min(amounts), "Maximum": max(amounts)}
        shown[name] = round(ways.get(name, sum(amounts) / len(amounts)), 3)
    return shown


def _grouped(express: str) -> list[str]:
    """The dimensions of ``{"groupby": ["userId", "instanceId"]}``."""
    try:
        read = read_json(express) if express else {}
    except ValueError:
        raise errors.PARAMETER(name="Express") from None
    names = read.get("groupby", []) if isinstance(read, dict) else None
    if not isinstance(names, list) or not {"userId", "instanceId"}.issuperset(map(str, names)):
        raise errors.PARAMETER(name="Express")
    return [str(name) for name in names]


def _asked(call: Call, request: MetricQuery, span: float) -> _Asked:
    period = _period(request.period)
    end = _moment(request.end_time, call.now)
    start = _moment(request.start_time, min(end, call.now) - span)
    if request.namespace == NAMESPACE and request.metric_name not in METRICS:
        raise errors.METRIC_NOT_FOUND()
    metric = METRICS[request.metric_name] if request.namespace == NAMESPACE and period >= MINUTE else None
    return _Asked(
        call.transaction, call.account, metric, period, start, end if end < call.now else call.now,
        _instances(call, request.dimensions),
    )  # fmt: skip


def _period(text: str) -> int:
    """Seconds. Peerings are measured by the minute: of the 15 seconds that the metadata allows there is no data."""
    if not text:
        return MINUTE
    period = whole_number(text)
    if period is None or period > alarms.LONGEST_PERIOD or (period != 15 and (period % MINUTE or not period)):
        raise errors.PARAMETER(name="Period")
    return period


def _window(period: int) -> int:
    """The longest span of DescribeMetricLast, Data and Top (metadata)."""
    return 1200 if period < MINUTE else 7200 if period < HOUR else 2 * 86400


def _moment(text: str, default: float) -> float:
    """Milliseconds since 1970, ``2026-01-01T00:00:00Z``, or ``2026-01-01 00:00:00``, in the zone of effective hours
    (guess: the metadata only warns of zones)."""
    if not text:
        return default
    try:
        number = whole_number(text)
        if number is not None:
            return number / 1000
        return parse_moment(text) - (0 if text.endswith("Z") or "+" in text else ZONE)
    except ValueError:
        raise errors.LOG_TIME(value=text[:64]) from None


def _size(asked: int | None, default: int) -> int:
    return size_within(asked, default, LONGEST_PAGE)


def _place(token: str, asked: _Asked) -> tuple[int, float]:
    """The instance to go on with, and from when."""
    if not token:
        return 0, asked.start
    number, finish = map(whole_number, token.partition("-")[::2])
    if number is None or finish is None:
        raise errors.PARAMETER(name="NextToken")
    return number, max(float(finish), asked.start)


def _instances(call: Call, dimensions: str) -> list[str]:
    """The connections asked for, or all of the caller's."""
    try:
        asked = parse_resources(dimensions)
    except ValueError:
        raise errors.PARAMETER(name="Dimensions") from None
    if len(asked) > MAX_INSTANCES:
        raise errors.PARAMETER(name="Dimensions")
    account = call.account
    if any(each.get("userId", account) != account for each in asked):
        return []
    named = [str(each["instanceId"]) for each in asked if "instanceId" in each]
    return list(dict.fromkeys(named)) if named else Look(left=1 << 60).watchable(call.transaction, account)
