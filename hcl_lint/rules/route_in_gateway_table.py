"""A custom route in a route table for gateways.

Why: Such a table has the routes of the VPC's vSwitches, and takes none of its own.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_route_table" "t" {
      vpc_id         = alicloud_vpc.a.id
      associate_type = "Gateway"
    }

    resource "alicloud_route_entry" "office" {
      route_table_id        = alicloud_route_table.t.id
      destination_cidrblock = "172.16.0.0/16"
      nexthop_type          = "VpnGateway"
      nexthop_id            = "vpn-bp1gateway"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_route_table" "t" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_route_entry" "office" {
      route_table_id        = alicloud_route_table.t.id
      destination_cidrblock = "172.16.0.0/16"
      nexthop_type          = "VpnGateway"
      nexthop_id            = "vpn-bp1gateway"
    }

Fix: Put the route into a table for vSwitches.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import table_bindings


@lint_rule(table_bindings.NO_ROUTES)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, table_bindings.NO_ROUTES)
