"""Routes beside the connections of a configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, Fix, Note
from hcl_lint.evaluate.known_values import known_text
from hcl_lint.network.entities import Accepter, Route
from hcl_lint.network.topology import Topology, can_coexist, is_on_neither_side
from hcl_lint.network.topology_queries import peering_routes
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    routing,
)
from tfmock.rulebook.rule import Rule

CONNECTION_ELSEWHERE = documented(
    routing.CONNECTION_ELSEWHERE,
    """
    A route in a VPC that its connection does not join.

    Why: A peering serves its two VPCs; in the table of a third the cloud does not find it.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "third" {
          cidr_block = "10.2.0.0/16"
        }

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "a_b" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "third_to_b" {
          route_table_id        = alicloud_vpc.third.route_table_id
          destination_cidrblock = alicloud_vpc.b.cidr_block
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.a_b.id
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "a_b" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = alicloud_vpc.b.cidr_block
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.a_b.id
        }

    Fix: Use the table of one of the connection's VPCs, or connect the third VPC on its own: peering is not
    transitive.
    """,
)

NEXTHOP_LITERAL = documented(
    Rule(
        id="ALI361",
        name="nexthop-literal",
        severity="notice",
        api_error=None,
        message=(
            "{id} is written out, though this configuration creates {connections}; if it is that one, refer to it"
        ),
        source="Terraform: references decide the order",
    ),
    """
    The id of a connection written out, in a configuration that creates connections.

    Why: Terraform orders by references. An id as text tells it nothing, so the route may be created before the
    connection, or stay behind when the connection is replaced.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "there" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = "pcc-bp1connection"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "there" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Fix: If the connection is created here, write a reference to its id.
    """,
)

ROUTE_BEFORE_ACCEPTANCE = documented(
    Rule(
        id="ALI359",
        name="route-before-acceptance",
        severity="notice",
        api_error=None,
        message=(
            "the route does not wait for {accepter}: until that has accepted, the cloud refuses it and the "
            "provider retries"
        ),
        source="CreateRouteEntry error codes (IncorrectStatus.VpcPeer); provider issue 5835",
    ),
    """
    A route over a connection to another account that does not wait for the accepter.

    Why: The cloud takes a route only to an Activated connection. Terraform knows no order between the route and the
    accepter here, so the provider tries again and again, and gives up when its time is over.

    Bad::

        provider "alicloud" {
          region     = "cn-hangzhou"
          account_id = "1111111111111111"
        }

        provider "alicloud" {
          alias      = "accepter"
          region     = "cn-beijing"
          account_id = "2222222222222222"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          provider    = alicloud.accepter
          instance_id = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_route_entry" "there" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Good::

        provider "alicloud" {
          region     = "cn-hangzhou"
          account_id = "1111111111111111"
        }

        provider "alicloud" {
          alias      = "accepter"
          region     = "cn-beijing"
          account_id = "2222222222222222"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          provider    = alicloud.accepter
          instance_id = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_route_entry" "there" {
          route_table_id        = "vtb-bp1table"
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
          depends_on            = [alicloud_vpc_peer_connection_accepter.this]
        }

    Fix: Add depends_on with the accepter, or use the accepter's id as next hop.
    """,
    fixable=True,
)


@check(CONNECTION_ELSEWHERE)
def check_connections(topology: Topology) -> Iterator[Diagnostic]:
    for route, connection in peering_routes(topology):
        if not isinstance(route.vpc, str) or not is_on_neither_side(route, connection):
            continue
        vpcs = [vpc for vpc in (connection.vpc, connection.accepting_vpc) if isinstance(vpc, str)]
        for violation in routing.check_connection(route.vpc, connection.id, "Activated", vpcs):
            note = Note(f"{connection.id} joins {' and '.join(vpcs)}", connection.resource.span)
            diagnostic = route.diagnostic(violation, "nexthop_id", notes=(note,))
            yield replace(diagnostic, message=f"{diagnostic.message}, {route.vpc}")


@check(NEXTHOP_LITERAL)
def check_literals(topology: Topology) -> Iterator[Diagnostic]:
    created = [connection.id for connection in topology.connections]
    for route in topology.routes if created else ():
        value = route.value("nexthop_id")
        id = known_text(value)
        if value and value.reference is None and id and id.startswith("pcc-"):
            yield route.diagnostic(
                NEXTHOP_LITERAL.violation("nexthop_id", id=id, connections=" and ".join(created[:2]))
            )


@check(ROUTE_BEFORE_ACCEPTANCE)
def check_order(topology: Topology) -> Iterator[Diagnostic]:
    for route, connection in peering_routes(topology):
        if connection.cross_account not in ("yes", "presumed") or _waits(route):
            continue
        for accepter in topology.accepters_of(connection)[:1]:
            awaited = {reference.config_address for reference in route.resource.depends_on}
            if accepter.resource.config_address not in awaited and can_coexist(route, accepter):
                yield route.diagnostic(
                    ROUTE_BEFORE_ACCEPTANCE.violation("nexthop_id", accepter=accepter.id),
                    notes=(Note("the accepter", accepter.resource.span),),
                    fix=_fix_order(route, accepter),
                )


def _waits(route: Route) -> bool:
    """The next hop is the accepter's attribute, or the route depends on something whose content is not looked at."""
    value = route.value("nexthop_id")
    if value is None or value.reference is None or value.reference.type.endswith("_accepter"):
        return True
    return any(reference.mode not in ("managed", "data") for reference in route.resource.depends_on)


def _fix_order(route: Route, accepter: Accepter) -> Fix | None:
    if route.resource.module != accepter.resource.module or route.resource.depends_on:
        return None
    line = f"depends_on = [{accepter.resource.type}.{accepter.resource.name}]"
    return fixes.add(route, line, after=("nexthop_id",))
