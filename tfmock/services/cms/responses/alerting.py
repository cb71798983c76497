"""What is in alarm right now."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalInt, Request, operation, wrapped
from tfmock.rulebook.alarms import LEVELS, parse_resources
from tfmock.services.cms import errors
from tfmock.services.cms.conditions import CompositeItem, conditions_of, parse_composite
from tfmock.services.cms.evaluation import evaluated_rules
from tfmock.services.cms.metrics import METRICS, find_meter, metric_statistics
from tfmock.services.cms.models import AlarmRow, Escalation, InstanceState
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.cms.responses.alert_log import milliseconds
from tfmock.services.common.pages import page
from tfmock.services.common.rows import matches, reply_of


class AlertingCondition(ApiObject):
    """The condition that put it there."""

    comparison_operator: str = ""
    expression: str
    expression_list_join: str = ""
    expression_list: Annotated[list[CompositeItem], wrapped("ExpressionList")] = Field(default_factory=list)
    expression_raw: str = ""
    level: int
    times: int
    threshold: str = ""


class AlertingResource(ApiObject):
    """One instance in alarm under one rule. Levels are numbers in this reply, 2 to 4 (metadata)."""

    rule_id: str
    rule_name: str
    namespace: str
    metric_name: str
    product_category: str = "vpcpeer"
    resource: str
    dimensions: str
    start_time: str
    last_alert_time: str
    last_modify_time: str
    metric_values: str
    level: int
    retry_times: str
    statistics: str = ""
    threshold: str = ""
    enable: str = "true"
    escalation: Annotated[list[AlertingCondition], wrapped("Resource")]


class DescribeAlertingMetricRuleResources(Request):
    rule_id: str = ""
    group_id: str = ""
    namespace: str = ""
    dimensions: str = ""
    alert_before_time: str = ""
    page: OptionalInt = None
    page_size: OptionalInt = None


class AlertingReply(CmsReply):
    code: int = 200  # type: ignore[assignment]  # a number here (metadata)
    total: int
    resources: Annotated[list[AlertingResource], wrapped("Resource")]


#: Levels as numbers (metadata: 2 is sent by phone, 4 by mail).
NUMBERS: Final = MappingProxyType(dict(zip(LEVELS, (2, 3, 4), strict=True)))


@operation(PRODUCT, VERSION, "DescribeAlertingMetricRuleResources")
def describe_alerting_metric_rule_resources(call: Call, request: DescribeAlertingMetricRuleResources) -> AlertingReply:
    """Every instance in alarm, evaluated up to now."""
    before = milliseconds(request.alert_before_time, call.now)
    try:
        resources = parse_resources(request.dimensions)
    except ValueError:
        raise errors.PARAMETER(name="Dimensions") from None
    instances = [str(resource["instanceId"]) for resource in resources if "instanceId" in resource]
    alarms = [
        (row, state)
        for row in evaluated_rules(call)
        if matches((request.rule_id, row.rule_id), (request.namespace, row.namespace)) and not request.group_id
        for state in row.states
        if state.state == "ALARM" and state.since <= before and matches((instances, state.instance))
    ]
    part = page(alarms, request.page, request.page_size, default=10, limit=100)
    return AlertingReply(total=part.total, resources=[_item(call, row, state) for row, state in part.items])


def _item(call: Call, row: AlarmRow, state: InstanceState) -> AlertingResource:
    escalation = next((escalation for escalation in row.escalations if escalation.level == state.level), None)
    dimensions = {"userId": row.account, "instanceId": state.instance}
    condition = _condition(row, state.level, escalation)
    return reply_of(
        AlertingResource,
        row,
        resource=",".join(f"{name}={value}" for name, value in dimensions.items()),
        dimensions=json.dumps(dimensions),
        start_time=_milliseconds(state.since),
        last_alert_time=_milliseconds(state.sent),
        last_modify_time=_milliseconds(row.since),
        metric_values=_values(call, row, state.instance),
        level=NUMBERS[state.level],
        retry_times=str(condition.times),
        statistics=escalation.statistics if escalation else "",
        threshold=condition.threshold,
        escalation=[condition],
    )


def _condition(row: AlarmRow, level: str, escalation: Escalation | None) -> AlertingCondition:
    condition = next(condition for condition in conditions_of(row) if condition.level == level)
    composite = parse_composite(row.composite_expression)
    return AlertingCondition(
        comparison_operator=escalation.comparison_operator if escalation else "",
        expression=condition.text,
        level=NUMBERS[level],
        times=condition.times,
        threshold=escalation.threshold if escalation else "",
        expression_list_join=composite.expression_list_join if composite else "",
        expression_list=composite.expression_list if composite else [],
        expression_raw=composite.expression_raw if composite else "",
    )


def _milliseconds(moment: float) -> str:
    return str(int(moment * 1000))


def _values(call: Call, row: AlarmRow, instance: str) -> str:
    """The statistics of the last whole period, as JSON."""
    metric, meter = METRICS.get(row.metric_name), find_meter(call.transaction, row.account, instance)
    finish = int(call.now) // row.period * row.period
    statistics = None
    if metric is not None and meter is not None:
        statistics = metric_statistics(metric, meter, finish, row.period)
    return json.dumps({"timestamp": (finish - row.period) * 1000, **(statistics or {})})
