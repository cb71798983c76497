"""A route with a next hop and a list of next hops.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import routing
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(routing.NEXT_HOP_TWICE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        blocks = one.resource.nested("next_hops")
        if not blocks or not all(block.certain for block in blocks):
            continue
        also_single = bool(one.argument("nexthop_id"))
        violations = routing.check_next_hop_list([(UNKNOWN, UNKNOWN) for _ in blocks], also_single=also_single)
        yield from told(routing.NEXT_HOP_TWICE, violations, one, "nexthop_id")
