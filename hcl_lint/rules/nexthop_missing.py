"""A route that leads nowhere.

Why: A route needs a next hop, one or a list of them; the cloud refuses one without.

Bad::

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
    }

Good::

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Write nexthop_type and nexthop_id.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import routing


@lint_rule(routing.NEXT_HOP_MISSING)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        if one.resource.nested("next_hops") or not one.resource.blocks_complete:
            continue
        yield from told(routing.NEXT_HOP_MISSING, routing.check_next_hop(one.hop_type, one.text("nexthop_id")), one)
