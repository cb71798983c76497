"""A Prometheus query in the namespace of a product.

Why: Queries belong to the namespace acs_prometheus.

Bad::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_vpcpeer"
      metric         = "IntranetRX"
      contact_groups = ["network"]
      prometheus {
        prom_ql = "up == 0"
        level   = "Critical"
        times   = 3
      }
    }

Good::

    resource "alicloud_cms_alarm" "traffic" {
      name           = "traffic"
      project        = "acs_prometheus"
      metric         = "my-metrics"
      contact_groups = ["network"]
      prometheus {
        prom_ql = "up == 0"
        level   = "Critical"
        times   = 3
      }
    }

Fix: Write project = "acs_prometheus", and the metric store as metric.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import alarms


@lint_rule(alarms.PROMETHEUS)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, alarms.PROMETHEUS)
