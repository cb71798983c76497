"""A route over a connection to another account that does not wait for the accepter.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Fix, Note
from hcl_lint.network.entities import Accepter, Route
from hcl_lint.network.topology import Topology, together
from hcl_lint.network.topology_queries import peering_routes
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI359", "route-before-acceptance", "notice", None,
    "the route does not wait for {accepter}: until that has accepted, the cloud refuses it and the provider retries",
    "CreateRouteEntry error codes (IncorrectStatus.VpcPeer); provider issue 5835",
)  # fmt: skip


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for route, connection in peering_routes(topology):
        if connection.cross_account not in ("yes", "presumed") or _waits(route):
            continue
        for accepter in topology.accepters_of(connection)[:1]:
            named = {one.config_address for one in route.resource.depends_on}
            if accepter.resource.config_address in named or not together(route, accepter):
                continue
            note = Note("the accepter", accepter.resource.span)
            message = RULE.broken("", accepter=accepter.id).message
            yield at(route, "nexthop_id", message=message, notes=(note,)).with_fix(_fix(route, accepter))


def _waits(route: Route) -> bool:
    """The next hop is the accepter's attribute, or the route depends on something whose content is not looked at."""
    value = route.value("nexthop_id")
    if value is None or value.reference is None or value.reference.type.endswith("_accepter"):
        return True
    return any(one.mode not in ("managed", "data") for one in route.resource.depends_on)


def _fix(route: Route, accepter: Accepter) -> Fix | None:
    if route.resource.module != accepter.resource.module or route.resource.depends_on:
        return None
    line = f"depends_on = [{accepter.resource.type}.{accepter.resource.name}]"
    return fixes.add(route, line, after=("nexthop_id",))
