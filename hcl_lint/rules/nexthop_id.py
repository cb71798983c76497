"""A next hop that is not of the stated type.

Why: The cloud looks for the id among the things of nexthop_type, which is Instance where none is written, and
does not find it.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_id            = alicloud_vpc_peer_connection.this.id
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = alicloud_vpc_peer_connection.this.id
    }

Fix: Make nexthop_type and nexthop_id fit each other; for a peering connection write nexthop_type = "VpcPeer".
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Fix
from hcl_lint.network.entities import Route
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import nexthops, routing
from tfmock.rulebook.rule import UNKNOWN

_ACCEPTER = "alicloud_vpc_peer_connection_accepter"


@lint_rule(routing.NEXT_HOP_ID, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        in_force = routing.effective_type(one.hop_type)
        stated = None if in_force is UNKNOWN else nexthops.TYPES.get(in_force)
        actual = _type_of(one)
        if stated is None or actual is None or actual is stated:
            continue
        value = one.text("nexthop_id")
        shown = value if isinstance(value, str) else str(one.resource.arguments["nexthop_id"].expression_span.text)
        if one.hop_type is None:
            hint = f", and it is in force where nexthop_type is not written; this is a {actual.name}"
        else:
            hint = f"; this is a {actual.name}"
        facts = {"value": shown, "type": stated.name, "prefix": stated.prefix, "hint": hint}
        message = routing.NEXT_HOP_ID.broken("nexthop_id", **facts).message
        yield at(one, "nexthop_id", message=message).with_fix(_fix(one, actual.name))


def _type_of(route: Route) -> nexthops.NextHopType | None:
    """What the next hop is: by the resource that it refers to, or by how its id begins."""
    referred = route.hop_resource_type
    if referred is not None:
        referred = "alicloud_vpc_peer_connection" if referred == _ACCEPTER else referred
        return next((hop for hop in nexthops.TYPES.values() if hop.resource == referred), None)
    id = route.text("nexthop_id")
    return nexthops.type_of_id(id) if isinstance(id, str) else None


def _fix(route: Route, name: str) -> Fix | None:
    if route.hop_type is None:
        return fixes.add(route, f'nexthop_type = "{name}"', after=("nexthop_id",))
    return fixes.put(route, name, "nexthop_type", safe=route.hop_resource_type is not None)
