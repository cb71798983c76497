"""An IPv4 destination with a next hop that carries IPv6 only.

Why: An IPv6 gateway does not carry IPv4; the cloud refuses the route.

Bad::

    resource "alicloud_route_entry" "out" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "0.0.0.0/0"
      nexthop_type          = "IPv6Gateway"
      nexthop_id            = "ipv6gw-bp1gateway"
    }

Good::

    resource "alicloud_route_entry" "out" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "::/0"
      nexthop_type          = "IPv6Gateway"
      nexthop_id            = "ipv6gw-bp1gateway"
    }

Fix: Write ::/0, or choose a next hop that carries IPv4.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import routing
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(routing.NEXT_HOP_NO_IPV4)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        violations = routing.check_ip_version(one.destination, one.hop_type, UNKNOWN)
        yield from told(routing.NEXT_HOP_NO_IPV4, violations, one, "nexthop_type")
