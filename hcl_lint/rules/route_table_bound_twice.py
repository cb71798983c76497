"""The same binding of a vSwitch to a route table, twice.

Why: The second one is refused.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_route_table" "t" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_route_table_attachment" "x" {
      route_table_id = alicloud_route_table.t.id
      vswitch_id     = alicloud_vswitch.s.id
    }

    resource "alicloud_route_table_attachment" "y" {
      route_table_id = alicloud_route_table.t.id
      vswitch_id     = alicloud_vswitch.s.id
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_route_table" "t" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_route_table_attachment" "x" {
      route_table_id = alicloud_route_table.t.id
      vswitch_id     = alicloud_vswitch.s.id
    }

Fix: Remove one of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import table_bindings


@lint_rule(table_bindings.BOUND_TO_SAME)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, table_bindings.BOUND_TO_SAME)
