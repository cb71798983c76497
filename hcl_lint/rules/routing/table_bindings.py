"""Route tables that vSwitches are bound to."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.table_bindings import TableBindingChecks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    table_bindings,
)

ROUTE_TABLE_BOUND_TO_OTHER = documented(
    table_bindings.ALREADY_BOUND,
    """
    A vSwitch that is bound to two route tables.

    Why: A vSwitch has one route table; the second binding is refused.

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

        resource "alicloud_route_table" "u" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_route_table_attachment" "x" {
          route_table_id = alicloud_route_table.t.id
          vswitch_id     = alicloud_vswitch.s.id
        }

        resource "alicloud_route_table_attachment" "y" {
          route_table_id = alicloud_route_table.u.id
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

        resource "alicloud_route_table" "u" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_route_table_attachment" "x" {
          route_table_id = alicloud_route_table.t.id
          vswitch_id     = alicloud_vswitch.s.id
        }

    Fix: Bind it to one table.
    """,
)

ROUTE_TABLE_BOUND_TWICE = documented(
    table_bindings.BOUND_TO_SAME,
    """
    The same binding of a vSwitch to a route table, twice.

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
    """,
)

ROUTE_TABLE_OF_GATEWAYS = documented(
    table_bindings.OF_GATEWAY,
    """
    A vSwitch that is bound to a route table for gateways.

    Why: A table is for vSwitches or for gateways, as associate_type says, and the cloud refuses the other kind.

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
          vpc_id         = alicloud_vpc.a.id
          associate_type = "Gateway"
        }

        resource "alicloud_route_table_attachment" "x" {
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

    Fix: Bind it to a table without associate_type, or with VSwitch.
    """,
)

ROUTE_TABLE_OF_SYSTEM = documented(
    table_bindings.SYSTEM,
    """
    A vSwitch that is bound to the system route table.

    Why: A vSwitch is in the table of its VPC until it is bound to another; the cloud refuses to bind it there.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_route_table_attachment" "x" {
          route_table_id = alicloud_vpc.a.route_table_id
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

    Fix: Remove the attachment, or bind it to a table of its own.
    """,
)

ROUTE_TABLE_OTHER_VPC = documented(
    table_bindings.OTHER_VPC,
    """
    A vSwitch that is bound to a route table of another VPC.

    Why: A route table is for vSwitches of its own VPC.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_route_table" "t" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_route_table_attachment" "x" {
          route_table_id = alicloud_route_table.t.id
          vswitch_id     = alicloud_vswitch.s.id
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
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

    Fix: Make the table in the VPC of the vSwitch.
    """,
)


@check(
    ROUTE_TABLE_BOUND_TO_OTHER, ROUTE_TABLE_BOUND_TWICE, ROUTE_TABLE_OF_GATEWAYS, ROUTE_TABLE_OF_SYSTEM,
    ROUTE_TABLE_OTHER_VPC,
)  # fmt: skip
def check_vswitch_tables(topology: Topology) -> Iterator[Diagnostic]:
    yield from TableBindingChecks.of(topology).check_vswitches()
