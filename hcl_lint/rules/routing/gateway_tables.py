"""Route tables that gateways are bound to."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.table_bindings import TableBindingChecks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    table_bindings,
)

GATEWAY_TABLE_BOUND_TWICE = documented(
    table_bindings.GATEWAY_BOUND,
    """
    A gateway route table that is bound twice.

    Why: The second binding is refused.

    Bad::

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

        resource "alicloud_vpc_gateway_route_table_attachment" "y" {
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

    Fix: Remove one of the attachments.
    """,
)

GATEWAY_TABLE_INACTIVE_GATEWAY = documented(
    table_bindings.GATEWAY_INACTIVE,
    """
    A route table for an IPv4 gateway that is not activated.

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
    """,
    severity="warning",
)

GATEWAY_TABLE_KIND = documented(
    table_bindings.GATEWAY_KIND,
    """
    A gateway that is bound to a route table for vSwitches.

    Why: A gateway takes a table with associate_type Gateway.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc_ipv4_gateway" "g" {
          vpc_id  = alicloud_vpc.a.id
          enabled = true
        }

        resource "alicloud_route_table" "t" {
          vpc_id = alicloud_vpc.a.id
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

    Fix: Set associate_type = "Gateway" on the table.
    """,
)

GATEWAY_TABLE_OTHER_VPC = documented(
    table_bindings.GATEWAY_VPC,
    """
    A gateway that is bound to a route table of another VPC.

    Why: Gateway and table are of one VPC.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_ipv4_gateway" "g" {
          vpc_id  = alicloud_vpc.b.id
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

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
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

    Fix: Take the gateway of the table's VPC.
    """,
)

ROUTE_IN_GATEWAY_TABLE = documented(
    table_bindings.NO_ROUTES,
    """
    A custom route in a route table for gateways.

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
    """,
)


@check(
    GATEWAY_TABLE_BOUND_TWICE, GATEWAY_TABLE_INACTIVE_GATEWAY, GATEWAY_TABLE_KIND, GATEWAY_TABLE_OTHER_VPC,
    ROUTE_IN_GATEWAY_TABLE,
)  # fmt: skip
def check_gateway_tables(topology: Topology) -> Iterator[Diagnostic]:
    yield from TableBindingChecks.of(topology).check_gateways()
