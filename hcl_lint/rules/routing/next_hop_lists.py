"""Routes with several next hops."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.known_values import known_text
from hcl_lint.evaluate.model import NestedBlock
from hcl_lint.network.arguments import number
from hcl_lint.network.entities import Route
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from hcl_lint.source.text import Span
from tfmock.rulebook import (
    routing,
)
from tfmock.rulebook.rule import UNKNOWN, Violation

NEXTHOP_LIST_SIZE = documented(
    routing.NEXT_HOP_LIST_SIZE,
    """
    A list of next hops that is too short or too long.

    Why: Routes share a destination between 2 to 16 next hops.

    Bad::

        resource "alicloud_vpc_route_entry" "shared" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"
          next_hops {
            nexthop_type = "RouterInterface"
            nexthop_id   = "ri-bp1one"
          }
        }

    Good::

        resource "alicloud_vpc_route_entry" "single" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"
          nexthop_type           = "RouterInterface"
          nexthop_id             = "ri-bp1one"
        }

    Fix: Write a single next hop as nexthop_type and nexthop_id.
    """,
)

NEXTHOP_LIST_TYPE = documented(
    routing.NEXT_HOP_LIST_TYPE,
    """
    A list of next hops that holds something else than router interfaces.

    Why: Only router interfaces to virtual border routers can share a destination.

    Bad::

        resource "alicloud_vpc_route_entry" "shared" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"
          next_hops {
            nexthop_type = "VpcPeer"
            nexthop_id   = "pcc-bp1one"
          }
          next_hops {
            nexthop_type = "VpcPeer"
            nexthop_id   = "pcc-bp1two"
          }
        }

    Good::

        resource "alicloud_vpc_route_entry" "single" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"
          nexthop_type           = "VpcPeer"
          nexthop_id             = "pcc-bp1one"
        }

    Fix: Write one next hop, or split the destination into smaller blocks with a route each.
    """,
)

NEXTHOP_WEIGHT = documented(
    routing.NEXT_HOP_WEIGHT,
    """
    A weight of a next hop that is none.

    Why: Next hops that share a destination have weights of 0 to 255.

    Bad::

        resource "alicloud_vpc_route_entry" "shared" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"

          next_hops {
            nexthop_type = "RouterInterface"
            nexthop_id   = "ri-bp1one"
            weight       = 256
          }

          next_hops {
            nexthop_type = "RouterInterface"
            nexthop_id   = "ri-bp1two"
            weight       = 100
          }
        }

    Good::

        resource "alicloud_vpc_route_entry" "shared" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"

          next_hops {
            nexthop_type = "RouterInterface"
            nexthop_id   = "ri-bp1one"
            weight       = 255
          }

          next_hops {
            nexthop_type = "RouterInterface"
            nexthop_id   = "ri-bp1two"
            weight       = 100
          }
        }

    Fix: Write a weight of 0 to 255.
    """,
)

NEXTHOP_AND_LIST = documented(
    routing.NEXT_HOP_TWICE,
    """
    A route with a next hop and a list of next hops.

    Why: The cloud takes the one or the other and refuses both.

    Bad::

        resource "alicloud_vpc_route_entry" "shared" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"
          nexthop_type           = "RouterInterface"
          nexthop_id             = "ri-bp1one"
          next_hops {
            nexthop_type = "RouterInterface"
            nexthop_id   = "ri-bp1one"
          }
          next_hops {
            nexthop_type = "RouterInterface"
            nexthop_id   = "ri-bp1two"
          }
        }

    Good::

        resource "alicloud_vpc_route_entry" "shared" {
          route_table_id         = "vtb-bp1table"
          destination_cidr_block = "10.1.0.0/16"
          next_hops {
            nexthop_type = "RouterInterface"
            nexthop_id   = "ri-bp1one"
          }
          next_hops {
            nexthop_type = "RouterInterface"
            nexthop_id   = "ri-bp1two"
          }
        }

    Fix: Remove nexthop_type and nexthop_id, or the next_hops blocks.
    """,
)


@check(NEXTHOP_LIST_SIZE, NEXTHOP_LIST_TYPE, NEXTHOP_WEIGHT, NEXTHOP_AND_LIST)
def check_next_hop_lists(topology: Topology) -> Iterator[Diagnostic]:
    for route in topology.routes:
        blocks = route.resource.nested("next_hops")
        for block in blocks:
            yield from _check_member(route, block)
        if not blocks or not all(block.certain for block in blocks):
            continue
        members = [(UNKNOWN, UNKNOWN) for _ in blocks]
        for violation in routing.check_next_hop_list(members, also_single=bool(route.argument("nexthop_id"))):
            if violation.rule is routing.NEXT_HOP_TWICE:
                yield route.diagnostic(violation, "nexthop_id")
            elif route.resource.blocks_complete:
                yield _in_list(route, violation, blocks[0].span)


def _check_member(route: Route, block: NestedBlock) -> Iterator[Diagnostic]:
    value = block.get("nexthop_type") if block.certain else None
    type = None if value is None else known_text(value)
    member = (UNKNOWN if type is None else type, number(block, "weight"))
    for violation in routing.check_next_hop_list([member], also_single=False):
        if violation.rule is routing.NEXT_HOP_LIST_TYPE:
            yield _in_list(route, violation, block.arguments["nexthop_type"].expression_span)
        elif violation.rule is routing.NEXT_HOP_WEIGHT:
            yield diagnostic_at(route.resource, violation, ("weight",), block=block)


def _in_list(route: Route, violation: Violation, span: Span) -> Diagnostic:
    return Diagnostic.of(violation, span, address=route.id, scopes=(route.resource.block_span,))
