"""A list of next hops that is too short or too long.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, of
from tfmock.rulebook import routing
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(routing.NEXT_HOP_LIST_SIZE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        blocks = one.resource.nested("next_hops")
        if blocks and one.resource.blocks_complete and all(block.certain for block in blocks):
            violations = routing.check_next_hop_list([(UNKNOWN, UNKNOWN) for _ in blocks], also_single=False)
            for violation in of(routing.NEXT_HOP_LIST_SIZE, violations):
                yield Problem(violation.message, blocks[0].span, one.id, "next_hops", scopes=(one.resource.block_span,))
