"""Alarm rules: create and replace, one or many at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalBool, OptionalInt, Request, Required, operation, wrapped
from tfmock.protocol.errors import ApiError, enforce
from tfmock.rulebook import alarms
from tfmock.rulebook.rule import Violations
from tfmock.services.cms import errors
from tfmock.services.cms.conditions import Composite, CompositeItem, Prometheus, parse_composite, parse_prometheus
from tfmock.services.cms.evaluation import MAX_INSTANCES, MAX_POINTS, evaluate_rule, exceeds_budget
from tfmock.services.cms.expression import ExpressionError, UnknownFunctionError, compile_expression
from tfmock.services.cms.limits import check_room
from tfmock.services.cms.metrics import EvaluationBudget
from tfmock.services.cms.models import AlarmRow, ContactGroupRow, Escalation, alarm_row_id, contact_row_id
from tfmock.services.cms.responses import PRODUCT, VERSION, CmsReply
from tfmock.services.cms.responses.alarms import Label

#: Of one account. guess: the API's ResourceOverLimit names no numbers
MAX_RESOURCES: Final = 2_000_000
DIMENSIONS: Final = frozenset({"userId", "instanceId"})


class Level(ApiObject):
    """One requested level. It is complete or absent (documentation of PutResourceMetricRule)."""

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
    """Create a rule, or replace it. The past is evaluated by the rule as it was."""
    _put(call, request, EvaluationBudget())
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
    """Create or replace many rules. Those that are refused are listed, and the others are stored."""
    failed, budget = [], EvaluationBudget()
    for rule in request.rules:
        try:
            _put(call, rule, budget)
        except ApiError as error:
            failed.append(Failure(rule_id=rule.rule_id, result=Result(code=str(error.status), message=error.message)))
    return PutRulesReply(failed_list_result=failed)


def _put(call: Call, rule: AlarmRule, budget: EvaluationBudget) -> None:
    """Check a rule, and store it in place of the former one of its id.

    Raises:
        ApiError: the rule is not valid, one of its contact groups does not exist, or the account has too many rules.
    """
    composite, prometheus = _parse_composite(rule), _parse_prometheus(rule)
    enforce(_violations(rule, composite=composite is not None, prometheus=prometheus is not None))
    enforce(alarms.check_contact_groups(*_contact_groups(call, rule)))
    former = call.transaction.get(AlarmRow, alarm_row_id(call.account, rule.rule_id))
    row = _row(call, rule, former)
    row = replace(
        row,
        composite_expression=rule.composite_expression if composite else "",
        prometheus=rule.prometheus if prometheus else "",
    )
    _check_limits(call, row, former)
    if former is not None:
        row = replace(row, states=evaluate_rule(call, former, budget).states)
    call.transaction.put(row)


def _contact_groups(call: Call, rule: AlarmRule) -> tuple[list[str], set[str]]:
    """The contact groups that a rule names, and those of them that exist."""
    named = [name for name in rule.contact_groups.split(",") if name]
    ids = {name: contact_row_id(call.account, name) for name in named}
    return named, {name for name, id in ids.items() if call.transaction.get(ContactGroupRow, id) is not None}


def _row(call: Call, rule: AlarmRule, former: AlarmRow | None) -> AlarmRow:
    """The row of a threshold rule. What is not sent is gone, but for push targets and whether the rule is enabled."""
    return AlarmRow(
        id=alarm_row_id(call.account, rule.rule_id),
        serial=former.serial if former else call.transaction.next_serial(),
        account=call.account,
        rule_id=rule.rule_id,
        rule_name=rule.rule_name,
        namespace=rule.namespace,
        metric_name=rule.metric_name,
        resources=rule.resources,
        contact_groups=rule.contact_groups,
        period=int(rule.period or 60),
        silence_time=86400 if rule.silence_time is None else rule.silence_time,
        effective_interval=rule.effective_interval,
        no_effective_interval=rule.no_effective_interval,
        webhook=rule.webhook,
        email_subject=rule.email_subject,
        no_data_policy=rule.no_data_policy or "KEEP_LAST_STATE",
        enable_state=former.enable_state if former else True,
        escalations=_escalations(rule),
        labels=tuple((label.key, label.value) for label in rule.labels),
        composite_expression="",
        prometheus="",
        targets=former.targets if former else (),
        since=call.now,
        evaluated=call.now,
        interval=rule.interval,
        send_ok=bool(rule.send_ok),
    )


def _check_limits(call: Call, row: AlarmRow, former: AlarmRow | None) -> None:
    """Evaluating the rules of an account stays bounded. guess: the API has ResourceOverLimit, and no numbers

    Raises:
        ApiError: the account has too many rules, or the rule watches too much.
    """
    if former is None:
        check_room(call, AlarmRow, "alert rules")
    others = [other for other in call.transaction.find(AlarmRow, "account", row.account) if other.id != row.id]
    if sum(len(rule.resources) for rule in (*others, row)) > MAX_RESOURCES:
        raise errors.OVER_LIMIT(what=f"The Resources of all alert rules have at most {MAX_RESOURCES} characters.")
    if exceeds_budget(call.transaction, row):
        raise errors.OVER_LIMIT(
            what=f"A rule watches at most {MAX_INSTANCES} instances; times conditions, times Times: {MAX_POINTS}."
        )


def _levels(rule: AlarmRule) -> list[tuple[str, Level]]:
    """The levels of a request, by name, worst first."""
    levels = (rule.escalations.critical, rule.escalations.warn, rule.escalations.info)
    return [(name, level) for name, level in zip(alarms.LEVELS, levels, strict=True) if level is not None]


def _escalations(rule: AlarmRule) -> tuple[Escalation, ...]:
    return tuple(
        Escalation(
            level=name,
            statistics=level.statistics,
            comparison_operator=level.comparison_operator,
            threshold=level.threshold,
            times=level.times or 0,
        )
        for name, level in _levels(rule)
    )


def _violations(rule: AlarmRule, *, composite: bool, prometheus: bool) -> Violations:
    """Every constraint of the rulebook that a rule does not meet."""
    levels = _levels(rule)
    statistics = alarms.find_statistics(rule.namespace, rule.metric_name)
    for name, level in levels:
        requested = alarms.RequestedLevel(
            level=name,
            statistics=level.statistics,
            comparison=level.comparison_operator,
            threshold=level.threshold,
            times=level.times,
        )
        yield from alarms.check_level(requested, statistics)
    yield from alarms.check_period(rule.namespace, rule.period)
    yield from alarms.check_silence_time(rule.silence_time)
    yield from alarms.check_no_data_policy(rule.no_data_policy)
    yield from alarms.check_resources(rule.resources)
    yield from alarms.check_hours(rule.effective_interval, rule.no_effective_interval)
    yield from alarms.check_webhook(rule.webhook)
    yield from alarms.check_kind(
        levels=bool(levels), composite=composite, prometheus=prometheus, namespace=rule.namespace
    )


def _parse_composite(rule: AlarmRule) -> Composite | None:
    """The condition over several metrics, if the rule has one.

    Raises:
        ApiError: it cannot be read or evaluated.
    """
    try:
        composite = parse_composite(rule.composite_expression)
    except ValueError:
        raise errors.PARAMETER(name="CompositeExpression") from None
    if composite is not None and not _is_possible(rule, composite):
        raise errors.PARAMETER(name="CompositeExpression")
    return composite


def _parse_prometheus(rule: AlarmRule) -> Prometheus | None:
    try:
        return parse_prometheus(rule.prometheus)
    except ValueError:
        raise errors.PARAMETER(name="Prometheus") from None


def _is_possible(rule: AlarmRule, composite: Composite) -> bool:
    if composite.times is not None and not 0 <= composite.times <= alarms.MAX_TIMES:
        return False
    if composite.expression_raw:
        return _is_possible_expression(rule, composite.expression_raw)
    return all(_is_complete(rule, item) for item in composite.expression_list)


def _is_possible_expression(rule: AlarmRule, text: str) -> bool:
    try:
        members = compile_expression(text).members
    except UnknownFunctionError as unknown:
        raise errors.FUNCTION(name=unknown) from None
    except ExpressionError:
        return False
    return all(
        member.period % 60 == 0 and (member.name in DIMENSIONS or _has_statistic(rule, member.metric, member.name))
        for member in members
    )


def _is_complete(rule: AlarmRule, item: CompositeItem) -> bool:
    period = item.period or 0
    return (
        alarms.is_comparison(item.comparison_operator)
        and alarms.is_threshold(item.threshold)
        and period % 60 == 0
        and 0 <= period <= alarms.LONGEST_PERIOD
        and _has_statistic(rule, item.metric_name, item.statistic)
    )


def _has_statistic(rule: AlarmRule, metric: str, statistic: str) -> bool:
    """Whether a metric has a statistic (PutResourceMetricRule page: verified since 2024)."""
    known = alarms.find_statistics(rule.namespace, metric or rule.metric_name)
    return bool(statistic) and (known is None or statistic in known)
