"""Further arguments of routes, and the provider that creates them."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import region_conflict, region_note
from hcl_lint.rule import check, documented
from tfmock.rulebook.rule import Rule

ROUTE_WRONG_PROVIDER = documented(
    Rule(
        id="ALI360",
        name="route-wrong-provider",
        severity="error",
        api_error=None,
        message="the route is created {here}, but its table belongs to {vpc}, which is created {there}",
        source=(
            "VPC peering help page, Terraform examples; CreateRouteEntry error codes (InvalidRouteTableId.NotFound)"
        ),
    ),
    """
    A route created by a provider of another region or account than its table.

    Why: The table is looked for in the region and account of the route's provider, and is not found there.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        provider "alicloud" {
          alias  = "peer"
          region = "cn-beijing"
        }

        resource "alicloud_vpc" "peer" {
          provider   = alicloud.peer
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_route_entry" "back" {
          route_table_id        = alicloud_vpc.peer.route_table_id
          destination_cidrblock = "10.0.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        provider "alicloud" {
          alias  = "peer"
          region = "cn-beijing"
        }

        resource "alicloud_vpc" "peer" {
          provider   = alicloud.peer
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_route_entry" "back" {
          provider              = alicloud.peer
          route_table_id        = alicloud_vpc.peer.route_table_id
          destination_cidrblock = "10.0.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Give the route the provider of the VPC that owns its table.
    """,
)

ROUTER_ID = documented(
    Rule(
        id="ALI362",
        name="router-id",
        severity="error",
        api_error=None,
        message=(
            "router_id cannot be set: the provider computes it, and Terraform refuses a value; route_table_id is enough"
        ),
        source="provider schema of alicloud_route_entry, 1.246.2 and 1.290.0: Computed only",
    ),
    """
    The argument router_id of a route.

    Why: The provider computes it, so Terraform refuses a value when it validates. The table is enough.

    Bad::

        resource "alicloud_route_entry" "there" {
          router_id             = "vrt-bp1router"
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_route_entry" "there" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Remove router_id.
    """,
    fixable=True,
)

ROUTE_NAME_SHORT = documented(
    Rule(
        id="ALI364",
        name="route-name-short",
        severity="error",
        api_error=None,
        message="the name {name!r} has one character; the provider asks for 2 to 128",
        source="provider schema of alicloud_route_entry",
    ),
    """
    The name of an alicloud_route_entry with one character.

    Why: The cloud would take it, but the provider asks for 2 to 128 characters and stops the plan.

    Bad::

        resource "alicloud_route_entry" "there" {
          name                  = "a"
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_route_entry" "there" {
          name                  = "a-to-b"
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Fix: Write a name of 2 to 128 characters.
    """,
)


@check(ROUTE_WRONG_PROVIDER)
def check_provider(topology: Topology) -> Iterator[Diagnostic]:
    for route in topology.routes:
        vpc = topology.vpc(route.vpc)
        if vpc is None or not region_conflict(route, vpc):
            continue
        by, vpc_by = "by one account", "by another"
        if route.region != vpc.region:
            by, vpc_by = f"in {route.region}", f"in {vpc.region}"
        violation = ROUTE_WRONG_PROVIDER.violation("route_table_id", here=by, vpc=vpc.id, there=vpc_by)
        yield route.diagnostic(violation, notes=(*region_note(route), *region_note(vpc)))


@check(ROUTER_ID)
def check_router_id(topology: Topology) -> Iterator[Diagnostic]:
    for route in topology.routes:
        if route.argument("router_id"):
            yield route.diagnostic(ROUTER_ID.violation("router_id"), fix=fixes.remove(route, "router_id"))


@check(ROUTE_NAME_SHORT)
def check_name(topology: Topology) -> Iterator[Diagnostic]:
    for route in topology.routes:
        name = route.text("name")
        if route.resource.type == "alicloud_route_entry" and isinstance(name, str) and len(name.encode()) == 1:
            yield route.diagnostic(ROUTE_NAME_SHORT.violation("name", name=name))
