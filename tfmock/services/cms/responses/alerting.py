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
from tfmock.services.cms.composite import Item, read_composite
from tfmock.services.cms.conditions import conditions
from tfmock.services.cms.evaluation import rules
from tfmock.services.cms.metrics import METRICS, value, watched
from tfmock.services.cms.models import AlarmRow, InstanceState
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.cms.responses.alert_log import milliseconds
from tfmock.services.common.pages import page


class AlertingCondition(ApiObject):
    """The condition that put it there."""

    comparison_operator: str = ""
    expression: str
    expression_list_join: str = ""
    expression_list: Annotated[list[Item], wrapped("ExpressionList")] = Field(default_factory=list)
    expression_raw: str = ""
    level: int
    times: int
    threshold: str = ""


class AlertingResource(ApiObject):
    """One instance in alarm under one rule. Levels are numbers here, 2 to 4 (metadata)."""

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


#: Levels as numbers (metadata: 2 is told by phone, 4 by mail).
NUMBERS: Final = MappingProxyType(dict(zip(LEVELS, (2, 3, 4), strict=True)))


@operation(PRODUCT, VERSION, "DescribeAlertingMetricRuleResources")
def describe_alerting_metric_rule_resources(call: Call, request: DescribeAlertingMetricRuleResources) -> AlertingReply:
    """Every instance in alarm, evaluated up to now."""
    before = milliseconds(request.alert_before_time, call.now)
    try:
        asked = parse_resources(request.dimensions)
    except ValueError:
        raise errors.PARAMETER(name="Dimensions") from None
    wanted = {str(each["instanceId"]) for each in asked if "instanceId" in each}
    found = [
        (row, one)
        for row in rules(call)
        if request.rule_id in ("", row.rule) and request.namespace in ("", row.namespace) and not request.group_id
        for one in row.states
        if one.state == "ALARM" and one.since <= before and (not wanted or one.instance in wanted)
    ]
    cut = page(found, request.page, request.page_size, default=10, limit=100)
    return AlertingReply(total=cut.total, resources=[_shown(call, row, one) for row, one in cut.items])


def _shown(call: Call, row: AlarmRow, one: InstanceState) -> AlertingResource:
    level = next((level for level in row.escalations if level.level == one.level), None)
    condition = next(condition for condition in conditions(row) if condition.level == one.level)
    composite = read_composite(row.composite)
    number = NUMBERS[one.level]
    dimensions = {"userId": row.account, "instanceId": one.instance}
    return AlertingResource(
        rule_id=row.rule, rule_name=row.name, namespace=row.namespace, metric_name=row.metric,
        resource=",".join(f"{name}={value}" for name, value in dimensions.items()), dimensions=json.dumps(dimensions),
        start_time=_milliseconds(one.since), last_alert_time=_milliseconds(one.sent),
        last_modify_time=_milliseconds(row.since), metric_values=_values(call, row, one.instance), level=number,
        retry_times=str(condition.times), statistics=level.statistics if level else "",
        threshold=level.threshold if level else "",
        escalation=[
            AlertingCondition(
                comparison_operator=level.comparison if level else "", expression=condition.text, level=number,
                times=condition.times, threshold=level.threshold if level else "",
                expression_list_join=composite.expression_list_join if composite else "",
                expression_list=composite.expression_list if composite else [],
                expression_raw=composite.expression_raw if composite else "",
            )
        ],
    )  # fmt: skip


def _milliseconds(moment: float) -> str:
    return str(int(moment * 1000))


def _values(call: Call, row: AlarmRow, instance: str) -> str:
    """The statistics of the last whole period, as JSON."""
    metric, found = METRICS.get(row.metric), watched(call.transaction, row.account, instance)
    finish = int(call.now) // row.period * row.period
    statistics = value(metric, found, finish, row.period) if metric is not None and found is not None else None
    return json.dumps({"timestamp": (finish - row.period) * 1000, **(statistics or {})})
