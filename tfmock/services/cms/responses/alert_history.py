"""What became of alarm rules, told the old way."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import OptionalBool, OptionalInt, Part, Request, operation, wrapped
from tfmock.core.paging import page
from tfmock.services.cms.models import HistoryRow
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.cms.responses.alert_log import LOG_LEVELS, SENT, history, milliseconds


class HistoryItem(Part):
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
    """What was sent, newest first. Ascending ``false`` turns it round (metadata, which says so in these words). guess:
    without State and Status it shows all that was sent; the defaults of the metadata would show nothing."""
    start, end = milliseconds(request.start_time, 0.0), milliseconds(request.end_time, call.now)
    rows = [
        row
        for row in history(call)
        if start <= row.at <= end
        and request.rule_id in ("", row.rule)
        and request.rule_name in ("", row.rule_name)
        and request.namespace in ("", row.namespace)
        and request.metric_name in ("", row.metric)
        and request.state in ("", row.state)
        and request.status in ("", SENT)
        and not request.group_id
    ]
    rows = rows[::-1] if request.ascending is False else rows
    cut = page(rows, request.page_number, request.page_size, limit=100)
    return AlertHistoryListReply(total=str(cut.total), alarm_history_list=[_item(row) for row in cut.items])


def _item(row: HistoryRow) -> HistoryItem:
    return HistoryItem(
        rule_id=row.rule, rule_name=row.rule_name, namespace=row.namespace, metric_name=row.metric,
        instance_name=row.instance, dimensions=json.dumps({"instanceId": row.instance}), state=row.state,
        level=LOG_LEVELS.get(row.level, row.state), value=row.value, expression=row.expression,
        evaluation_count=row.times, alert_time=int(row.at * 1000), last_time=int(row.lasted * 1000),
        webhooks=row.webhook, contact_groups=[name for name in row.contact_groups.split(",") if name],
    )  # fmt: skip
