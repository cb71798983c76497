"""A route to an IPv6 gateway with a destination other than ::/0.

Why: An IPv6 gateway takes the default route only.

Bad::

    resource "alicloud_route_entry" "out" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "2001:db8::/32"
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

Fix: Write ::/0.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import routing
from tfmock.rulebook.rule import UNKNOWN


@lint_rule(routing.IPV6_GATEWAY_DESTINATION)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        violations = routing.check_ip_version(one.destination, one.hop_type, UNKNOWN)
        yield from told(routing.IPV6_GATEWAY_DESTINATION, violations, one, *one.DESTINATION)
