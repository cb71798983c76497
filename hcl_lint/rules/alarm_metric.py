"""A metric whose name differs from one of connections in the case of its letters.

Why: Names of metrics are taken as they are; under another spelling there is no data.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRx"
      contact_groups = ["network"]
      escalations_critical {
        threshold = "104857600"
      }
    }

Good::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      escalations_critical {
        threshold = "104857600"
      }
    }

Fix: Write the name as the metric list does.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI506", "alarm-metric", "warning", None, "{metric!r} is no metric of connections; it is spelled {meant}",
    "VPC peering help page, Terraform example: IntranetRX; other names are not published and not judged",
)  # fmt: skip


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for alarm in topology.alarms:
        metric = alarm.text("metric")
        if alarm.on_peering and isinstance(metric, str) and metric.lower() == "intranetrx" and metric != "IntranetRX":
            problem = at(alarm, "metric", message=RULE.broken("", metric=metric, meant="IntranetRX").message)
            yield problem.with_fix(fixes.put(alarm, "IntranetRX", "metric"))
