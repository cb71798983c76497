"""Constraints on alarm rules of CloudMonitor, and the metrics of connections that they can watch.

Source: PutResourceMetricRule metadata. Its error codes are a bare ``%s``; guess: ParameterInvalid, and its message.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violation, Violations
from tfmock.rulebook.values import read_json, whole_number

_ILLEGAL: Final = ApiErrorTemplate(400, "ParameterInvalid", "Illegal parameters: {parameter}.")
_METADATA: Final = "PutResourceMetricRule metadata"


def _rule(id: str, name: str, message: str, source: str = _METADATA) -> Rule:
    return Rule(id=id, name=name, severity="error", api_error=_ILLEGAL, message=message, source=source)


NO_LEVEL: Final = _rule(
    "ALI504", "alarm-without-level", "this alarm has no level: nothing says when it fires",
    "PutResourceMetricRule metadata: at least one level, with all of its fields",
)  # fmt: skip
LEVEL_INCOMPLETE: Final = _rule(
    "ALI505", "alarm-level-incomplete", "the level {level} has no {what}",
    "PutResourceMetricRule metadata: at least one level, with all of its fields; provider docs for the defaults",
)  # fmt: skip
LEVEL_VALUE: Final = _rule(
    "ALI507", "alarm-level-value", "{value!r} is no {what} of the level {level}: {expected}",
    "PutResourceMetricRule metadata; help page, monitoring, for the statistics of connections",
)  # fmt: skip
PERIOD: Final = _rule(
    "ALI508", "alarm-period", "{value!r} is no period: {expected}",
    "PutResourceMetricRule metadata; guess: connections are measured by the minute, so whole minutes",
)  # fmt: skip
SILENCE_TIME: Final = _rule(
    "ALI509", "alarm-silence-time", "{value} is no silence time: 300 to 86400 seconds",
    "the provider's docs; guess: that the API refuses the same",
)  # fmt: skip
HOURS: Final = _rule(
    "ALI510", "alarm-hours", "{value!r} is no span of a day: hh:mm-hh:mm, from 00:00 to 23:59",
    "PutResourceMetricRule metadata and its examples",
)  # fmt: skip
NO_DATA: Final = _rule("ALI511", "alarm-no-data-policy", "{value!r} is no policy for missing data: {expected}")
RESOURCES: Final = _rule("ALI512", "alarm-resources", "the dimensions are no JSON list of objects")
WEBHOOK: Final = _rule("ALI513", "alarm-webhook", "the webhook is no URL that begins with http:// or https://")
CONTACT_GROUP: Final = Rule(
    id="ALI514",
    name="alarm-contact-group",
    severity="error",
    api_error=ApiErrorTemplate(404, "ResourceNotFound", "The contact group {name} does not exist."),
    message="there is no contact group {name}",
    source="PutResourceMetricRule metadata; guess: the code",
)
TWO_KINDS: Final = _rule(
    "ALI515", "alarm-two-kinds", "a condition over several metrics excludes {other}",
    "PutResourceMetricRule metadata: one metric or several, not both",
)  # fmt: skip
PROMETHEUS: Final = _rule(
    "ALI516", "alarm-prometheus-namespace", "a Prometheus query needs the namespace acs_prometheus, not {value!r}"
)

#: Levels of an alarm, most severe first.
LEVELS: Final = ("Critical", "Warn", "Info")
#: Comparisons with the threshold in the API, and as Terraform writes them.
SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "GreaterThanOrEqualToThreshold": ">=",
        "GreaterThanThreshold": ">",
        "LessThanOrEqualToThreshold": "<=",
        "LessThanThreshold": "<",
        "NotEqualToThreshold": "!=",
        # missing in the metadata; the provider sends it for == (provider-contract: alicloud_cms_alarm)
        "EqualToThreshold": "==",
    }
)
#: Earlier times that a period can be compared with: GreaterThanYesterday, LessThanLastWeek...
EARLIER: Final = ("Yesterday", "LastWeek", "LastPeriod")
NO_DATA_POLICIES: Final = ("KEEP_LAST_STATE", "INSUFFICIENT_DATA", "OK")
SILENCE: Final = range(300, 86401)
#: The longest period, a day in seconds, and the most periods in a row. guess: the metadata has no bounds
LONGEST_PERIOD: Final = 86400
MAX_TIMES: Final = 1000
NAMESPACE: Final = "acs_vpcpeer"

_AMOUNT: Final = ("Sum", "Average", "Minimum", "Maximum")
_RATE: Final = ("Average", "Minimum", "Maximum")
#: Metrics of connections and their statistics; sums make sense of amounts, not of rates. guess: all but IntranetRX
STATISTICS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "IntranetRX": _AMOUNT, "IntranetTX": _AMOUNT, "IntranetRXRate": _RATE, "IntranetTXRate": _RATE,
        "OutRatelimitDropPps": _RATE,
    }
)  # fmt: skip

_DECIMAL: Final = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_SPAN: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")
_URL: Final = re.compile(r"https?://[^\s/].*")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedLevel:
    """A level as a request or a configuration gives it; None or empty where absent. ``comparison`` as in the API."""

    level: str
    statistics: Maybe[str | None]
    comparison: Maybe[str | None]
    threshold: Maybe[str | None]
    times: Maybe[int | None]


def find_statistics(namespace: Maybe[str | None], metric: Maybe[str | None]) -> tuple[str, ...] | None:
    """The statistics of a metric; None where they are not known here."""
    if metric is UNKNOWN or metric is None or namespace != NAMESPACE:
        return None
    return STATISTICS.get(metric)


def is_comparison(name: str) -> bool:
    """Whether this is a comparison of the API."""
    stem = name.removeprefix("GreaterThan").removeprefix("LessThan")
    return name in SIGNS or (stem != name and stem in EARLIER)


def is_threshold(text: str) -> bool:
    """Whether a text is a decimal number."""
    return _DECIMAL.fullmatch(text) is not None


def parse_hours(text: str) -> tuple[int, int] | None:
    """The first and the last second of the day in ``05:31-23:59``; None for an empty text.

    Raises:
        ValueError: the text is malformed.
    """
    if not text:
        return None
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    first_hour, first_minute, last_hour, last_minute = map(int, match.groups())
    if max(first_hour, last_hour) > 23 or max(first_minute, last_minute) > 59:
        raise ValueError(text)
    return (first_hour * 60 + first_minute) * 60, (last_hour * 60 + last_minute) * 60 + 59


def parse_resources(text: str) -> list[dict[str, object]]:
    """Read the dimensions of a rule or a query: a JSON object, or a list of them.

    Raises:
        ValueError: the text is malformed.
    """
    value = read_json(text) if text else []
    members = value if isinstance(value, list) else [value]
    objects = [member for member in members if isinstance(member, dict)]
    if len(objects) < len(members):
        raise ValueError(text)
    return objects


def check_level(level: RequestedLevel, statistics: tuple[str, ...] | None) -> Violations:
    """Check one level; ``statistics`` are those of the metric, None where not known."""
    for subject, what, value in (
        ("statistics", "statistic", level.statistics), ("comparison_operator", "comparison", level.comparison),
        ("threshold", "threshold", level.threshold),
        ("times", "number of times", level.times if level.times is UNKNOWN else level.times is not None),
    ):  # fmt: skip
        if not value:
            yield LEVEL_INCOMPLETE.violation(
                subject, level=level.level, what=what, parameter=f"Escalations.{level.level}"
            )
    statistic, comparison, threshold, times = level.statistics, level.comparison, level.threshold, level.times
    if statistic and statistic is not UNKNOWN and statistics is not None and statistic not in statistics:
        yield _value_violation(level, "statistics", "statistic", statistic, f"the metric has {', '.join(statistics)}")
    if comparison and comparison is not UNKNOWN and not is_comparison(comparison):
        yield _value_violation(
            level, "comparison_operator", "comparison", comparison, f"{', '.join(SIGNS.values())} or its name"
        )
    if threshold and threshold is not UNKNOWN and not is_threshold(threshold):
        yield _value_violation(level, "threshold", "threshold", threshold, "a number")
    if times is not UNKNOWN and times is not None and not 1 <= times <= MAX_TIMES:
        yield _value_violation(level, "times", "number of times", _short(str(times)), f"1 to {MAX_TIMES}")


def _value_violation(level: RequestedLevel, subject: str, what: str, value: object, expected: str) -> Violation:
    parameter = f"Escalations.{level.level}"
    return LEVEL_VALUE.violation(
        subject, level=level.level, what=what, value=value, expected=expected, parameter=parameter
    )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:20]}..."


def check_kind(
    *, levels: Maybe[bool], composite: Maybe[bool], prometheus: Maybe[bool], namespace: Maybe[str | None]
) -> Violations:
    """Check that a rule has exactly one of levels, a condition over several metrics, and a Prometheus query."""
    if prometheus is True and namespace is not UNKNOWN and namespace != "acs_prometheus":
        yield PROMETHEUS.violation("project", value=namespace, parameter="Namespace")
    if composite is True and (levels is True or prometheus is True):
        other = "levels" if levels is True else "a Prometheus query"
        yield TWO_KINDS.violation("composite_expression", other=other, parameter="CompositeExpression")
    if levels is False and composite is False and prometheus is False:
        yield NO_LEVEL.violation("escalations", parameter="Escalations")


def check_period(namespace: Maybe[str | None], period: Maybe[str | None]) -> Violations:
    """Check a period in seconds, given as text."""
    if not period or period is UNKNOWN:
        return
    seconds = whole_number(period)
    if not seconds or seconds > LONGEST_PERIOD:
        expected = f"a number of seconds, up to {LONGEST_PERIOD}"
        yield PERIOD.violation("period", value=_short(period), expected=expected, parameter="Period")
    elif namespace == NAMESPACE and seconds % 60:
        yield PERIOD.violation("period", value=period, expected="whole minutes, in seconds", parameter="Period")


def check_silence_time(seconds: Maybe[int | None]) -> Violations:
    """Check the silence time: how long an alarm is not repeated, in seconds."""
    if seconds is not UNKNOWN and seconds is not None and seconds not in SILENCE:
        yield SILENCE_TIME.violation("silence_time", value=seconds, parameter="SilenceTime")


def check_hours(effective: Maybe[str | None], not_effective: Maybe[str | None] = None) -> Violations:
    """Check the hours of a day in which a rule is in force, and those in which it is not."""
    for subject, parameter, text in (
        ("effective_interval", "EffectiveInterval", effective),
        ("no_effective_interval", "NoEffectiveInterval", not_effective),
    ):
        if text and text is not UNKNOWN:
            try:
                parse_hours(text)
            except ValueError:
                yield HOURS.violation(subject, value=text, parameter=parameter)


def check_no_data_policy(policy: Maybe[str | None]) -> Violations:
    """Check the policy for periods without data."""
    if policy and policy is not UNKNOWN and policy not in NO_DATA_POLICIES:
        expected = ", ".join(NO_DATA_POLICIES)
        yield NO_DATA.violation("no_data_policy", value=policy, expected=expected, parameter="NoDataPolicy")


def check_resources(text: Maybe[str | None]) -> Violations:
    """Check the dimensions of the resources that a rule watches."""
    if text and text is not UNKNOWN:
        try:
            parse_resources(text)
        except ValueError:
            yield RESOURCES.violation("metric_dimensions", parameter="Resources")


def check_webhook(url: Maybe[str | None]) -> Violations:
    """Check the URL that an alarm is posted to."""
    if url and url is not UNKNOWN and _URL.fullmatch(url) is None:
        yield WEBHOOK.violation("webhook", parameter="Webhook")


def check_contact_groups(names: Iterable[str], existing: Collection[str]) -> Violations:
    """Check that the contact groups of a rule exist."""
    for name in names:
        if name not in existing:
            yield CONTACT_GROUP.violation("contact_groups", name=name)
