"""Alarms of a configuration against the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance, RootModule
from hcl_lint.network.arguments import fact, number
from tfmock.rulebook import alarms
from tfmock.rulebook.rule import UNKNOWN, Maybe, Violations

#: What the provider sends where nothing is written (its docs).
_DEFAULTS: Final = ("Average", ">", 3)
_WORDS: Final[Mapping[str, str]] = MappingProxyType({sign: word for word, sign in alarms.SIGNS.items()})
_LEVELS: Final = tuple((level, f"escalations_{level.lower()}") for level in alarms.LEVELS)
#: Arguments of old providers, which stand for a level.
_OLD: Final = ("threshold", "operator", "statistics", "triggered_count")


def check_alarms(root: RootModule) -> Iterator[Diagnostic]:
    """Alarms: what they watch, their levels, and how they notify."""
    for alarm in root.of_type("alicloud_cms_alarm"):
        for violation in _whole(alarm):
            yield diagnostic_at(alarm, violation, (violation.subject,))
        statistics = alarms.find_statistics(fact(alarm, "project"), fact(alarm, "metric"))
        for level, type in _LEVELS:
            for block in alarm.nested(type):
                for violation in alarms.check_level(_level(level, block), statistics) if block.certain else ():
                    yield diagnostic_at(alarm, violation, (violation.subject,), block=block)


def _whole(alarm: ResourceInstance) -> Violations:
    project = fact(alarm, "project")
    yield from alarms.check_kind(
        levels=_has_levels(alarm), composite=_has(alarm, "composite_expression", "expression_list", "expression_raw"),
        prometheus=_has(alarm, "prometheus", "", "prom_ql"), namespace=project,
    )  # fmt: skip
    yield from alarms.check_period(project, fact(alarm, "period"))
    yield from alarms.check_silence_time(number(alarm, "silence_time"))
    yield from alarms.check_hours(fact(alarm, "effective_interval"))
    yield from alarms.check_resources(fact(alarm, "metric_dimensions"))
    yield from alarms.check_webhook(fact(alarm, "webhook"))


def _level(level: str, block: NestedBlock) -> alarms.RequestedLevel:
    statistic, sign, times = _DEFAULTS
    statistics, comparison = fact(block, "statistics"), fact(block, "comparison_operator")
    comparison = sign if comparison is None else comparison
    return alarms.RequestedLevel(
        level=level,
        statistics=statistic if statistics is None else statistics,
        comparison=comparison if comparison is UNKNOWN else _WORDS.get(comparison, comparison),
        threshold=fact(block, "threshold"),
        times=number(block, "times", times),
    )


def _has_levels(alarm: ResourceInstance) -> Maybe[bool]:
    if any(block.certain for _, type in _LEVELS for block in alarm.nested(type)):
        return True
    written = any(name in alarm.arguments for name in (*_OLD, *(type for _, type in _LEVELS)))
    return False if alarm.blocks_complete and not written else UNKNOWN


def _has(alarm: ResourceInstance, type: str, blocks: str, argument: str) -> Maybe[bool]:
    """Whether a block of this type says something: in blocks of its own, or in an argument."""
    result: Maybe[bool] = False if alarm.blocks_complete and type not in alarm.arguments else UNKNOWN
    for block in alarm.nested(type):
        text = fact(block, argument)
        if text is UNKNOWN or not block.certain or not block.complete:
            result = UNKNOWN
        elif text or block.nested(blocks):
            return True
    return result
