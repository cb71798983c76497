"""The destination 100.64.0.0/10.

Why: The block belongs to cloud services; every table has a system route for it and the cloud refuses another. A
narrower block can have a route, such as one to cloud services of another region over a transit router.

Bad::

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "100.64.0.0/10"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Good::

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Write the block that is meant, which is narrower or lies elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import routing


@lint_rule(routing.DESTINATION_RESERVED)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        destination = one.text(*one.DESTINATION)
        if isinstance(destination, str):
            violations = routing.check_destination(destination)
            yield from told(routing.DESTINATION_RESERVED, violations, one, *one.DESTINATION)
