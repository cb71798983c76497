"""Alarm rules: put, read, switch, delete, and their push targets."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ManyStrings, OptionalBool, OptionalInt, Part, Request, Required, operation, wrapped
from tfmock.core.paging import page
from tfmock.services.cms import errors
from tfmock.services.cms.evaluation import LEVELS, catch_up, is_comparison, rules
from tfmock.services.cms.models import AlarmRow, ContactGroupRow, Escalation, Target
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply


class Level(Part):
    """One level as asked for; a level is given whole or not at all (facts 6.2)."""

    statistics: str = ""
    comparison_operator: str = ""
    threshold: str = ""
    times: OptionalInt = None


class Levels(Part):
    critical: Level | None = None
    warn: Level | None = None
    info: Level | None = None


class Label(Part):
    key: str = ""
    value: str = ""


class PutResourceMetricRule(Request):
    """PutResourceMetricRule replaces a rule as a whole: what is not sent is gone (contract 7)."""

    rule_id: Required
    rule_name: Required
    namespace: Required
    metric_name: Required
    resources: str = ""
    contact_groups: str = ""
    period: str = ""
    interval: str = ""
    silence_time: OptionalInt = None
    effective_interval: str = ""
    no_effective_interval: str = ""
    webhook: str = ""
    email_subject: str = ""
    no_data_policy: str = ""
    escalations: Levels = Levels()
    labels: list[Label] = Field(default_factory=list)
    composite_expression: str = ""
    prometheus: str = ""


@operation(PRODUCT, VERSION, "PutResourceMetricRule")
def put_resource_metric_rule(call: Call, request: PutResourceMetricRule) -> CmsReply:
    """Make a rule, or replace it. The past is judged by the rule as it was."""
    account = call.caller.account
    former = call.tx.get(AlarmRow, _id(account, request.rule_id))
    former = catch_up(call, former) if former is not None else None
    levels = _levels(request)
    _check(call, request, levels)
    call.tx.put(
        AlarmRow(
            id=_id(account, request.rule_id), serial=former.serial if former else call.tx.next_serial(),
            account=account, rule=request.rule_id, name=request.rule_name, namespace=request.namespace,
            metric=request.metric_name, resources=request.resources, contact_groups=request.contact_groups,
            period=int(request.period or 60), silence=86400 if request.silence_time is None else request.silence_time,
            effective=request.effective_interval, not_effective=request.no_effective_interval,
            webhook=request.webhook, subject=request.email_subject,
            no_data=request.no_data_policy or "KEEP_LAST_STATE", enabled=former.enabled if former else True,
            escalations=levels, labels=tuple((label.key, label.value) for label in request.labels),
            composite=request.composite_expression, prometheus=request.prometheus,
            targets=former.targets if former else (), created=call.now, evaluated=call.now,
            states=former.states if former else (),
        )
    )  # fmt: skip
    return CmsReply()


def _id(account: str, rule: str) -> str:
    return f"{account}/{rule}"


def _levels(request: PutResourceMetricRule) -> tuple[Escalation, ...]:
    asked = zip(LEVELS, (request.escalations.critical, request.escalations.warn, request.escalations.info), strict=True)
    return tuple(
        Escalation(name, level.statistics, level.comparison_operator, level.threshold, level.times or 0)
        for name, level in asked
        if level is not None
    )


def _check(call: Call, request: PutResourceMetricRule, levels: tuple[Escalation, ...]) -> None:
    if not levels and not request.composite_expression and not request.prometheus:
        raise errors.PARAMETER(name="Escalations")
    for level in levels:
        whole = level.statistics and level.comparison and level.threshold and level.times > 0
        if not whole or not is_comparison(level.comparison) or not _is_number(level.threshold):
            raise errors.PARAMETER(name=f"Escalations.{level.level}")
    if request.period and not (request.period.isdigit() and int(request.period) > 0 and int(request.period) % 60 == 0):
        raise errors.PARAMETER(name="Period")
    if request.no_data_policy not in ("", "KEEP_LAST_STATE", "INSUFFICIENT_DATA", "OK"):
        raise errors.PARAMETER(name="NoDataPolicy")
    if request.resources and not _is_json(request.resources):
        raise errors.PARAMETER(name="Resources")
    for name in filter(None, request.contact_groups.split(",")):
        if call.tx.get(ContactGroupRow, f"{call.caller.account}/{name}") is None:
            raise errors.RULE_GROUP(name=name)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


class LevelItem(Part):
    statistics: str
    comparison_operator: str
    threshold: str
    times: int


class LevelItems(Part):
    """Only levels that were set: an empty one makes the provider send it back (contract 7)."""

    critical: LevelItem | None = None
    warn: LevelItem | None = None
    info: LevelItem | None = None


class AlarmItem(Part):
    """provider: Period must be a number, ContactGroups and Resources text, EnableState a bool (contract 7)."""

    rule_id: str
    rule_name: str
    namespace: str
    metric_name: str
    resources: str
    dimensions: str
    contact_groups: str
    period: int
    silence_time: int
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
    code: int = 200  # type: ignore[assignment]  # a number here alone (metadata, prototype notes 3)
    total: str
    alarms: Annotated[list[AlarmItem], wrapped("Alarm")]


@operation(PRODUCT, VERSION, "DescribeMetricRuleList")
def describe_metric_rule_list(call: Call, request: DescribeMetricRuleList) -> DescribeMetricRuleListReply:
    """The caller's rules, evaluated up to now."""
    ids = [id for id in request.rule_ids.split(",") if id]
    rows = [row for row in rules(call) if (not ids or row.rule in ids) and _fits(request, row)]
    cut = page(rows, request.page, request.page_size, default=10, limit=100)
    return DescribeMetricRuleListReply(total=str(cut.total), alarms=[_item(row) for row in cut.items])


def _fits(request: DescribeMetricRuleList, row: AlarmRow) -> bool:
    return (
        (not request.rule_name or request.rule_name in row.name)
        and (not request.namespace or row.namespace == request.namespace)
        and (not request.metric_name or row.metric == request.metric_name)
        and (request.enable_state is None or row.enabled is request.enable_state)
        and (not request.alert_state or row.state == request.alert_state)
        and not request.group_id
    )


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
        resources=row.resources, dimensions=row.resources, contact_groups=row.contact_groups, period=row.period,
        silence_time=row.silence, effective_interval=row.effective, no_effective_interval=row.not_effective,
        webhook=row.webhook, mail_subject=row.subject, no_data_policy=row.no_data, enable_state=row.enabled,
        alert_state=row.state, escalations=LevelItems(**levels),
        labels=[Label(key=key, value=value) for key, value in row.labels],
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
    for id in request.rule_id:
        row = catch_up(call, _rule(call, id))
        call.tx.put(replace(row, enabled=on, evaluated=call.now))
    return CmsReply()


def _rule(call: Call, id: str) -> AlarmRow:
    row = call.tx.get(AlarmRow, _id(call.caller.account, id))
    if row is None:
        raise errors.RULE_NOT_FOUND()
    return row


class DeleteMetricRules(Request):
    id: ManyStrings = Field(min_length=1)


@operation(PRODUCT, VERSION, "DeleteMetricRules")
def delete_metric_rules(call: Call, request: DeleteMetricRules) -> CmsReply:
    """Delete rules; their history stays."""
    for id in request.id:
        call.tx.delete(catch_up(call, _rule(call, id)))
    return CmsReply()


class TargetPart(Part):
    id: str = ""
    arn: str = ""
    level: str = ""
    json_params: str = ""


class PutMetricRuleTargets(Request):
    rule_id: Required
    targets: list[TargetPart] = Field(min_length=1)


@operation(PRODUCT, VERSION, "PutMetricRuleTargets")
def put_metric_rule_targets(call: Call, request: PutMetricRuleTargets) -> CmsReply:
    """Add push targets, or replace those of the same id."""
    row = _rule(call, request.rule_id)
    asked = {one.id: Target(one.id, one.arn, one.level, one.json_params) for one in request.targets}
    kept = tuple(target for target in row.targets if target.id not in asked)
    call.tx.put(replace(row, targets=(*kept, *asked.values())))
    return CmsReply()


class NamedRule(Request):
    rule_id: Required


class RuleTargetsReply(CmsReply):
    targets: Annotated[list[TargetPart], wrapped("Target")]


@operation(PRODUCT, VERSION, "DescribeMetricRuleTargets")
def describe_metric_rule_targets(call: Call, request: NamedRule) -> RuleTargetsReply:
    """The push targets of a rule; an unknown rule has none (provider: asks after deletion, too)."""
    row = call.tx.get(AlarmRow, _id(call.caller.account, request.rule_id))
    found = row.targets if row else ()
    return RuleTargetsReply(
        targets=[TargetPart(id=t.id, arn=t.arn, level=t.level, json_params=t.params) for t in found]
    )


class DeleteMetricRuleTargets(NamedRule):
    target_ids: ManyStrings = Field(min_length=1)


@operation(PRODUCT, VERSION, "DeleteMetricRuleTargets")
def delete_metric_rule_targets(call: Call, request: DeleteMetricRuleTargets) -> CmsReply:
    """Take push targets away."""
    row = _rule(call, request.rule_id)
    call.tx.put(replace(row, targets=tuple(t for t in row.targets if t.id not in request.target_ids)))
    return CmsReply()
