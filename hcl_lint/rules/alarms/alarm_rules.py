"""Alarm rules of CloudMonitor."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network import alarms as alarm_checks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    alarms,
)

ALARM_WITHOUT_LEVEL = documented(
    alarms.NO_LEVEL,
    """
    An alarm that never fires because it has no level.

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
    """,
)

ALARM_TWO_KINDS = documented(
    alarms.TWO_KINDS,
    """
    An alarm with levels and with a condition over several metrics.

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
    """,
)

ALARM_LEVEL_INCOMPLETE = documented(
    alarms.LEVEL_INCOMPLETE,
    """
    A level of an alarm without a threshold.

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
    """,
)

ALARM_LEVEL_VALUE = documented(
    alarms.LEVEL_VALUE,
    """
    A level of an alarm that asks for what there is not.

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
    """,
)

ALARM_PROMETHEUS_NAMESPACE = documented(
    alarms.PROMETHEUS,
    """
    A Prometheus query in the namespace of a product.

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
    """,
)

ALARM_PERIOD = documented(
    alarms.PERIOD,
    """
    A period that no metric has.

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
    """,
)

ALARM_SILENCE_TIME = documented(
    alarms.SILENCE_TIME,
    """
    A silence time that is too short or too long.

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
    """,
)

ALARM_HOURS = documented(
    alarms.HOURS,
    """
    Hours of an alarm that cannot be read.

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
    """,
)

ALARM_RESOURCES = documented(
    alarms.RESOURCES,
    """
    Dimensions of an alarm that are not JSON.

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
    """,
)

ALARM_WEBHOOK = documented(
    alarms.WEBHOOK,
    """
    A webhook that is no URL.

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
    """,
)


@check(
    ALARM_WITHOUT_LEVEL, ALARM_TWO_KINDS, ALARM_LEVEL_INCOMPLETE, ALARM_LEVEL_VALUE, ALARM_PROMETHEUS_NAMESPACE,
    ALARM_PERIOD, ALARM_SILENCE_TIME, ALARM_HOURS, ALARM_RESOURCES, ALARM_WEBHOOK,
)  # fmt: skip
def check_alarms(topology: Topology) -> Iterator[Diagnostic]:
    yield from alarm_checks.check_alarms(topology.root)
