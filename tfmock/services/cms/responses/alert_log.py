"""The notifications of alarm rules: as a log, counted, and as the older history list."""

from __future__ import annotations

import json
from collections import Counter
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalBool, OptionalInt, Request, Required, operation, wrapped
from tfmock.rulebook.values import whole_number
from tfmock.services.cms import errors
from tfmock.services.cms.evaluation import evaluated_rules
from tfmock.services.cms.models import ContactGroupRow, ContactRow, HistoryRow, contact_row_id
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.common.pages import page
from tfmock.services.common.rows import matches, reply_of

#: Levels as the log writes them (metadata samples: P4, OK). guess: which is which but P4 and OK
_LEVELS: Final = MappingProxyType({"Critical": "P2", "Warn": "P3", "Info": "P4"})
#: The product of peerings, as logs name it (guess).
PEERING: Final = "VPC"
#: SendStatus of what was sent. What the silence of an alarm or its ineffective hours suppress is not logged.
SENT: Final = "0"
#: The longest span of one query, and the age of the oldest entry, in seconds (metadata).
MAX_SPAN: Final = 15 * 86400
MAX_AGE: Final = 365 * 86400


def history(call: Call) -> list[HistoryRow]:
    """The caller's history, newest first, after every rule was brought up to date."""
    for _ in evaluated_rules(call):
        pass
    return sorted(
        call.transaction.find(HistoryRow, "account", call.account), key=lambda row: (-row.alert_time, -row.serial)
    )


def milliseconds(text: str, default: float) -> float:
    """The moment of a parameter in milliseconds, in seconds.

    Raises:
        ApiError: it is no number.
    """
    if not text:
        return default
    number = whole_number(text)
    if number is None:
        raise errors.LOG_TIME(value=text[:64])
    return number / 1000


def log_level(call: Call, level: str, state: str) -> str:
    """The level as logs write it: by its channels, of which the International site has those of P4 only (metadata)."""
    name = _LEVELS.get(level)
    is_international = call.world.settings.account(call.account).site == "international"
    return "P4" if name and is_international else name or state


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
    """The filters of the list and of the count."""

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
    """What was sent, newest first. The default is the last fifteen minutes."""
    part = page(_rows(call, request), request.page_number, request.page_size, default=10, limit=100)
    items = [_log_item(call, row) for row in part.items]
    return AlertLogListReply(page_number=part.number, page_size=part.size, alert_log_list=items)


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
    """How many notifications were sent, by product, level, contact group or metric."""
    names = request.group_by.split(",")
    if not set(names) <= {"product", "level", "groupId", "contactGroup", "metricName"}:
        raise errors.PARAMETER(name="GroupBy")
    totals = Counter(tuple(_group_value(call, row, name) for name in names) for row in _rows(call, request))
    counted = [
        Counted(
            count=count, logs=[CountedBy(name=name, value=value) for name, value in zip(names, values, strict=True)]
        )
        for values, count in totals.items()
    ]
    part = page(counted, request.page_number, request.page_size, default=10, limit=100)
    return AlertLogCountReply(alert_log_count=list(part.items))


def _group_value(call: Call, row: HistoryRow, name: str) -> str:
    values = {
        "product": PEERING,
        "level": log_level(call, row.level, row.state),
        "contactGroup": row.contact_groups,
        "metricName": row.metric_name,
    }
    return values.get(name, "")


def _rows(call: Call, request: LogQuery) -> list[HistoryRow]:
    """Both ends or none, and no more than fifteen days between them (metadata)."""
    start, end = milliseconds(request.start_time, call.now - 900), milliseconds(request.end_time, call.now)
    if bool(request.start_time) != bool(request.end_time):
        raise errors.PARAMETER(name="EndTime" if request.start_time else "StartTime")
    if not 0 <= end - start <= MAX_SPAN:
        raise errors.PARAMETER(name="StartTime")
    if request.last_min:
        start = call.now - 60 * 1000 * milliseconds(request.last_min, 0.0)
    start = max(start, call.now - MAX_AGE)
    return [row for row in history(call) if start <= row.alert_time <= end and _fits(call, request, row)]


def _fits(call: Call, request: LogQuery, row: HistoryRow) -> bool:
    return (
        matches(
            (request.rule_id, row.rule_id),
            (request.rule_name, row.rule_name),
            (request.namespace, row.namespace),
            (request.product, PEERING),
            (request.metric_name, row.metric_name),
            (request.level, log_level(call, row.level, row.state)),
            (request.event_type, _event(row)),
            (request.send_status, SENT),
            (request.source_type, "METRIC"),
        )
        and request.search_key in f"{row.rule_name} {row.instance_name}"
        and (not request.contact_group or request.contact_group in row.contact_groups.split(","))
        and not request.group_id
    )


def _event(row: HistoryRow) -> str:
    return "TRIGGERED" if row.state == "ALARM" else "RESOLVED"


def _log_item(call: Call, row: HistoryRow) -> AlertLog:
    level = log_level(call, row.level, row.state)
    return reply_of(
        AlertLog,
        row,
        log_id=row.id,
        instance_id=row.instance_name,
        alert_time=str(int(row.alert_time * 1000)),
        level=level,
        level_change=f"{log_level(call, row.former_level, row.former_level)}->{level}",
        event_type=_event(row),
        message=json.dumps({"alertName": row.rule_id, "alertState": row.state, "curValue": row.value}),
        contact_groups=[name for name in row.contact_groups.split(",") if name],
        dimensions=[LogDimension(key="instanceId", value=row.instance_name)],
        escalation=LogEscalation(expression=row.expression, level=level, times=row.evaluation_count),
    )


class HistoryItem(ApiObject):
    rule_id: str
    rule_name: str
    namespace: str
    metric_name: str
    instance_name: str
    dimensions: str
    state: str
    status: int = int(SENT)
    level: str
    value: str
    expression: str
    evaluation_count: int
    alert_time: int
    last_time: int
    webhooks: str
    contact_groups: Annotated[list[str], wrapped("ContactGroup")]
    contacts: Annotated[list[str], wrapped("Contact")]
    contact_mails: Annotated[list[str], wrapped("ContactMail")]
    contact_smses: Annotated[list[str], wrapped("ContactSms")]
    contact_aliims: Annotated[list[str], wrapped("ContactALIIM")] = Field(alias="ContactALIIMs")


class DescribeAlertHistoryList(Request):
    rule_id: str = ""
    rule_name: str = ""
    namespace: str = ""
    metric_name: str = ""
    state: str = ""
    status: str = ""
    group_id: str = ""
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
    """What was sent, newest first. Ascending ``false`` is the other order (metadata, in these words).

    guess: without State and Status it shows all that was sent; the defaults of the metadata would show nothing
    """
    start, end = milliseconds(request.start_time, 0.0), milliseconds(request.end_time, call.now)
    rows = [
        row
        for row in history(call)
        if start <= row.alert_time <= end
        and matches(
            (request.rule_id, row.rule_id),
            (request.rule_name, row.rule_name),
            (request.namespace, row.namespace),
            (request.metric_name, row.metric_name),
            (request.state, row.state),
            (request.status, SENT),
        )
        and not request.group_id
    ]
    rows = rows[::-1] if request.ascending is False else rows
    part = page(rows, request.page_number, request.page_size, limit=100)
    items = [_history_item(call, row) for row in part.items]
    return AlertHistoryListReply(total=str(part.total), alarm_history_list=items)


def _contacts(call: Call, groups: list[str]) -> list[ContactRow]:
    """The contacts of contact groups, each once. guess: those of now, not of when it was sent"""
    ids = [contact_row_id(call.account, name) for name in groups]
    existing = [group for id in ids if (group := call.transaction.get(ContactGroupRow, id)) is not None]
    names = dict.fromkeys(name for group in existing for name in group.contact_names)
    rows = [call.transaction.get(ContactRow, contact_row_id(call.account, name)) for name in names]
    return [row for row in rows if row is not None]


def _history_item(call: Call, row: HistoryRow) -> HistoryItem:
    groups = [name for name in row.contact_groups.split(",") if name]
    contacts = _contacts(call, groups)
    # Metadata: text messages and AliIM are of the China site alone
    china_contacts = contacts if call.world.settings.account(call.account).site == "china" else []
    return reply_of(
        HistoryItem,
        row,
        status=int(SENT),
        dimensions=json.dumps({"instanceId": row.instance_name}),
        level=log_level(call, row.level, row.state),
        alert_time=int(row.alert_time * 1000),
        last_time=int(row.last_time * 1000),
        webhooks=row.webhook,
        contact_groups=groups,
        contacts=[contact.contact_name for contact in contacts],
        contact_mails=[contact.mail for contact in contacts if contact.mail],
        contact_smses=[contact.sms for contact in china_contacts if contact.sms],
        contact_aliims=[contact.ali_im for contact in china_contacts if contact.ali_im],
    )
