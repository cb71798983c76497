"""A route table for an IPv4 gateway that is not activated.

Why: The provider asks again until the gateway is activated, and gives up after minutes; here nothing activates it.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc_ipv4_gateway" "g" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_route_table" "t" {
      vpc_id         = alicloud_vpc.a.id
      associate_type = "Gateway"
    }

    resource "alicloud_vpc_gateway_route_table_attachment" "x" {
      ipv4_gateway_id = alicloud_vpc_ipv4_gateway.g.id
      route_table_id  = alicloud_route_table.t.id
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc_ipv4_gateway" "g" {
      vpc_id  = alicloud_vpc.a.id
      enabled = true
    }

    resource "alicloud_route_table" "t" {
      vpc_id         = alicloud_vpc.a.id
      associate_type = "Gateway"
    }

    resource "alicloud_vpc_gateway_route_table_attachment" "x" {
      ipv4_gateway_id = alicloud_vpc_ipv4_gateway.g.id
      route_table_id  = alicloud_route_table.t.id
    }

Fix: Set enabled = true on the gateway.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import table_bindings


@lint_rule(table_bindings.GATEWAY_INACTIVE, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, table_bindings.GATEWAY_INACTIVE)
