"""A destination that is not a CIDR block.

Why: The cloud takes an address and a mask, with no bits set behind the mask; 10.1.0.5/16 is refused.

Bad::

    resource "alicloud_route_entry" "to_peer" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.5/16"
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

Fix: Write network/mask with no bits behind the mask, such as 10.1.0.0/16, or use the peer's cidr_block attribute.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import routing
from tfmock.rulebook.cidr import parse_cidr


@lint_rule(routing.DESTINATION_MALFORMED, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.routes:
        destination = one.text(*one.DESTINATION)
        if not isinstance(destination, str):
            continue
        for problem in told(
            routing.DESTINATION_MALFORMED, routing.check_destination(destination), one, *one.DESTINATION
        ):
            clean = parse_cidr(destination, strict=False)
            yield problem.with_fix(fixes.put(one, str(clean), *one.DESTINATION) if clean else None)
