"""Two routes to the same destination in one table.

Why: A table has one route to each destination; the cloud refuses the second.

Bad::

    resource "alicloud_route_entry" "one" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1one"
    }

    resource "alicloud_vpc_route_entry" "two" {
      route_table_id         = "vtb-bp1table"
      destination_cidr_block = "10.1.0.0/16"
      nexthop_type           = "VpcPeer"
      nexthop_id             = "pcc-bp1two"
    }

Good::

    resource "alicloud_route_entry" "one" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1one"
    }

    resource "alicloud_vpc_route_entry" "two" {
      route_table_id         = "vtb-bp1table"
      destination_cidr_block = "10.2.0.0/16"
      nexthop_type           = "VpcPeer"
      nexthop_id             = "pcc-bp1two"
    }

Fix: Keep one of the routes, or write a more specific destination in the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.entities import Route
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import routing
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(routing.DESTINATION_DUPLICATE)
def check(topology: Topology) -> Iterator[Problem]:
    by_table: dict[tuple[str, Cidr], list[Route]] = {}
    for one in topology.routes:
        if not isinstance(one.table, str) or one.destination is UNKNOWN or not one.single:
            continue
        earlier = by_table.setdefault((one.table, one.destination), [])
        for other in earlier:
            if together(one, other):
                present = (other.destination,) if other.destination is not UNKNOWN else ()
                for violation in routing.check_duplicate(one.destination, present):
                    note = Note(f"the other route, {other.id}", other.resource.span)
                    yield at(one, *one.DESTINATION, message=violation.message, notes=(note,))
                break
        earlier.append(one)
