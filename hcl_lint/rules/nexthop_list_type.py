"""A list of next hops that holds something else than router interfaces.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.evaluate.known_text import known_text
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, of
from tfmock.rulebook import routing
from tfmock.rulebook.rule import UNKNOWN, Maybe


@lint_rule(routing.NEXT_HOP_LIST_TYPE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        for block in one.resource.nested("next_hops"):
            value = block.get("nexthop_type")
            if not block.certain or value is None:
                continue
            text = known_text(value)
            member: tuple[Maybe[str | None], Maybe[int | None]] = (UNKNOWN if text is None else text, UNKNOWN)
            for violation in of(routing.NEXT_HOP_LIST_TYPE, routing.check_next_hop_list([member], also_single=False)):
                span = block.arguments["nexthop_type"].expression_span
                yield Problem(violation.message, span, one.id, "next_hops", scopes=(one.resource.block_span,))
