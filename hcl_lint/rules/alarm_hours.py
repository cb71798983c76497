"""Hours of an alarm that cannot be read.

Why: The hours in which an alarm is looked at are written hh:mm-hh:mm; a span may go past midnight, but ends
at 23:59.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name               = "traffic"
      project            = "acs_vpcpeer"
      metric             = "IntranetRX"
      contact_groups     = ["network"]
      effective_interval = "8-20"
      escalations_critical {
        threshold = "104857600"
      }
    }

Good::

    resource "alicloud_cms_alarm" "traffic" {
      name               = "traffic"
      project            = "acs_vpcpeer"
      metric             = "IntranetRX"
      contact_groups     = ["network"]
      effective_interval = "08:00-20:00"
      escalations_critical {
        threshold = "104857600"
      }
    }

Fix: Write hh:mm-hh:mm.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import alarms


@lint_rule(alarms.HOURS)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, alarms.HOURS)
