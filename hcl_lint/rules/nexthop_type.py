"""A next-hop type that does not exist.

Why: alicloud_route_entry passes any text on, and the cloud refuses what is not spelled exactly as it is.

Bad::

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VPCPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Good::

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Write VpcPeer for a peering connection; hcl-lint explain ALI301 has the page that lists the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import nexthops, routing
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(routing.NEXT_HOP_TYPE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        hop_type = one.hop_type
        for problem in told(routing.NEXT_HOP_TYPE, routing.check_next_hop(hop_type, UNKNOWN), one):
            meant = nexthops.suggest_type(hop_type) if isinstance(hop_type, str) else None
            yield problem.with_fix(fixes.put(one, meant, "nexthop_type") if meant else None)
