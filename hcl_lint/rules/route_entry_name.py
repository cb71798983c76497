"""A route's name that the cloud does not take.

Why: Names have 1 to 128 characters and do not begin with http:// or https://.

Bad::

    resource "alicloud_vpc_route_entry" "there" {
      route_entry_name       = "https://wiki"
      route_table_id         = "vtb-bp1table"
      destination_cidr_block = "10.1.0.0/16"
      nexthop_type           = "VpcPeer"
      nexthop_id             = "pcc-bp1connection"
    }

Good::

    resource "alicloud_vpc_route_entry" "there" {
      route_entry_name       = "wiki"
      route_table_id         = "vtb-bp1table"
      destination_cidr_block = "10.1.0.0/16"
      nexthop_type           = "VpcPeer"
      nexthop_id             = "pcc-bp1connection"
    }

Fix: Choose another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.ROUTE_ENTRY_NAME)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.ROUTE_ENTRY_NAME)
