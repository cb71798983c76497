"""A level of an alarm that asks for what there is not.

Why: A threshold is a number, a comparison one of those that CloudMonitor has, a number of times 1 or more.
Metrics have statistics of their own: those of connections are Average, Minimum, Maximum and, of amounts, Sum.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      escalations_critical {
        threshold = "100MB"
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

Fix: Write a number, without a unit; choose a statistic that the metric has.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import alarms


@lint_rule(alarms.LEVEL_VALUE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, alarms.LEVEL_VALUE)
