"""A default route over a connection.

Why: All that has no other route goes to the peer, which delivers only what is for itself: it is no way to the
Internet, and packets for elsewhere are lost.

Bad::

    resource "alicloud_route_entry" "all" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "0.0.0.0/0"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Good::

    resource "alicloud_route_entry" "peer" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Write the peer VPC's block as destination.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import cidr, nexthops
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI356", "default-route-to-peer", "warning", None,
    "{destination} sends everything to the peer, which delivers only what is for its own VPC",
    "VPC peering help page: peering is not transitive",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        if one.destination in (cidr.DEFAULT_IPV4, cidr.DEFAULT_IPV6) and one.hop_type == nexthops.PEERING_TYPE:
            yield at(one, *one.DESTINATION, message=RULE.broken("", destination=one.destination).message)
