"""What became of alarm rules, told the old way."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalBool, OptionalInt, Request, operation, wrapped
from tfmock.services.cms.models import ContactGroupRow, ContactRow, HistoryRow, contact_id
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.cms.responses.alert_log import SENT, history, log_level, milliseconds
from tfmock.services.common.pages import page


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
    return AlertHistoryListReply(total=str(cut.total), alarm_history_list=[_item(call, row) for row in cut.items])


def _contacts(call: Call, groups: list[str]) -> list[ContactRow]:
    """Who is in the contact groups, each once. guess: those of now, since nobody was told then"""
    account = call.account
    found = [call.transaction.get(ContactGroupRow, contact_id(account, name)) for name in groups]
    names = dict.fromkeys(name for group in found if group is not None for name in group.contacts)
    rows = [call.transaction.get(ContactRow, contact_id(account, name)) for name in names]
    return [row for row in rows if row is not None]


def _item(call: Call, row: HistoryRow) -> HistoryItem:
    groups = [name for name in row.contact_groups.split(",") if name]
    contacts = _contacts(call, groups)
    # Metadata: text messages and AliIM are of the China site alone
    at_home = contacts if call.world.settings.account(call.account).site == "china" else []
    return HistoryItem(
        rule_id=row.rule, rule_name=row.rule_name, namespace=row.namespace, metric_name=row.metric,
        instance_name=row.instance, dimensions=json.dumps({"instanceId": row.instance}), state=row.state,
        level=log_level(call, row.level, row.state), value=row.value, expression=row.expression,
        evaluation_count=row.times, alert_time=int(row.at * 1000), last_time=int(row.lasted * 1000),
        webhooks=row.webhook, contact_groups=groups, contacts=[each.name for each in contacts],
        contact_mails=[each.mail for each in contacts if each.mail],
        contact_smses=[each.sms for each in at_home if each.sms],
        contact_aliims=[each.ali_im for each in at_home if each.ali_im],
    )  # fmt: skip
