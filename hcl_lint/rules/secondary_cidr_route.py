"""A secondary block that holds the destination of a custom route of the VPC.

Why: The cloud refuses the block where the route is there already, and nothing here makes the route wait for the block.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_route_entry" "office" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "172.16.1.0/24"
      nexthop_type          = "VpnGateway"
      nexthop_id            = "vpn-bp1gateway"
    }

    resource "alicloud_vpc_ipv4_cidr_block" "more" {
      vpc_id               = alicloud_vpc.a.id
      secondary_cidr_block = "172.16.0.0/16"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_route_entry" "office" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "172.16.1.0/24"
      nexthop_type          = "VpnGateway"
      nexthop_id            = "vpn-bp1gateway"
    }

    resource "alicloud_vpc_ipv4_cidr_block" "more" {
      vpc_id               = alicloud_vpc.a.id
      secondary_cidr_block = "192.168.0.0/16"
    }

Fix: Choose a block that no route leads to, or let the route depend on the block.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.entities import Route, SecondaryBlock
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule, of
from tfmock.rulebook import addressing
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(addressing.SECONDARY_CIDR_ROUTE, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    routes: dict[str, list[Route]] = {}
    for route in topology.routes if topology.secondary_blocks else ():
        if isinstance(route.vpc, str):
            routes.setdefault(route.vpc, []).append(route)
    for one in topology.secondary_blocks:
        for route in routes.get(one.vpc, ()) if isinstance(one.vpc, str) else ():
            text = one.text("secondary_cidr_block")
            if route.destination is UNKNOWN or not isinstance(text, str) or not together(one, route):
                continue
            if _may_wait(route, one):
                continue
            violations = addressing.check_secondary_cidr(text, (), [route.destination])
            for violation in of(addressing.SECONDARY_CIDR_ROUTE, violations):
                note = Note("the route", route.resource.span)
                yield at(one, "secondary_cidr_block", message=violation.message, notes=(note,))


def _may_wait(route: Route, block: SecondaryBlock) -> bool:
    """Whether the route is made after the block, as far as it says itself; then the cloud takes both."""
    references = (argument.value.reference for argument in route.resource.arguments.values())
    return bool(route.resource.depends_on) or any(one and one.type == block.resource.type for one in references)
