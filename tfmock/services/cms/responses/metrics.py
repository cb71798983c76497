"""Data of metrics: lists, the latest, aggregates, and the top ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
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
from tfmock.services.cms.evaluation import ZONE
from tfmock.services.cms.metrics import (
    METRICS,
    MINUTE,
    EvaluationBudget,
    Metric,
    find_meter,
    metric_statistics,
    period_ends,
)
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.common.pages import size_within
from tfmock.simulation.traffic import Meter

Point: TypeAlias = dict[str, float | int | str]

#: The span of one query (metadata): days of a list, seconds of the others by their period.
LONGEST_LIST: Final = 31 * 86400
#: Instances in one query, and datapoints in one answer (metadata).
MAX_INSTANCES: Final = 50
LONGEST_PAGE: Final = 1440
#: Guess: a list without a beginning; the metadata is silent.
HOUR: Final = 3600


class MetricQuery(Request):
    """The parameters of every query."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Query:
    """A query, parsed and checked.

    Attributes:
        metric: None for one of another product, of which tfmock has no data.
    """

    transaction: Transaction
    account: str
    metric: Metric | None
    period: int
    start: float
    end: float
    instances: Sequence[str]

    def point(self, instance: str, end: int) -> Point | None:
        """The datapoint of the period that ends at ``end``; its timestamp is the beginning (samples)."""
        meter = find_meter(self.transaction, self.account, instance)
        if self.metric is None or meter is None:
            return None
        return self._point(self.metric, meter, instance, end)

    def points(self, instance: str, start: float) -> Iterator[tuple[int, Point]]:
        """The datapoints of periods in (start, end], oldest first, with the ends of the periods."""
        meter = find_meter(self.transaction, self.account, instance)
        if self.metric is None or meter is None:
            return
        # Before its first change there was no connection; a month of minutes is not computed one by one.
        start = max(start, *meter.changes()[:1]) if meter.changes() else start
        for end in period_ends(start, self.end, self.period):
            point = self._point(self.metric, meter, instance, end)
            if point is not None:
                yield end, point

    def _point(self, metric: Metric, meter: Meter, instance: str, end: int) -> Point | None:
        statistics = metric_statistics(metric, meter, end, self.period)
        if statistics is None:
            return None
        return {
            "timestamp": (end - self.period) * 1000,
            "userId": self.account,
            "instanceId": instance,
            **{name: round(amount, 3) for name, amount in statistics.items()},
        }


@operation(PRODUCT, VERSION, "DescribeMetricList")
def describe_metric_list(call: Call, request: MetricQuery) -> MetricReply:
    """Data of a metric, by instance; those of other products are empty."""
    query = _parse_query(call, request, HOUR)
    if not 0 < query.end - query.start <= LONGEST_LIST:
        raise errors.PARAMETER(name="StartTime")
    points, token = _take(query, _parse_token(request.next_token, query), _size(request.length, 1000))
    return MetricReply(period=str(query.period), datapoints=json.dumps(points), next_token=token)


def _take(query: _Query, position: tuple[int, float], size: int) -> tuple[list[Point], str | None]:
    """Up to ``size`` points from a position on, and the token of the next ones."""
    first, start = position
    points: list[Point] = []
    for index in range(first, len(query.instances)):
        for end, point in query.points(query.instances[index], start):
            if len(points) == size:
                return points, f"{index}-{end - query.period}"
            points.append(point)
        start = query.start
    return points, None


@operation(PRODUCT, VERSION, "DescribeMetricLast")
def describe_metric_last(call: Call, request: MetricQuery) -> MetricReply:
    """The latest datapoint of each instance, of the last two hours, or two days for periods of an hour (metadata)."""
    query = _parse_query(call, request, 31 * 86400)
    start = max(query.start, query.end - _max_span(query.period))
    latest = (_latest(query, instance, start) for instance in query.instances)
    size, number = _size(request.length, 1000), _parse_token(request.next_token, query)[0]
    points = [point for point in latest if point is not None]
    token = f"{number + size}-0" if len(points) > number + size else None
    return MetricReply(
        period=str(query.period), datapoints=json.dumps(points[number : number + size]), next_token=token
    )


def _latest(query: _Query, instance: str, start: float) -> Point | None:
    points = [point for _, point in query.points(instance, start)]
    return points[-1] if points else None


@operation(PRODUCT, VERSION, "DescribeMetricData")
def describe_metric_data(call: Call, request: MetricQuery) -> AggregateReply:
    """The period nearest to the end, over all instances, or by what ``Express`` groups."""
    query = _parse_query(call, request, 0)
    groups: dict[str, list[Point]] = {}
    names = _parse_express(request.express)
    for point in _nearest(query):
        groups.setdefault(json.dumps([point[name] for name in names]), []).append(point)
    points = [_aggregate(query, members, names) for members in groups.values()]
    return AggregateReply(period=str(query.period), datapoints=json.dumps(points[: _size(request.length, 1000)]))


class TopQuery(MetricQuery):
    orderby: Required
    order_desc: str = ""


@operation(PRODUCT, VERSION, "DescribeMetricTop")
def describe_metric_top(call: Call, request: TopQuery) -> AggregateReply:
    """The period nearest to the end, instance by instance. OrderDesc ``True`` means the smallest first (metadata)."""
    query = _parse_query(call, request, 0)
    if query.metric is not None and request.orderby not in query.metric.statistics:
        raise errors.PARAMETER(name="Orderby")
    ascending = request.order_desc.lower() == "true"
    points = sorted(_nearest(query), key=lambda point: point[request.orderby], reverse=not ascending)
    top = [
        {"order": order, **point, "_count": query.period / MINUTE}
        for order, point in enumerate(islice(points, _size(request.length, 10)), 1)
    ]
    return AggregateReply(period=str(query.period), datapoints=json.dumps(top))


def _nearest(query: _Query) -> list[Point]:
    """The datapoints of the last whole period, for spans no longer than the metadata allows."""
    if query.end - query.start > _max_span(query.period):
        raise errors.PARAMETER(name="StartTime")
    end = int(query.end) // query.period * query.period
    points = (query.point(instance, end) for instance in query.instances)
    return [point for point in points if point is not None]


def _aggregate(query: _Query, points: Sequence[Point], names: Sequence[str]) -> Point:
    """One datapoint of many: sums are added, the others are minimum, maximum or average."""
    aggregate: Point = {"timestamp": points[0]["timestamp"], **{name: points[0][name] for name in names}}
    for name in query.metric.statistics if query.metric is not None else ():
        amounts = [float(point[name]) for point in points]
        results = {"Sum": sum(amounts), "Minimum": min(amounts), "Maximum": max(amounts)}
        aggregate[name] = round(results.get(name, sum(amounts) / len(amounts)), 3)
    return aggregate


def _parse_express(express: str) -> list[str]:
    """The dimensions of ``{"groupby": ["userId", "instanceId"]}``.

    Raises:
        ApiError: it is not of that form.
    """
    try:
        document = read_json(express) if express else {}
    except ValueError:
        raise errors.PARAMETER(name="Express") from None
    names = document.get("groupby", []) if isinstance(document, dict) else None
    if not isinstance(names, list) or not {"userId", "instanceId"}.issuperset(map(str, names)):
        raise errors.PARAMETER(name="Express")
    return [str(name) for name in names]


def _parse_query(call: Call, request: MetricQuery, default_span: float) -> _Query:
    """A query; ``default_span`` is how many seconds it has without a StartTime.

    Raises:
        ApiError: a parameter is not valid, or there is no such metric of peering connections.
    """
    period = _parse_period(request.period)
    end = _parse_moment(request.end_time, call.now)
    start = _parse_moment(request.start_time, min(end, call.now) - default_span)
    if request.namespace == NAMESPACE and request.metric_name not in METRICS:
        raise errors.METRIC_NOT_FOUND()
    has_data = request.namespace == NAMESPACE and period >= MINUTE
    return _Query(
        transaction=call.transaction,
        account=call.account,
        metric=METRICS[request.metric_name] if has_data else None,
        period=period,
        start=start,
        end=min(end, call.now),
        instances=_instances(call, request.dimensions),
    )


def _parse_period(text: str) -> int:
    """Seconds. The metadata allows periods of 15 seconds, too, of which peering connections have no data."""
    if not text:
        return MINUTE
    period = whole_number(text)
    if period is None or period > alarms.LONGEST_PERIOD or (period != 15 and (period % MINUTE or not period)):
        raise errors.PARAMETER(name="Period")
    return period


def _max_span(period: int) -> int:
    """The longest span of DescribeMetricLast, Data and Top (metadata)."""
    if period < MINUTE:
        return 1200
    return 7200 if period < HOUR else 2 * 86400


def _parse_moment(text: str, default: float) -> float:
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


def _size(requested: int | None, default: int) -> int:
    return size_within(requested, default, LONGEST_PAGE)


def _parse_token(token: str, query: _Query) -> tuple[int, float]:
    """The instance to continue with, and the moment to continue from."""
    if not token:
        return 0, query.start
    number, moment = map(whole_number, token.partition("-")[::2])
    if number is None or moment is None:
        raise errors.PARAMETER(name="NextToken")
    return number, max(float(moment), query.start)


def _instances(call: Call, dimensions: str) -> list[str]:
    """The requested connections, or all of the caller's."""
    try:
        resources = parse_resources(dimensions)
    except ValueError:
        raise errors.PARAMETER(name="Dimensions") from None
    if len(resources) > MAX_INSTANCES:
        raise errors.PARAMETER(name="Dimensions")
    if any(resource.get("userId", call.account) != call.account for resource in resources):
        return []
    named = [str(resource["instanceId"]) for resource in resources if "instanceId" in resource]
    if named:
        return list(dict.fromkeys(named))
    return EvaluationBudget(left=1 << 60).watchable_instances(call.transaction, call.account)
