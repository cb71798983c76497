"""A silence time that is too short or too long.

Why: It takes 300 seconds to a day until an alarm is told again.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      silence_time   = 60
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
      silence_time   = 300
      escalations_critical {
        threshold = "104857600"
      }
    }

Fix: Choose 300 to 86400.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import alarms


@lint_rule(alarms.SILENCE_TIME)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, alarms.SILENCE_TIME)
