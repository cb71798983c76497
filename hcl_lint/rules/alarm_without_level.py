"""An alarm that never fires because it has no level.

Why: At least one of critical, warn and info must say when to fire; the cloud refuses an alarm without.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
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

Fix: Add an escalations_critical, escalations_warn or escalations_info block with a threshold.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI504", "alarm-without-level", "error", None, "this alarm has no level: nothing says when it fires",
    "PutResourceMetricRule metadata: at least one level, with all of its fields",
)  # fmt: skip

_OLD = ("threshold", "operator", "statistics", "triggered_count")


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for alarm in topology.alarms:
        others = [alarm.resource.nested(kind) for kind in ("prometheus", "composite_expression")]
        if alarm.levels or any(others) or not alarm.resource.blocks_complete or alarm.argument(*_OLD):
            continue
        yield at(alarm, message=RULE.broken("").message)
