"""Quotas of route tables and routes."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.entities import Route, Table
from hcl_lint.network.quota_counts import exceeded, groups
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    quotas,
    routing,
)

QUOTA_ROUTE_TABLES_PER_VPC = documented(
    quotas.ROUTE_TABLES_PER_VPC,
    """
    More custom route tables in a VPC than the quota.

    Why: vpc_quota_route_tables_num is 9 until somebody has it raised; the next table is refused.

    Bad::

        resource "alicloud_route_table" "many" {
          count  = 10
          vpc_id = "vpc-bp1vpc"
        }

    Good::

        resource "alicloud_route_table" "few" {
          count  = 9
          vpc_id = "vpc-bp1vpc"
        }

    Fix: Let vSwitches share tables, or have the quota raised.
    """,
    severity="warning",
)

QUOTA_GATEWAY_ROUTE_TABLES_PER_VPC = documented(
    quotas.GATEWAY_ROUTE_TABLES_PER_VPC,
    """
    Two gateway route tables in a VPC.

    Why: A VPC has one IPv4 gateway, and that has one route table; this is no quota that can be raised.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_route_table" "many" {
          count          = 2
          vpc_id         = alicloud_vpc.a.id
          associate_type = "Gateway"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_route_table" "single" {
          count          = 1
          vpc_id         = alicloud_vpc.a.id
          associate_type = "Gateway"
        }

    Fix: Remove one of the tables.
    """,
    severity="warning",
)

QUOTA_ROUTES_PER_TABLE = documented(
    quotas.ROUTES_PER_TABLE,
    """
    More routes in a table than its quota.

    Why: vpc_quota_route_entrys_num is 200 custom routes until somebody has it raised; the next one is refused. A route
    to a prefix list counts max_entries of the list.

    Bad::

        resource "alicloud_route_entry" "many" {
          count                 = 201
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.0.${count.index}.0/24"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_route_entry" "few" {
          count                 = 2
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.${count.index}.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Summarise destinations into larger blocks, or have the quota raised.
    """,
    severity="warning",
)

QUOTA_HAVIP_ROUTES_PER_TABLE = documented(
    quotas.HAVIP_ROUTES_PER_TABLE,
    """
    More routes to HaVips in a table than the quota.

    Why: vpc_quota_havip_custom_route_entry is 5 until somebody has it raised; the next route is refused.

    Bad::

        resource "alicloud_route_entry" "many" {
          count                 = 6
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.${count.index}.0.0/16"
          nexthop_type          = "HaVip"
          nexthop_id            = "havip-bp1one"
        }

    Good::

        resource "alicloud_route_entry" "few" {
          count                 = 5
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.${count.index}.0.0/16"
          nexthop_type          = "HaVip"
          nexthop_id            = "havip-bp1one"
        }

    Fix: Summarise destinations into larger blocks, or have the quota raised.
    """,
    severity="warning",
)

QUOTA_VPN_ROUTES_PER_VPC = documented(
    quotas.VPN_ROUTES_PER_VPC,
    """
    More routes of a VPC to VPN gateways than the quota.

    Why: vpc_quota_vpn_custom_route_entry is 50, over all route tables of the VPC, until somebody has it raised; the
    next route is refused.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_route_entry" "many" {
          count                 = 51
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "172.16.${count.index}.0/24"
          nexthop_type          = "VpnGateway"
          nexthop_id            = "vpn-bp1gateway"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_route_entry" "few" {
          count                 = 50
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "172.16.${count.index}.0/24"
          nexthop_type          = "VpnGateway"
          nexthop_id            = "vpn-bp1gateway"
        }

    Fix: Summarise destinations into larger blocks, or have the quota raised.
    """,
    severity="warning",
)


@check(QUOTA_ROUTE_TABLES_PER_VPC)
def check_route_tables(topology: Topology) -> Iterator[Diagnostic]:
    tables = (table for table in topology.tables if table.text("associate_type") in (None, "VSwitch"))
    violations = exceeded(quotas.ROUTE_TABLES_PER_VPC, tables, _vpc_of, "vpc_quota_route_tables_num")
    for table, violation in violations:
        yield table.diagnostic(violation, "vpc_id")


@check(QUOTA_GATEWAY_ROUTE_TABLES_PER_VPC)
def check_gateway_route_tables(topology: Topology) -> Iterator[Diagnostic]:
    rule, limit = quotas.GATEWAY_ROUTE_TABLES_PER_VPC, quotas.GATEWAY_ROUTE_TABLES
    tables = (table for table in topology.tables if table.text("associate_type") == "Gateway")
    for of_vpc in groups(tables, _vpc_of):
        for violation in quotas.check_count(rule, used=len(of_vpc) - 1, limit=limit):
            yield of_vpc[limit].diagnostic(violation, "vpc_id")


@check(QUOTA_ROUTES_PER_TABLE)
def check_routes(topology: Topology) -> Iterator[Diagnostic]:
    limits = quotas.Quotas()
    for routes in groups(topology.routes, _table_of):
        used = 0
        for route in routes:
            size = topology.lists.size(route.prefix_list)
            violations = routing.check_quota(used=used, adding=size, havips=0, type="", quotas=limits)
            violation = next(violations, None)
            if violation is not None:
                yield route.diagnostic(violation, "route_table_id")
                break
            used += size


@check(QUOTA_HAVIP_ROUTES_PER_TABLE)
def check_havip_routes(topology: Topology) -> Iterator[Diagnostic]:
    routes = (route for route in topology.routes if route.hop_type == "HaVip")
    violations = exceeded(quotas.HAVIP_ROUTES_PER_TABLE, routes, _table_of, "vpc_quota_havip_custom_route_entry")
    for route, violation in violations:
        yield route.diagnostic(violation, "route_table_id")


@check(QUOTA_VPN_ROUTES_PER_VPC)
def check_vpn_routes(topology: Topology) -> Iterator[Diagnostic]:
    routes = (route for route in topology.routes if route.hop_type == "VpnGateway")
    violations = exceeded(quotas.VPN_ROUTES_PER_VPC, routes, _vpc_of, "vpc_quota_vpn_custom_route_entry")
    for route, violation in violations:
        yield route.diagnostic(violation, "nexthop_type", used=True)


def _vpc_of(entity: Table | Route) -> str | None:
    """The VPC whose quota a table or route counts against, where it is known."""
    return entity.vpc if isinstance(entity.vpc, str) else None


def _table_of(route: Route) -> str | None:
    return route.table if isinstance(route.table, str) else None
