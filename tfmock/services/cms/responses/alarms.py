"""Alarm rules: read, switch, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, ManyStrings, OptionalBool, OptionalInt, Request, operation, wrapped
from tfmock.rulebook.alarms import parse_resources
from tfmock.services.cms import errors
from tfmock.services.cms.composite import CompositeReply, PrometheusReply, show_composite, show_prometheus
from tfmock.services.cms.evaluation import catch_up, rules
from tfmock.services.cms.look import Look
from tfmock.services.cms.models import AlarmRow, rule_id
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.common.pages import page


class Label(ApiObject):
    key: str = ""
    value: str = ""


#: Rules that one call may ask for (metadata).
MAX_IDS = 20


class LevelItem(ApiObject):
    statistics: str
    comparison_operator: str
    threshold: str
    times: int


class LevelItems(ApiObject):
    """Only levels that were set: the provider sends an empty one back (provider-contract: alicloud_cms_alarm)."""

    critical: LevelItem | None = None
    warn: LevelItem | None = None
    info: LevelItem | None = None


class AlarmItem(ApiObject):
    """Period must be a number, ContactGroups and Resources text, EnableState a bool.

    provider-contract: alicloud_cms_alarm
    """

    rule_id: str
    rule_name: str
    namespace: str
    metric_name: str
    resources: str
    dimensions: str
    contact_groups: str
    period: int
    silence_time: int
    interval: str
    send_ok: bool = Field(alias="SendOK")
    effective_interval: str
    no_effective_interval: str
    webhook: str
    mail_subject: str
    no_data_policy: str
    enable_state: bool
    alert_state: str
    source_type: str = "METRIC"
    escalations: LevelItems
    labels: Annotated[list[Label], wrapped("Labels")]
    composite_expression: CompositeReply | None = None
    prometheus: PrometheusReply | None = None


class DescribeMetricRuleList(Request):
    rule_ids: str = ""
    rule_name: str = ""
    namespace: str = ""
    metric_name: str = ""
    enable_state: OptionalBool = None
    alert_state: str = ""
    dimensions: str = ""
    group_id: str = ""
    page: OptionalInt = None
    page_size: OptionalInt = None


class DescribeMetricRuleListReply(CmsReply):
    code: int = 200  # type: ignore[assignment]  # a number here alone (metadata; provider-contract: alicloud_cms_alarm)
    total: str
    alarms: Annotated[list[AlarmItem], wrapped("Alarm")]


@operation(PRODUCT, VERSION, "DescribeMetricRuleList")
def describe_metric_rule_list(call: Call, request: DescribeMetricRuleList) -> DescribeMetricRuleListReply:
    """The caller's rules, evaluated up to now."""
    ids = [id for id in request.rule_ids.split(",") if id]
    if len(ids) > MAX_IDS:
        raise errors.PARAMETER_OF_LIST()
    asked = _dimensions(request.dimensions)
    rows = [row for row in rules(call) if (not ids or row.rule in ids) and _fits(request, row, asked)]
    cut = page(rows, request.page, request.page_size, default=10, limit=100)
    return DescribeMetricRuleListReply(total=str(cut.total), alarms=[_item(row) for row in cut.items])


def _fits(request: DescribeMetricRuleList, row: AlarmRow, asked: list[dict[str, object]]) -> bool:
    return (
        (not request.rule_name or request.rule_name in row.name)
        and (not request.namespace or row.namespace == request.namespace)
        and (not request.metric_name or row.metric == request.metric_name)
        and (request.enable_state is None or row.enabled is request.enable_state)
        and (not request.alert_state or row.state == request.alert_state)
        and not request.group_id
        and (not request.dimensions or _watches(row, asked))
    )


def _dimensions(text: str) -> list[dict[str, object]]:
    try:
        asked = parse_resources(text)
    except ValueError:
        raise errors.PARAMETER_OF_LIST() from None
    if len(asked) > MAX_IDS:  # each is looked for in each rule
        raise errors.PARAMETER_OF_LIST()
    return asked


def _watches(row: AlarmRow, asked: list[dict[str, object]]) -> bool:
    """Whether a rule names one of the resources asked for."""
    named = parse_resources(row.resources)
    return any(each.items() >= one.items() for one in asked for each in named)


def _item(row: AlarmRow) -> AlarmItem:
    levels = {
        level.level.lower(): LevelItem(
            statistics=level.statistics, comparison_operator=level.comparison, threshold=level.threshold,
            times=level.times,
        )
        for level in row.escalations
    }  # fmt: skip
    return AlarmItem(
        rule_id=row.rule, rule_name=row.name, namespace=row.namespace, metric_name=row.metric,
        interval=row.interval, send_ok=row.send_ok, resources=row.resources, dimensions=row.resources,
        contact_groups=row.contact_groups, period=row.period,
        silence_time=row.silence, effective_interval=row.effective, no_effective_interval=row.not_effective,
        webhook=row.webhook, mail_subject=row.subject, no_data_policy=row.no_data, enable_state=row.enabled,
        alert_state=row.state, escalations=LevelItems(**levels),
        labels=[Label(key=key, value=value) for key, value in row.labels],
        composite_expression=show_composite(row.composite), prometheus=show_prometheus(row.prometheus),
    )  # fmt: skip


class SwitchedRules(Request):
    rule_id: ManyStrings = Field(min_length=1)


@operation(PRODUCT, VERSION, "EnableMetricRules")
def enable_metric_rules(call: Call, request: SwitchedRules) -> CmsReply:
    """Switch rules on."""
    return _switch(call, request, on=True)


@operation(PRODUCT, VERSION, "DisableMetricRules")
def disable_metric_rules(call: Call, request: SwitchedRules) -> CmsReply:
    """Switch rules off: nothing is evaluated meanwhile."""
    return _switch(call, request, on=False)


def _switch(call: Call, request: SwitchedRules, *, on: bool) -> CmsReply:
    look = Look()
    for id in request.rule_id:
        row = catch_up(call, rule_of(call, id), look)
        since = call.now if on and not row.enabled else row.since
        call.transaction.put(replace(row, enabled=on, since=since, evaluated=call.now))
    return CmsReply()


def rule_of(call: Call, id: str) -> AlarmRow:
    """The caller's rule of this id."""
    row = call.transaction.get(AlarmRow, rule_id(call.account, id))
    if row is None:
        raise errors.RULE_NOT_FOUND()
    return row


class DeleteMetricRules(Request):
    id: ManyStrings = Field(min_length=1)


@operation(PRODUCT, VERSION, "DeleteMetricRules")
def delete_metric_rules(call: Call, request: DeleteMetricRules) -> CmsReply:
    """Delete rules; their history stays."""
    look = Look()
    for id in request.id:
        call.transaction.delete(catch_up(call, rule_of(call, id), look))
    return CmsReply()
