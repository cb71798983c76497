"""Names and descriptions of VPCs, vSwitches, route tables and routes."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network import text_checks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    names,
)

VPC_NAME = documented(
    names.VPC_NAME,
    """
    A VPC's name that the cloud does not take.

    Why: Names have 1 to 128 characters and do not begin with http:// or https://.

    Bad::

        resource "alicloud_vpc" "a" {
          vpc_name   = "http://vpc"
          cidr_block = "10.0.0.0/8"
        }

    Good::

        resource "alicloud_vpc" "a" {
          vpc_name   = "vpc"
          cidr_block = "10.0.0.0/8"
        }

    Fix: Choose another name.
    """,
)

VPC_DESCRIPTION = documented(
    names.VPC_DESCRIPTION,
    """
    A description of a VPC that is not accepted.

    Why: It has 1 to 256 characters and is no URL: the cloud refuses what begins with http:// or https://.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          description = "https://wiki.example/vpc"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          description = "see the wiki"
        }

    Fix: Write a text that does not begin with a URL, within these lengths.
    """,
)

VSWITCH_NAME = documented(
    names.VSWITCH_NAME,
    """
    A vSwitch's name that the cloud does not take.

    Why: Names have 1 to 128 characters and do not begin with http:// or https://.

    Bad::

        resource "alicloud_vswitch" "a" {
          vswitch_name = "https://vswitch"
          vpc_id       = "vpc-bp1vpc"
          cidr_block   = "10.0.1.0/24"
          zone_id      = "cn-hangzhou-b"
        }

    Good::

        resource "alicloud_vswitch" "a" {
          vswitch_name = "vswitch"
          vpc_id       = "vpc-bp1vpc"
          cidr_block   = "10.0.1.0/24"
          zone_id      = "cn-hangzhou-b"
        }

    Fix: Choose another name.
    """,
)

VSWITCH_DESCRIPTION = documented(
    names.VSWITCH_DESCRIPTION,
    """
    A description of a vSwitch that is not accepted.

    Why: It has 1 to 256 characters and is no URL: the cloud refuses what begins with http:// or https://.

    Bad::

        resource "alicloud_vswitch" "a" {
          vpc_id      = "vpc-bp1vpc"
          cidr_block  = "10.0.1.0/24"
          zone_id     = "cn-hangzhou-b"
          description = "https://wiki.example/web"
        }

    Good::

        resource "alicloud_vswitch" "a" {
          vpc_id      = "vpc-bp1vpc"
          cidr_block  = "10.0.1.0/24"
          zone_id     = "cn-hangzhou-b"
          description = "web servers"
        }

    Fix: Write a text that does not begin with a URL, within these lengths.
    """,
)

ROUTE_TABLE_NAME = documented(
    names.ROUTE_TABLE_NAME,
    """
    A route table's name that the cloud does not take.

    Why: Names have 1 to 128 characters and do not begin with http:// or https://.

    Bad::

        resource "alicloud_route_table" "a" {
          route_table_name = "https://table"
          vpc_id           = "vpc-bp1vpc"
        }

    Good::

        resource "alicloud_route_table" "a" {
          route_table_name = "table"
          vpc_id           = "vpc-bp1vpc"
        }

    Fix: Choose another name.
    """,
)

ROUTE_TABLE_DESCRIPTION = documented(
    names.ROUTE_TABLE_DESCRIPTION,
    """
    A description of a route table that is not accepted.

    Why: It has 1 to 256 characters and is no URL: the cloud refuses what begins with http:// or https://.

    Bad::

        resource "alicloud_route_table" "a" {
          vpc_id      = "vpc-bp1vpc"
          description = "https://wiki.example/table"
        }

    Good::

        resource "alicloud_route_table" "a" {
          vpc_id      = "vpc-bp1vpc"
          description = "see the wiki"
        }

    Fix: Write a text that does not begin with a URL, within these lengths.
    """,
)

ROUTE_ENTRY_NAME = documented(
    names.ROUTE_ENTRY_NAME,
    """
    A route's name that the cloud does not take.

    Why: Names have 1 to 128 characters and do not begin with http:// or https://.

    Bad::

        resource "alicloud_vpc_route_entry" "there" {
          route_entry_name       = "https://wiki"
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"
          nexthop_type           = "VpcPeer"
          nexthop_id             = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_vpc_route_entry" "there" {
          route_entry_name       = "wiki"
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"
          nexthop_type           = "VpcPeer"
          nexthop_id             = "pcc-bp1connection"
        }

    Fix: Choose another name.
    """,
)

ROUTE_ENTRY_DESCRIPTION = documented(
    names.ROUTE_ENTRY_DESCRIPTION,
    """
    A description of a route that is not accepted.

    Why: It has 1 to 256 characters and is no URL: the cloud refuses what begins with http:// or https://.

    Bad::

        resource "alicloud_vpc_route_entry" "a" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"
          nexthop_type           = "VpcPeer"
          nexthop_id             = "pcc-bp1connection"
          description            = "https://wiki.example/route"
        }

    Good::

        resource "alicloud_vpc_route_entry" "a" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"
          nexthop_type           = "VpcPeer"
          nexthop_id             = "pcc-bp1connection"
          description            = "to the other VPC"
        }

    Fix: Write a text that does not begin with a URL, within these lengths.
    """,
)


@check(
    VPC_NAME,
    VPC_DESCRIPTION,
    VSWITCH_NAME,
    VSWITCH_DESCRIPTION,
    ROUTE_TABLE_NAME,
    ROUTE_TABLE_DESCRIPTION,
    ROUTE_ENTRY_NAME,
    ROUTE_ENTRY_DESCRIPTION,
)
def check_network_texts(topology: Topology) -> Iterator[Diagnostic]:
    yield from text_checks.check_texts(topology.root, "vpc", "vswitch", "route_table", "route_entry")
