"""A period that no metric has.

Why: A period is a number of seconds; connections are measured by the minute, so theirs are whole minutes.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      period         = 90
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
      period         = 60
      escalations_critical {
        threshold = "104857600"
      }
    }

Fix: Write 60, 300, 900 or 3600.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import alarms


@lint_rule(alarms.PERIOD)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, alarms.PERIOD)
