"""A level of an alarm without a threshold.

Why: A level takes a statistic, an operator, a threshold and a number of times. The provider has defaults for
the others, not for the threshold.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      escalations_critical {
        statistics          = "Sum"
        comparison_operator = ">="
        times               = 2
      }
    }

Good::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      escalations_critical {
        statistics          = "Sum"
        comparison_operator = ">="
        threshold           = "104857600"
        times               = 2
      }
    }

Fix: Add a threshold.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI505", "alarm-level-incomplete", "error", None, "the level {level} has no threshold",
    "PutResourceMetricRule metadata: at least one level, with all of its fields; provider docs for the defaults",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for alarm in topology.alarms:
        for level in alarm.levels:
            threshold = level.get("threshold")
            if level.certain and (threshold is None or threshold.null):
                message = RULE.broken("", level=level.type.removeprefix("escalations_")).message
                yield Problem(message, level.span, alarm.id, level.type, scopes=(alarm.resource.block_span,))
