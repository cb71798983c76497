"""A weight of a next hop that is none.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.broken import number
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule, of
from tfmock.rulebook import routing
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(routing.NEXT_HOP_WEIGHT)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        for block in one.resource.nested("next_hops"):
            violations = routing.check_next_hop_list([(UNKNOWN, number(block, "weight"))], also_single=False)
            for violation in of(routing.NEXT_HOP_WEIGHT, violations):
                yield at_resource(one.resource, "weight", message=violation.message, block=block)
