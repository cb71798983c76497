"""Alarms that watch connections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, Note
from hcl_lint.evaluate.known_values import is_placeholder
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook.rule import Rule

ALARM_WITHIN_REGION = documented(
    Rule(
        id="ALI501",
        name="alarm-within-region",
        severity="warning",
        api_error=None,
        message=(
            "{connection} joins two VPCs of {region}, and connections inside a region have no metrics: the "
            "alarm never fires"
        ),
        source="VPC peering help page, monitoring: inter-region connections only",
    ),
    """
    An alarm on a connection that has no metrics.

    Why: CloudMonitor measures connections between regions only. For one inside a region there is no data, and the
    alarm never fires.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_cms_alarm" "traffic" {
          name           = "traffic"
          project        = "acs_vpcpeer"
          metric         = "IntranetRX"
          contact_groups = ["network"]
          metric_dimensions = jsonencode([{ instanceId = alicloud_vpc_peer_connection.this.id }])
          escalations_critical {
            statistics          = "Sum"
            comparison_operator = ">="
            threshold           = "104857600"
            times               = 2
          }
        }

    Good::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

        resource "alicloud_cms_alarm" "traffic" {
          name           = "traffic"
          project        = "acs_vpcpeer"
          metric         = "IntranetRX"
          contact_groups = ["network"]
          metric_dimensions = jsonencode([{ instanceId = alicloud_vpc_peer_connection.this.id }])
          escalations_critical {
            statistics          = "Sum"
            comparison_operator = ">="
            threshold           = "104857600"
            times               = 2
          }
        }

    Fix: Remove the alarm, or watch the instances at both ends instead.
    """,
)

ALARM_DIMENSIONS = documented(
    Rule(
        id="ALI502",
        name="alarm-dimensions",
        severity="warning",
        api_error=None,
        message="the dimensions of this alarm watch no connection: {why}",
        source="VPC peering help page, monitoring: namespace acs_vpcpeer, dimensions userId and instanceId",
    ),
    """
    Dimensions of an alarm that CloudMonitor cannot read, or does not have for connections.

    Why: Peering data is filed under instanceId (and userId). An alarm with other dimensions, or with text that is
    no JSON list of objects, watches nothing.

    Bad::

        resource "alicloud_cms_alarm" "traffic" {
          name              = "traffic"
          project           = "acs_vpcpeer"
          metric            = "IntranetRX"
          contact_groups    = ["network"]
          metric_dimensions = "[{\\"InstanceID\\": \\"pcc-bp1connection\\"}]"
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

    Fix: Write a JSON list of objects with the key instanceId, best with jsonencode.
    """,
)

ALARM_PROJECT = documented(
    Rule(
        id="ALI503",
        name="alarm-project",
        severity="warning",
        api_error=None,
        message="{project!r} is not the namespace of connections, acs_vpcpeer",
        source="VPC peering help page, monitoring",
    ),
    """
    A namespace that looks like that of connections but is not.

    Why: The namespace is acs_vpcpeer; under any other name CloudMonitor has no data of connections.

    Bad::

        resource "alicloud_cms_alarm" "traffic" {
          name           = "traffic"
          project        = "acs_vpc_peer"
          metric         = "IntranetRX"
          contact_groups = ["network"]
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
          escalations_critical {
            threshold = "104857600"
          }
        }

    Fix: Write acs_vpcpeer.
    """,
    fixable=True,
)

ALARM_METRIC = documented(
    Rule(
        id="ALI506",
        name="alarm-metric",
        severity="warning",
        api_error=None,
        message="{metric!r} is no metric of connections; it is spelled {meant}",
        source=("VPC peering help page, Terraform example: IntranetRX; other names are not published and not judged"),
    ),
    """
    A metric whose name differs from one of connections in the case of its letters.

    Why: Names of metrics are taken as they are; under another spelling there is no data.

    Bad::

        resource "alicloud_cms_alarm" "traffic" {
          name           = "traffic"
          project        = "acs_vpcpeer"
          metric         = "IntranetRx"
          contact_groups = ["network"]
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
          escalations_critical {
            threshold = "104857600"
          }
        }

    Fix: Write the name as the metric list does.
    """,
    fixable=True,
)


@check(ALARM_WITHIN_REGION)
def check_watched_connections(topology: Topology) -> Iterator[Diagnostic]:
    for alarm in topology.alarms:
        watched = [connection for id in alarm.instances if (connection := topology.connection(id)) is not None]
        if not alarm.on_peering or not watched or not all(connection.within_region is True for connection in watched):
            continue
        connection = watched[0]
        violation = ALARM_WITHIN_REGION.violation(connection=connection.id, region=connection.region)
        note = Note("the connection", connection.resource.span)
        yield alarm.diagnostic(violation, "metric_dimensions", "dimensions", notes=(note,))


#: The dimensions that metrics of connections have.
_DIMENSIONS: Final = frozenset({"instanceId", "userId"})


@check(ALARM_DIMENSIONS)
def check_dimensions(topology: Topology) -> Iterator[Diagnostic]:
    for alarm in topology.alarms:
        text = alarm.text("metric_dimensions")
        why = _explain_no_dimensions(text) if alarm.on_peering and isinstance(text, str) else None
        if why:
            yield alarm.diagnostic(ALARM_DIMENSIONS.violation("metric_dimensions", why=why))


def _explain_no_dimensions(text: str) -> str | None:
    """Why the text does not name connections; None if it may, or is not JSON, which is ALI512."""
    try:
        rows = json.loads(text)
    except ValueError:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return "the text is not a list of objects"
    unknown = sorted({key for row in rows for key in row} - _DIMENSIONS)
    if unknown:
        return f"it has no dimension {', '.join(unknown)}, only instanceId and userId"
    ids = [row["instanceId"] for row in rows if isinstance(row.get("instanceId"), str)]
    wrong = next((id for id in ids if not id.startswith("pcc-") and not is_placeholder(id)), None)
    return f"{wrong} is not the id of a connection, which begins with pcc-" if wrong else None


#: Spellings that mean the namespace of connections, in small letters and without punctuation.
_NAMESPACE_SPELLINGS: Final = frozenset(
    {"acsvpcpeer", "vpcpeer", "acsvpcpeering", "acsvpcpeerconnection", "acspeer", "acspeering", "acsvpcpeerconn"}
)


@check(ALARM_PROJECT)
def check_namespace(topology: Topology) -> Iterator[Diagnostic]:
    for alarm in topology.alarms:
        project = alarm.text("project")
        if not isinstance(project, str) or project == "acs_vpcpeer":
            continue
        if "".join(char for char in project.lower() if char.isalnum()) in _NAMESPACE_SPELLINGS:
            fix = fixes.put(alarm, "acs_vpcpeer", "project")
            yield alarm.diagnostic(ALARM_PROJECT.violation("project", project=project), fix=fix)


@check(ALARM_METRIC)
def check_metric(topology: Topology) -> Iterator[Diagnostic]:
    for alarm in topology.alarms:
        metric = alarm.text("metric")
        if alarm.on_peering and isinstance(metric, str) and metric.lower() == "intranetrx" and metric != "IntranetRX":
            fix = fixes.put(alarm, "IntranetRX", "metric")
            yield alarm.diagnostic(ALARM_METRIC.violation("metric", metric=metric, meant="IntranetRX"), fix=fix)
