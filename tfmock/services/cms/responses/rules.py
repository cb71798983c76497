"""Alarm rules: put, one or many at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call, enforce
from tfmock.core.operation import ApiObject, OptionalBool, OptionalInt, Request, Required, operation, wrapped
from tfmock.protocol.errors import ApiError
from tfmock.rulebook import alarms
from tfmock.rulebook.rule import Violations
from tfmock.services.cms import errors
from tfmock.services.cms.composite import Composite, Item, Prometheus, read_composite, read_prometheus
from tfmock.services.cms.evaluation import MAX_INSTANCES, MAX_POINTS, catch_up, is_too_much
from tfmock.services.cms.expression import UnknownFunction, compiled
from tfmock.services.cms.limits import check_room
from tfmock.services.cms.look import Look
from tfmock.services.cms.models import AlarmRow, ContactGroupRow, Escalation, contact_id, rule_id
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.cms.responses.alarms import Label
from tfmock.services.cms.tokens import ExpressionError

#: Of one account. guess: the API's ResourceOverLimit names no numbers
MAX_RESOURCES: Final = 2_000_000
DIMENSIONS: Final = frozenset({"userId", "instanceId"})


class Level(ApiObject):
    """One level as asked for; a level is given whole or not at all (PutResourceMetricRule's documentation)."""

    statistics: str = ""
    comparison_operator: str = ""
    threshold: str = ""
    times: OptionalInt = None


class Levels(ApiObject):
    critical: Level | None = None
    warn: Level | None = None
    info: Level | None = None


class AlarmRule(ApiObject):
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
    send_ok: OptionalBool = Field(None, alias="SendOK")
    effective_interval: str = ""
    no_effective_interval: str = ""
    webhook: str = ""
    email_subject: str = ""
    no_data_policy: str = ""
    escalations: Levels = Levels()
    labels: list[Label] = Field(default_factory=list, max_length=20)
    composite_expression: str = ""
    prometheus: str = ""


class PutResourceMetricRule(Request, AlarmRule):
    """PutResourceMetricRule replaces a rule whole: what is not sent is gone (provider-contract: alicloud_cms_alarm)."""


@operation(PRODUCT, VERSION, "PutResourceMetricRule")
def put_resource_metric_rule(call: Call, request: PutResourceMetricRule) -> CmsReply:
    """Make a rule, or replace it. The past is judged by the rule as it was."""
    _put(call, request, Look())
    return CmsReply()


class PutResourceMetricRules(Request):
    rules: list[AlarmRule] = Field(min_length=1, max_length=500)


class Result(ApiObject):
    code: str
    message: str
    success: bool = False


class Failure(ApiObject):
    rule_id: str
    result: Result


class PutRulesReply(CmsReply):
    failed_list_result: Annotated[list[Failure], wrapped("Target")]


@operation(PRODUCT, VERSION, "PutResourceMetricRules")
def put_resource_metric_rules(call: Call, request: PutResourceMetricRules) -> PutRulesReply:
    """Make or replace many rules; those that cannot be are told of, and the others are made."""
    failed, look = [], Look()
    for rule in request.rules:
        try:
            _put(call, rule, look)
        except ApiError as error:
            failed.append(Failure(rule_id=rule.rule_id, result=Result(code=str(error.status), message=error.message)))
    return PutRulesReply(failed_list_result=failed)


def _put(call: Call, rule: AlarmRule, look: Look) -> None:
    account = call.account
    composite, prometheus = _composite(rule), _prometheus(rule)
    enforce(_broken(rule, composite=composite is not None, prometheus=prometheus is not None))
    named = [name for name in rule.contact_groups.split(",") if name]
    present = {name for name in named if call.transaction.get(ContactGroupRow, contact_id(account, name)) is not None}
    enforce(alarms.check_contact_groups(named, present))
    former = call.transaction.get(AlarmRow, rule_id(account, rule.rule_id))
    wanted = _row(call, rule, former, composite=composite is not None, prometheus=prometheus is not None)
    _check_limits(call, wanted, former)
    if former is not None:
        former = catch_up(call, former, look)
        wanted = replace(wanted, states=former.states)
    call.transaction.put(wanted)


def _row(call: Call, rule: AlarmRule, former: AlarmRow | None, *, composite: bool, prometheus: bool) -> AlarmRow:
    account = call.account
    return (
        AlarmRow(
            id=rule_id(account, rule.rule_id), serial=former.serial if former else call.transaction.next_serial(),
            account=account, rule=rule.rule_id, name=rule.rule_name, namespace=rule.namespace,
            metric=rule.metric_name, resources=rule.resources, contact_groups=rule.contact_groups,
            period=int(rule.period or 60), silence=86400 if rule.silence_time is None else rule.silence_time,
            effective=rule.effective_interval, not_effective=rule.no_effective_interval, webhook=rule.webhook,
            subject=rule.email_subject, no_data=rule.no_data_policy or "KEEP_LAST_STATE",
            enabled=former.enabled if former else True, escalations=_levels(rule),
            labels=tuple((label.key, label.value) for label in rule.labels),
            composite=rule.composite_expression if composite else "",
            prometheus=rule.prometheus if prometheus else "",
            targets=former.targets if former else (), since=call.now, evaluated=call.now,
            interval=rule.interval, send_ok=bool(rule.send_ok),
        )
    )  # fmt: skip


def _check_limits(call: Call, wanted: AlarmRow, former: AlarmRow | None) -> None:
    """Refuses what reading would have to compute without bound. guess: the API has ResourceOverLimit, and no numbers"""
    if former is None:
        check_room(call, AlarmRow, "alert rules")
    others = [row for row in call.transaction.find(AlarmRow, "account", wanted.account) if row.id != wanted.id]
    if sum(len(row.resources) for row in (*others, wanted)) > MAX_RESOURCES:
        raise errors.OVER_LIMIT(what=f"The Resources of all alert rules have at most {MAX_RESOURCES} characters.")
    if is_too_much(call.transaction, wanted):
        raise errors.OVER_LIMIT(
            what=f"A rule watches at most {MAX_INSTANCES} instances; times conditions, times Times: {MAX_POINTS}."
        )


def _given(rule: AlarmRule) -> list[tuple[str, Level]]:
    """The levels that are asked for, by name."""
    asked = zip(alarms.LEVELS, (rule.escalations.critical, rule.escalations.warn, rule.escalations.info), strict=True)
    return [(name, level) for name, level in asked if level is not None]


def _levels(rule: AlarmRule) -> tuple[Escalation, ...]:
    return tuple(
        Escalation(name, level.statistics, level.comparison_operator, level.threshold, level.times or 0)
        for name, level in _given(rule)
    )


def _broken(rule: AlarmRule, *, composite: bool, prometheus: bool) -> Violations:
    """What the rulebook says of a rule."""
    levels = _given(rule)
    statistics = alarms.find_statistics(rule.namespace, rule.metric_name)
    for name, level in levels:
        asked = alarms.RequestedLevel(
            level=name,
            statistics=level.statistics,
            comparison=level.comparison_operator,
            threshold=level.threshold,
            times=level.times,
        )
        yield from alarms.check_level(asked, statistics)
    yield from alarms.check_period(rule.namespace, rule.period)
    yield from alarms.check_silence_time(rule.silence_time)
    yield from alarms.check_no_data_policy(rule.no_data_policy)
    yield from alarms.check_resources(rule.resources)
    yield from alarms.check_hours(rule.effective_interval, rule.no_effective_interval)
    yield from alarms.check_webhook(rule.webhook)
    yield from alarms.check_kind(
        levels=bool(levels), composite=composite, prometheus=prometheus, namespace=rule.namespace
    )


def _composite(rule: AlarmRule) -> Composite | None:
    """The condition over several metrics, if it can be judged."""
    try:
        composite = read_composite(rule.composite_expression)
    except ValueError:
        raise errors.PARAMETER(name="CompositeExpression") from None
    if composite is not None and not _possible(rule, composite):
        raise errors.PARAMETER(name="CompositeExpression")
    return composite


def _prometheus(rule: AlarmRule) -> Prometheus | None:
    try:
        return read_prometheus(rule.prometheus)
    except ValueError:
        raise errors.PARAMETER(name="Prometheus") from None


def _possible(rule: AlarmRule, composite: Composite) -> bool:
    times = composite.times is None or 0 <= composite.times <= alarms.MAX_TIMES
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


def _complete(rule: AlarmRule, item: Item) -> bool:
    return (
        _comparable(item.comparison_operator, item.threshold)
        and (item.period or 60) % 60 == 0
        and 0 <= (item.period or 0) <= alarms.LONGEST_PERIOD
        and _has(rule, item.metric_name, item.statistic)
    )


def _comparable(comparison: str, threshold: str) -> bool:
    return alarms.is_comparison(comparison) and alarms.is_threshold(threshold)


def _has(rule: AlarmRule, metric: str, statistic: str) -> bool:
    """Whether a metric has a statistic (PutResourceMetricRule page: verified since 2024)."""
    known = alarms.find_statistics(rule.namespace, metric or rule.metric_name)
    return bool(statistic) and (known is None or statistic in known)
