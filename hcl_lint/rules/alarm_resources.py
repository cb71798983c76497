"""Dimensions of an alarm that are not JSON.

Why: The dimensions are a JSON list of objects, whatever the metric.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name              = "traffic"
      project           = "acs_vpcpeer"
      metric            = "IntranetRX"
      contact_groups    = ["network"]
      metric_dimensions = "instanceId=pcc-bp1connection"
      escalations_critical {
        threshold = "104857600"
      }
    }

Good::

    resource "alicloud_cms_alarm" "traffic" {
      name              = "traffic"
      project           = "acs_vpcpeer"
      metric            = "IntranetRX"
      contact_groups    = ["network"]
      metric_dimensions = "[{\\"instanceId\\": \\"pcc-bp1connection\\"}]"
      escalations_critical {
        threshold = "104857600"
      }
    }

Fix: Write a JSON list of objects, best with jsonencode.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import alarms


@lint_rule(alarms.RESOURCES)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, alarms.RESOURCES)
