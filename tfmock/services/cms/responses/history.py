"""What became of alarm rules: the newer log and the older history."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import OptionalBool, OptionalInt, Part, Request, operation, wrapped
from tfmock.core.paging import page
from tfmock.services.cms import errors
from tfmock.services.cms.evaluation import rules
from tfmock.services.cms.models import HistoryRow
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply

#: Levels as the log writes them (metadata samples: P4, OK). guess: which is which but P4 and OK
LOG_LEVELS = {"Critical": "P2", "Warn": "P3", "Info": "P4"}


def _history(call: Call) -> list[HistoryRow]:
    """The caller's history, newest first, after every rule was brought up to date."""
    for _ in rules(call):
        pass
    return sorted(call.tx.find(HistoryRow, "account", call.caller.account), key=lambda row: (-row.at, -row.serial))


def _milliseconds(text: str, default: float) -> float:
    if not text:
        return default
    if not text.isdigit():
        raise errors.LOG_TIME(value=text)
    return int(text) / 1000


class LogDimension(Part):
    key: str
    value: str


class LogEscalation(Part):
    expression: str
    level: str
    times: int


class AlertLog(Part):
    log_id: str
    rule_id: str
    rule_name: str
    namespace: str
    metric_name: str
    product: str = "VPC"
    instance_id: str
    instance_name: str
    alert_time: str
    level: str
    level_change: str
    send_status: str = "0"
    message: str
    event_type: str
    contact_groups: list[str]
    dimensions: list[LogDimension]
    escalation: LogEscalation


class DescribeAlertLogList(Request):
    rule_id: str = ""
    rule_name: str = ""
    namespace: str = ""
    metric_name: str = ""
    contact_group: str = ""
    level: str = ""
    search_key: str = ""
    event_type: str = ""
    start_time: str = ""
    end_time: str = ""
    last_min: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class AlertLogListReply(CmsReply):
    page_number: int
    page_size: int
    alert_log_list: list[AlertLog]


@operation(PRODUCT, VERSION, "DescribeAlertLogList")
def describe_alert_log_list(call: Call, request: DescribeAlertLogList) -> AlertLogListReply:
    """Changes of state, newest first."""
    start, end = _milliseconds(request.start_time, 0.0), _milliseconds(request.end_time, call.now)
    if request.last_min.isdigit():
        start = call.now - int(request.last_min) * 60
    rows = [row for row in _history(call) if start <= row.at <= end and _fits(request, row)]
    cut = page(rows, request.page_number, request.page_size, default=10, limit=100)
    return AlertLogListReply(page_number=cut.number, page_size=cut.size, alert_log_list=[_log(r) for r in cut.items])


def _fits(request: DescribeAlertLogList, row: HistoryRow) -> bool:
    return (
        (not request.rule_id or row.rule == request.rule_id)
        and (not request.rule_name or row.rule_name == request.rule_name)
        and (not request.namespace or row.namespace == request.namespace)
        and (not request.metric_name or row.metric == request.metric_name)
        and (not request.contact_group or request.contact_group in row.contact_groups.split(","))
        and (not request.level or LOG_LEVELS.get(row.level, row.state) == request.level)
        and (not request.search_key or request.search_key in f"{row.rule_name} {row.instance}")
        and (not request.event_type or _event(row) == request.event_type)
    )


def _event(row: HistoryRow) -> str:
    return "TRIGGERED" if row.state == "ALARM" else "RESOLVED"


def _log(row: HistoryRow) -> AlertLog:
    level = LOG_LEVELS.get(row.level, row.state)
    return AlertLog(
        log_id=row.id, rule_id=row.rule, rule_name=row.rule_name, namespace=row.namespace, metric_name=row.metric,
        instance_id=row.instance, instance_name=row.instance, alert_time=str(int(row.at * 1000)), level=level,
        level_change=f"{LOG_LEVELS.get(row.former, row.former)}->{level}", event_type=_event(row),
        message=json.dumps({"alertName": row.rule, "alertState": row.state, "curValue": row.value}),
        contact_groups=[name for name in row.contact_groups.split(",") if name],
        dimensions=[LogDimension(key="instanceId", value=row.instance)],
        escalation=LogEscalation(expression=row.expression, level=level, times=row.times),
    )  # fmt: skip


class HistoryItem(Part):
    rule_id: str
    rule_name: str
    namespace: str
    metric_name: str
    instance_name: str
    dimensions: str
    state: str
    status: int = 0
    level: str
    value: str
    expression: str
    evaluation_count: int
    alert_time: int
    last_time: int
    webhooks: str
    contact_groups: Annotated[list[str], wrapped("ContactGroup")]


class DescribeAlertHistoryList(Request):
    rule_id: str = ""
    rule_name: str = ""
    namespace: str = ""
    metric_name: str = ""
    state: str = ""
    ascending: OptionalBool = None
    start_time: str = ""
    end_time: str = ""
    page_number: OptionalInt = Field(None, alias="Page")
    page_size: OptionalInt = None


class AlertHistoryListReply(CmsReply):
    total: str
    alarm_history_list: Annotated[list[HistoryItem], wrapped("AlarmHistory")]


@operation(PRODUCT, VERSION, "DescribeAlertHistoryList")
def describe_alert_history_list(call: Call, request: DescribeAlertHistoryList) -> AlertHistoryListReply:
    """Changes of state, newest first unless asked otherwise."""
    start, end = _milliseconds(request.start_time, 0.0), _milliseconds(request.end_time, call.now)
    rows = [
        row
        for row in _history(call)
        if start <= row.at <= end
        and request.rule_id in ("", row.rule)
        and request.rule_name in ("", row.rule_name)
        and request.namespace in ("", row.namespace)
        and request.metric_name in ("", row.metric)
        and request.state in ("", row.state)
    ]
    cut = page(rows[::-1] if request.ascending else rows, request.page_number, request.page_size, limit=100)
    return AlertHistoryListReply(total=str(cut.total), alarm_history_list=[_item(row) for row in cut.items])


def _item(row: HistoryRow) -> HistoryItem:
    return HistoryItem(
        rule_id=row.rule, rule_name=row.rule_name, namespace=row.namespace, metric_name=row.metric,
        instance_name=row.instance, dimensions=json.dumps({"instanceId": row.instance}), state=row.state,
        level=LOG_LEVELS.get(row.level, row.state), value=row.value, expression=row.expression,
        evaluation_count=row.times, alert_time=int(row.at * 1000), last_time=int(row.lasted * 1000),
        webhooks=row.webhook, contact_groups=[name for name in row.contact_groups.split(",") if name],
    )  # fmt: skip
