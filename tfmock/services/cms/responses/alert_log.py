"""What became of alarm rules: the log of what was sent, and how much of it."""

from __future__ import annotations

import json
from collections import Counter
from types import MappingProxyType
from typing import Final

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalInt, Request, Required, operation
from tfmock.rulebook.values import whole_number
from tfmock.services.cms import errors
from tfmock.services.cms.evaluation import rules
from tfmock.services.cms.models import HistoryRow
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.common.pages import page

#: Levels as the log writes them (metadata samples: P4, OK). guess: which is which but P4 and OK
_LEVELS: Final = MappingProxyType({"Critical": "P2", "Warn": "P3", "Info": "P4"})
#: The product of peerings, as logs name it (guess).
PEERING: Final = "VPC"
#: SendStatus of what was sent. Looks that an alarm's silence or ineffective hours kept quiet are not logged here.
SENT: Final = "0"
#: How far one query reaches, and how far back there is anything (metadata).
LONGEST: Final = 15 * 86400
OLDEST: Final = 365 * 86400


def history(call: Call) -> list[HistoryRow]:
    """The caller's history, newest first, after every rule was brought up to date."""
    for _ in rules(call):
        pass
    return sorted(call.transaction.find(HistoryRow, "account", call.account), key=lambda row: (-row.at, -row.serial))


def milliseconds(text: str, default: float) -> float:
    """Seconds of a parameter in milliseconds."""
    if not text:
        return default
    number = whole_number(text)
    if number is None:
        raise errors.LOG_TIME(value=text[:64])
    return number / 1000


def log_level(call: Call, level: str, state: str) -> str:
    """The level as logs write it: by how it is told, and on the International site there is P4 alone (metadata)."""
    found = _LEVELS.get(level)
    international = call.world.settings.account(call.account).site == "international"
    return "P4" if found and international else found or state


class LogDimension(ApiObject):
    key: str
    value: str


class LogEscalation(ApiObject):
    expression: str
    level: str
    times: int


class AlertLog(ApiObject):
    log_id: str
    rule_id: str
    rule_name: str
    namespace: str
    metric_name: str
    product: str = PEERING
    instance_id: str
    instance_name: str
    alert_time: str
    level: str
    level_change: str
    send_status: str = SENT
    message: str
    event_type: str
    contact_groups: list[str]
    dimensions: list[LogDimension]
    escalation: LogEscalation


class LogQuery(Request):
    """What the list and the count share."""

    rule_id: str = ""
    rule_name: str = ""
    namespace: str = ""
    product: str = ""
    metric_name: str = ""
    group_id: str = ""
    contact_group: str = ""
    level: str = ""
    search_key: str = ""
    event_type: str = ""
    send_status: str = ""
    source_type: str = ""
    start_time: str = ""
    end_time: str = ""
    last_min: str = ""
    group_by: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class AlertLogListReply(CmsReply):
    page_number: int
    page_size: int
    alert_log_list: list[AlertLog]


@operation(PRODUCT, VERSION, "DescribeAlertLogList")
def describe_alert_log_list(call: Call, request: LogQuery) -> AlertLogListReply:
    """What was sent, newest first: of the last fifteen minutes, unless asked otherwise."""
    cut = page(_rows(call, request), request.page_number, request.page_size, default=10, limit=100)
    return AlertLogListReply(
        page_number=cut.number, page_size=cut.size, alert_log_list=[_log(call, r) for r in cut.items]
    )


class CountQuery(LogQuery):
    group_by: Required


class CountedBy(ApiObject):
    name: str
    value: str


class Counted(ApiObject):
    count: int
    logs: list[CountedBy]


class AlertLogCountReply(CmsReply):
    alert_log_count: list[Counted]


@operation(PRODUCT, VERSION, "DescribeAlertLogCount")
def describe_alert_log_count(call: Call, request: CountQuery) -> AlertLogCountReply:
    """How much was sent, by product, level, group and so on."""
    names = request.group_by.split(",")
    if not set(names) <= {"product", "level", "groupId", "contactGroup", "metricName"}:
        raise errors.PARAMETER(name="GroupBy")
    totals = Counter(tuple(_named(call, row, name) for name in names) for row in _rows(call, request))
    counted = [
        Counted(count=count, logs=[CountedBy(name=n, value=v) for n, v in zip(names, values, strict=True)])
        for values, count in totals.items()
    ]
    cut = page(counted, request.page_number, request.page_size, default=10, limit=100)
    return AlertLogCountReply(alert_log_count=list(cut.items))


def _named(call: Call, row: HistoryRow, name: str) -> str:
    level = log_level(call, row.level, row.state)
    shown = {"product": PEERING, "level": level, "contactGroup": row.contact_groups, "metricName": row.metric}
    return shown.get(name, "")


def _rows(call: Call, request: LogQuery) -> list[HistoryRow]:
    """Both ends or none, and no more than fifteen days between them (metadata)."""
    start, end = milliseconds(request.start_time, call.now - 900), milliseconds(request.end_time, call.now)
    if bool(request.start_time) != bool(request.end_time):
        raise errors.PARAMETER(name="EndTime" if request.start_time else "StartTime")
    if not 0 <= end - start <= LONGEST:
        raise errors.PARAMETER(name="StartTime")
    if request.last_min:
        start = call.now - 60 * 1000 * milliseconds(request.last_min, 0.0)
    start = max(start, call.now - OLDEST)
    return [row for row in history(call) if start <= row.at <= end and _fits(call, request, row)]


def _fits(call: Call, request: LogQuery, row: HistoryRow) -> bool:
    return (
        request.rule_id in ("", row.rule)
        and request.rule_name in ("", row.rule_name)
        and request.namespace in ("", row.namespace)
        and request.product in ("", PEERING)
        and request.metric_name in ("", row.metric)
        and request.level in ("", log_level(call, row.level, row.state))
        and request.event_type in ("", _event(row))
        and request.send_status in ("", SENT)
        and request.source_type in ("", "METRIC")
        and request.search_key in f"{row.rule_name} {row.instance}"
        and (not request.contact_group or request.contact_group in row.contact_groups.split(","))
        and not request.group_id
    )


def _event(row: HistoryRow) -> str:
    return "TRIGGERED" if row.state == "ALARM" else "RESOLVED"


def _log(call: Call, row: HistoryRow) -> AlertLog:
    level = log_level(call, row.level, row.state)
    return AlertLog(
        log_id=row.id, rule_id=row.rule, rule_name=row.rule_name, namespace=row.namespace, metric_name=row.metric,
        instance_id=row.instance, instance_name=row.instance, alert_time=str(int(row.at * 1000)), level=level,
        level_change=f"{log_level(call, row.former, row.former)}->{level}", event_type=_event(row),
        message=json.dumps({"alertName": row.rule, "alertState": row.state, "curValue": row.value}),
        contact_groups=[name for name in row.contact_groups.split(",") if name],
        dimensions=[LogDimension(key="instanceId", value=row.instance)],
        escalation=LogEscalation(expression=row.expression, level=level, times=row.times),
    )  # fmt: skip
