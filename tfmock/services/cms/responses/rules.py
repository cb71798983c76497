"""Alarm rules: put, one or many at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import OptionalInt, Part, Request, Required, operation, wrapped
from tfmock.services.cms import errors
from tfmock.services.cms.composite import Composite, Item, read_composite, read_prometheus
from tfmock.services.cms.conditions import LEVELS, is_comparison
from tfmock.services.cms.effective import hours
from tfmock.services.cms.evaluation import catch_up, resources
from tfmock.services.cms.expression import ExpressionError, UnknownFunction, compiled
from tfmock.services.cms.metrics import METRICS, NAMESPACE
from tfmock.services.cms.models import AlarmRow, ContactGroupRow, Escalation, rule_id
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.cms.responses.alarms import Label
from tfmock.wire.faults import ApiError

#: Namespace of rules for Prometheus (metadata).
PROMETHEUS: Final = "acs_prometheus"
DIMENSIONS: Final = frozenset({"userId", "instanceId"})
_DECIMAL: Final = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")


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


class Rule(Part):
    """What both actions take of a rule."""

    rule_id: Required
    rule_name: Required
    namespace: Required
    metric_name: Required
    resources: str = ""
    contact_groups: Required
    period: str = ""
    interval: str = ""
    silence_time: OptionalInt = None
    effective_interval: str = ""
    no_effective_interval: str = ""
    webhook: str = ""
    email_subject: str = ""
    no_data_policy: str = ""
    escalations: Levels = Levels()
    labels: list[Label] = Field(default_factory=list, max_length=20)
    composite_expression: str = ""
    prometheus: str = ""


class PutResourceMetricRule(Request, Rule):
    """PutResourceMetricRule replaces a rule as a whole: what is not sent is gone (contract 7)."""


@operation(PRODUCT, VERSION, "PutResourceMetricRule")
def put_resource_metric_rule(call: Call, request: PutResourceMetricRule) -> CmsReply:
    """Make a rule, or replace it. The past is judged by the rule as it was."""
    _put(call, request)
    return CmsReply()


class PutResourceMetricRules(Request):
    rules: list[Rule] = Field(min_length=1, max_length=500)


class Result(Part):
    code: str
    message: str
    success: bool = False


class Failure(Part):
    rule_id: str
    result: Result


class PutRulesReply(CmsReply):
    failed_list_result: Annotated[list[Failure], wrapped("Target")]


@operation(PRODUCT, VERSION, "PutResourceMetricRules")
def put_resource_metric_rules(call: Call, request: PutResourceMetricRules) -> PutRulesReply:
    """Make or replace many rules; those that cannot be are told of, and the others are made."""
    failed = []
    for rule in request.rules:
        try:
            _put(call, rule)
        except ApiError as error:
            failed.append(Failure(rule_id=rule.rule_id, result=Result(code=str(error.status), message=error.message)))
    return PutRulesReply(failed_list_result=failed)


def _put(call: Call, rule: Rule) -> None:
    account = call.caller.account
    levels = _levels(rule)
    for name in _wrong(rule, levels):
        raise errors.PARAMETER(name=name)
    for name in filter(None, rule.contact_groups.split(",")):
        if call.tx.get(ContactGroupRow, f"{account}/{name}") is None:
            raise errors.RULE_GROUP(name=name)
    former = call.tx.get(AlarmRow, rule_id(account, rule.rule_id))
    former = catch_up(call, former) if former is not None else None
    call.tx.put(
        AlarmRow(
            id=rule_id(account, rule.rule_id), serial=former.serial if former else call.tx.next_serial(),
            account=account, rule=rule.rule_id, name=rule.rule_name, namespace=rule.namespace,
            metric=rule.metric_name, resources=rule.resources, contact_groups=rule.contact_groups,
            period=int(rule.period or 60), silence=86400 if rule.silence_time is None else rule.silence_time,
            effective=rule.effective_interval, not_effective=rule.no_effective_interval, webhook=rule.webhook,
            subject=rule.email_subject, no_data=rule.no_data_policy or "KEEP_LAST_STATE",
            enabled=former.enabled if former else True, escalations=levels,
            labels=tuple((label.key, label.value) for label in rule.labels),
            composite=rule.composite_expression if read_composite(rule.composite_expression) else "",
            prometheus=rule.prometheus if read_prometheus(rule.prometheus) else "",
            targets=former.targets if former else (), since=call.now, evaluated=call.now,
            states=former.states if former else (),
        )
    )  # fmt: skip


def _levels(rule: Rule) -> tuple[Escalation, ...]:
    asked = zip(LEVELS, (rule.escalations.critical, rule.escalations.warn, rule.escalations.info), strict=True)
    return tuple(
        Escalation(name, level.statistics, level.comparison_operator, level.threshold, level.times or 0)
        for name, level in asked
        if level is not None
    )


def _wrong(rule: Rule, levels: tuple[Escalation, ...]) -> Iterator[str]:
    """The parameters that cannot be used."""
    for level in levels:
        whole = level.statistics and level.comparison and level.threshold and level.times > 0
        if not whole or not _comparable(level.comparison, level.threshold) or not _has(rule, "", level.statistics):
            yield f"Escalations.{level.level}"
    if rule.period and not (rule.period.isdigit() and int(rule.period) > 0 and int(rule.period) % 60 == 0):
        yield "Period"
    if rule.silence_time is not None and rule.silence_time < 0:
        yield "SilenceTime"
    if rule.no_data_policy not in ("", "KEEP_LAST_STATE", "INSUFFICIENT_DATA", "OK"):
        yield "NoDataPolicy"
    for name, read in (
        ("Resources", lambda: resources(rule.resources)),
        ("EffectiveInterval", lambda: hours(rule.effective_interval)),
        ("NoEffectiveInterval", lambda: hours(rule.no_effective_interval)),
    ):
        try:
            read()
        except ValueError:
            yield name
    yield from _wrong_kind(rule, levels)


def _wrong_kind(rule: Rule, levels: tuple[Escalation, ...]) -> Iterator[str]:
    """A rule has levels or one condition over several metrics or a Prometheus query (metadata: they exclude each
    other)."""
    try:
        composite = read_composite(rule.composite_expression)
    except ValueError:
        yield "CompositeExpression"
        return
    try:
        prometheus = read_prometheus(rule.prometheus)
    except ValueError:
        yield "Prometheus"
        return
    if prometheus is not None and rule.namespace != PROMETHEUS:
        yield "Namespace"
    if composite is not None and (levels or prometheus is not None or not _possible(rule, composite)):
        yield "CompositeExpression"
    if not levels and composite is None and prometheus is None:
        yield "Escalations"


def _possible(rule: Rule, composite: Composite) -> bool:
    times = composite.times is None or composite.times >= 0
    if not composite.expression_raw:
        return times and all(_complete(rule, item) for item in composite.expression_list)
    try:
        members = compiled(composite.expression_raw).members
    except UnknownFunction as unknown:
        raise errors.FUNCTION(name=unknown) from None
    except ExpressionError:
        return False
    whole = all(member.period % 60 == 0 for member in members)
    return times and whole and all(m.name in DIMENSIONS or _has(rule, m.metric, m.name) for m in members)


def _complete(rule: Rule, item: Item) -> bool:
    return (
        _comparable(item.comparison_operator, item.threshold)
        and (item.period or 60) % 60 == 0
        and _has(rule, item.metric_name, item.statistic)
    )


def _comparable(comparison: str, threshold: str) -> bool:
    return is_comparison(comparison) and _DECIMAL.fullmatch(threshold) is not None


def _has(rule: Rule, metric: str, statistic: str) -> bool:
    """Whether a metric has a statistic (PutResourceMetricRule page: verified since 2024). Other metrics than those of
    peerings are not known here, so they may have any."""
    known = METRICS.get(metric or rule.metric_name) if rule.namespace == NAMESPACE else None
    return bool(statistic) and (known is None or statistic in known.statistics)
