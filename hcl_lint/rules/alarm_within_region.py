"""An alarm on a connection that has no metrics.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI501", "alarm-within-region", "warning", None,
    "{connection} joins two VPCs of {region}, and connections inside a region have no metrics: the alarm never fires",
    "VPC peering help page, monitoring: inter-region connections only",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for alarm in topology.alarms:
        watched = [topology.connection(id) for id in alarm.instances]
        known = [one for one in watched if one is not None]
        if not alarm.on_peering or not known or not all(one.within_region is True for one in known):
            continue
        one = known[0]
        message = RULE.broken("", connection=one.id, region=one.region).message
        note = Note("the connection", one.resource.span)
        yield at(alarm, "metric_dimensions", "dimensions", message=message, notes=(note,))
