"""A bandwidth below 1 Mbit/s.

Why: The API takes whole numbers from 1; apply fails otherwise.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
      bandwidth           = 0
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
      bandwidth           = 1024
    }

Fix: Write a number from 1 to 1024, or leave bandwidth out: the default between regions is 1024.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import peering
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(peering.BANDWIDTH_RANGE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in (*topology.connections, *topology.accepters):
        yield from told(
            peering.BANDWIDTH_RANGE, peering.check_bandwidth(UNKNOWN, UNKNOWN, one.number("bandwidth")), one
        )
