"""An IPv6 destination with a next hop that carries IPv4 only.

Why: NAT gateways, VPN gateways, HaVips and IPv4 gateways do not carry IPv6; the cloud refuses the route.

Bad::

    resource "alicloud_route_entry" "out" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "::/0"
      nexthop_type          = "NatGateway"
      nexthop_id            = "ngw-bp1gateway"
    }

Good::

    resource "alicloud_route_entry" "out" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "0.0.0.0/0"
      nexthop_type          = "NatGateway"
      nexthop_id            = "ngw-bp1gateway"
    }

Fix: Choose a next hop that carries IPv6, such as a peering connection or an IPv6 gateway.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import routing
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(routing.NEXT_HOP_NO_IPV6)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        violations = routing.check_ip_version(one.destination, one.hop_type, UNKNOWN)
        yield from told(routing.NEXT_HOP_NO_IPV6, violations, one, "nexthop_type")
