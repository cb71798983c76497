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
        threshold = "104857600"
      }
    }

Fix: Add an escalations_critical, escalations_warn or escalations_info block with a threshold.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import alarms


@lint_rule(alarms.NO_LEVEL)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, alarms.NO_LEVEL)
