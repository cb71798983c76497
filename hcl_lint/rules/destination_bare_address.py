"""A destination without a mask.

Why: The cloud takes it for a single address (/32 or /128) and shows it with the mask, so the next plan wants to
replace the route; if a network was meant, most of it is not routed.

Bad::

    resource "alicloud_route_entry" "there" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Good::

    resource "alicloud_route_entry" "there" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Write the mask.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import cidr
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI363", "destination-bare-address", "warning", None,
    "{destination} has no mask and is taken for the single address {block}", "CreateRouteEntry page: no mask means /32",
)  # fmt: skip


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for route in topology.routes:
        text = route.text(*route.DESTINATION)
        block = cidr.parse_address(text) if isinstance(text, str) else None
        if block is not None:
            message = RULE.broken("", destination=text, block=block).message
            fix = fixes.put(route, str(block), *route.DESTINATION, safe=False)
            yield at(route, *route.DESTINATION, message=message).with_fix(fix)
