"""A webhook that is no URL.

Why: CloudMonitor posts to a URL.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      webhook        = "hooks.example.com/alarm"
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
      webhook        = "https://hooks.example.com/alarm"
      escalations_critical {
        threshold = "104857600"
      }
    }

Fix: Begin with https://.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import alarms


@lint_rule(alarms.WEBHOOK)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, alarms.WEBHOOK)
