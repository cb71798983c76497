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
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import alarms


@lint_rule(alarms.LEVEL_INCOMPLETE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, alarms.LEVEL_INCOMPLETE)
