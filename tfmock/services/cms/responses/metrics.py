"""Metric data and what metrics there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated

from tfmock.core.call import Call
from tfmock.core.clock import parse_moment
from tfmock.core.operation import OptionalInt, Part, Request, Required, operation, wrapped
from tfmock.core.paging import page
from tfmock.services.cms import errors
from tfmock.services.cms.metrics import METRICS, NAMESPACE, PERIODS, Metric, ends, value, watched
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.vpcpeer.models import PeeringRow


class MetricQuery(Request):
    """What DescribeMetricList and DescribeMetricLast share."""

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


@operation(PRODUCT, VERSION, "DescribeMetricList")
def describe_metric_list(call: Call, request: MetricQuery) -> MetricReply:
    """Data of a metric, left-open and right-closed, oldest first. Metrics that tfmock does not have are empty."""
    period = _period(request.period)
    end = _moment(request.end_time, call.now)
    start = _moment(request.start_time, end - 3600)
    points = list(_points(call, request, max(start, end - 31 * 86400), min(end, call.now), period))
    size = min(max(request.length or 1000, 1), 1440)
    offset = int(request.next_token) if request.next_token.isdigit() else 0
    more = len(points) > offset + size
    return MetricReply(
        period=str(period), datapoints=json.dumps(points[offset : offset + size]),
        next_token=str(offset + size) if more else None,
    )  # fmt: skip


@operation(PRODUCT, VERSION, "DescribeMetricLast")
def describe_metric_last(call: Call, request: MetricQuery) -> MetricReply:
    """The last finished period of each connection."""
    period = _period(request.period)
    end = min(_moment(request.end_time, call.now), call.now)
    points = list(_points(call, request, end - period, end, period))
    return MetricReply(period=str(period), datapoints=json.dumps(points))


def _period(text: str) -> int:
    if not text:
        return PERIODS[0]
    if not text.isdigit() or int(text) % PERIODS[0] or not int(text):
        raise errors.PARAMETER(name="Period")
    return int(text)


def _moment(text: str, default: float) -> float:
    """Milliseconds since 1970, or ``2026-01-01 00:00:00`` (UTC)."""
    if not text:
        return default
    try:
        return int(text) / 1000 if text.isdigit() else parse_moment(text)
    except ValueError:
        raise errors.LOG_TIME(value=text) from None


def _points(
    call: Call, request: MetricQuery, start: float, end: float, period: int
) -> Iterator[dict[str, float | int | str]]:
    metric = METRICS.get(request.metric_name) if request.namespace == NAMESPACE else None
    if metric is None:
        return
    for instance in _instances(call, request.dimensions):
        found = watched(call, instance)
        for finish in ends(start, end, period) if found is not None else ():
            statistics = value(metric, found, finish, period) if found is not None else None
            if statistics is not None:
                yield {
                    "timestamp": (finish - period) * 1000, "userId": call.caller.account, "instanceId": instance,
                    **{name: round(statistics[name], 3) for name in metric.statistics},
                }  # fmt: skip


def _instances(call: Call, dimensions: str) -> list[str]:
    """The connections asked for, or all of the caller's."""
    try:
        asked = json.loads(dimensions) if dimensions else []
    except ValueError:
        raise errors.PARAMETER(name="Dimensions") from None
    listed = asked if isinstance(asked, list) else [asked]
    ids = [str(each["instanceId"]) for each in listed if isinstance(each, dict) and "instanceId" in each]
    if ids or dimensions:
        return ids
    return [row.id for row in call.tx.rows(PeeringRow) if row.side_of(call.caller.account) is not None]


class MetricMeta(Part):
    namespace: str
    metric_name: str
    description: str
    unit: str
    dimensions: str
    periods: str
    statistics: str
    labels: str


class DescribeMetricMetaList(Request):
    namespace: str = ""
    metric_name: str = ""
    labels: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class MetricMetaReply(CmsReply):
    total_count: str
    resources: Annotated[list[MetricMeta], wrapped("Resource")]


@operation(PRODUCT, VERSION, "DescribeMetricMetaList")
def describe_metric_meta_list(call: Call, request: DescribeMetricMetaList) -> MetricMetaReply:
    """The metrics of peering connections."""
    wanted = request.namespace in ("", NAMESPACE)
    found = [_meta(m) for m in METRICS.values() if wanted and request.metric_name in ("", m.name)]
    cut = page(found, request.page_number, request.page_size, default=30, limit=10000)
    return MetricMetaReply(total_count=str(cut.total), resources=list(cut.items))


def _meta(metric: Metric) -> MetricMeta:
    return MetricMeta(
        namespace=NAMESPACE, metric_name=metric.name, description=metric.description, unit=metric.unit,
        dimensions="userId,instanceId", periods=",".join(map(str, PERIODS)), statistics=",".join(metric.statistics),
        labels='[{"name":"minAlertPeriod","value":"60"}]',
    )  # fmt: skip
