"""An alarm with levels and with a condition over several metrics.

Why: An alarm watches one metric with levels, or several with one condition; the cloud refuses both together.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      escalations_critical {
        threshold = "104857600"
      }
      composite_expression {
        level          = "CRITICAL"
        times          = 3
        expression_raw = "@IntranetRX[60].$Sum > 104857600 && @IntranetTX[60].$Sum > 104857600"
      }
    }

Good::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      composite_expression {
        level          = "CRITICAL"
        times          = 3
        expression_raw = "@IntranetRX[60].$Sum > 104857600 && @IntranetTX[60].$Sum > 104857600"
      }
    }

Fix: Keep one of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import alarms


@lint_rule(alarms.TWO_KINDS)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, alarms.TWO_KINDS)
