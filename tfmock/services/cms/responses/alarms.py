"""Alarm rules: read, enable, disable, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, ManyStrings, OptionalBool, OptionalInt, Request, operation, wrapped
from tfmock.rulebook.alarms import parse_resources
from tfmock.services.cms import errors
from tfmock.services.cms.conditions import CompositeReply, PrometheusReply, composite_reply, prometheus_reply
from tfmock.services.cms.evaluation import evaluate_rule, evaluated_rules
from tfmock.services.cms.metrics import EvaluationBudget
from tfmock.services.cms.models import AlarmRow, alarm_row_id
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.common.pages import page
from tfmock.services.common.rows import matches, reply_of


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
    resources = _parse_dimensions(request.dimensions)
    rows = [row for row in evaluated_rules(call) if matches((ids, row.rule_id)) and _fits(request, row, resources)]
    part = page(rows, request.page, request.page_size, default=10, limit=100)
    return DescribeMetricRuleListReply(total=str(part.total), alarms=[_item(row) for row in part.items])


def _fits(request: DescribeMetricRuleList, row: AlarmRow, resources: list[dict[str, object]]) -> bool:
    return (
        matches(
            (request.namespace, row.namespace),
            (request.metric_name, row.metric_name),
            (request.enable_state, row.enable_state),
            (request.alert_state, row.state),
        )
        and request.rule_name in row.rule_name
        and not request.group_id
        and (not request.dimensions or _watches(row, resources))
    )


def _parse_dimensions(text: str) -> list[dict[str, object]]:
    """The resources of a filter.

    Raises:
        ApiError: the text is not valid, or names too many.
    """
    try:
        resources = parse_resources(text)
    except ValueError:
        raise errors.PARAMETER_OF_LIST() from None
    if len(resources) > MAX_IDS:  # each of them is looked for in each rule
        raise errors.PARAMETER_OF_LIST()
    return resources


def _watches(row: AlarmRow, resources: list[dict[str, object]]) -> bool:
    """Whether a rule names one of the resources."""
    named = parse_resources(row.resources)
    return any(own.items() >= resource.items() for resource in resources for own in named)


def _item(row: AlarmRow) -> AlarmItem:
    levels = {
        escalation.level.lower(): LevelItem(
            statistics=escalation.statistics,
            comparison_operator=escalation.comparison_operator,
            threshold=escalation.threshold,
            times=escalation.times,
        )
        for escalation in row.escalations
    }
    return reply_of(
        AlarmItem,
        row,
        dimensions=row.resources,
        mail_subject=row.email_subject,
        alert_state=row.state,
        escalations=LevelItems(**levels),
        labels=[Label(key=key, value=value) for key, value in row.labels],
        composite_expression=composite_reply(row.composite_expression),
        prometheus=prometheus_reply(row.prometheus),
    )


class NamedRules(Request):
    rule_id: ManyStrings = Field(min_length=1)


@operation(PRODUCT, VERSION, "EnableMetricRules")
def enable_metric_rules(call: Call, request: NamedRules) -> CmsReply:
    """Enable rules."""
    return _set_enabled(call, request, True)


@operation(PRODUCT, VERSION, "DisableMetricRules")
def disable_metric_rules(call: Call, request: NamedRules) -> CmsReply:
    """Disable rules: they are not evaluated meanwhile."""
    return _set_enabled(call, request, False)


def _set_enabled(call: Call, request: NamedRules, enabled: bool) -> CmsReply:
    budget = EvaluationBudget()
    for id in request.rule_id:
        row = evaluate_rule(call, get_rule(call, id), budget)
        since = call.now if enabled and not row.enable_state else row.since
        call.transaction.put(replace(row, enable_state=enabled, since=since, evaluated=call.now))
    return CmsReply()


def get_rule(call: Call, id: str) -> AlarmRow:
    """The caller's rule of this id.

    Raises:
        ApiError: there is none.
    """
    row = call.transaction.get(AlarmRow, alarm_row_id(call.account, id))
    if row is None:
        raise errors.RULE_NOT_FOUND()
    return row


class DeleteMetricRules(Request):
    id: ManyStrings = Field(min_length=1)


@operation(PRODUCT, VERSION, "DeleteMetricRules")
def delete_metric_rules(call: Call, request: DeleteMetricRules) -> CmsReply:
    """Delete rules. Their history stays."""
    budget = EvaluationBudget()
    for id in request.id:
        call.transaction.delete(evaluate_rule(call, get_rule(call, id), budget))
    return CmsReply()
