"""A description of a route that is not accepted.

Why: It has 1 to 256 characters and is no URL: the cloud refuses what begins with http:// or https://.

Bad::

    resource "alicloud_vpc_route_entry" "a" {
      route_table_id         = "vtb-bp1table"
      destination_cidr_block = "10.1.0.0/16"
      nexthop_type           = "VpcPeer"
      nexthop_id             = "pcc-bp1connection"
      description            = "https://wiki.example/route"
    }

Good::

    resource "alicloud_vpc_route_entry" "a" {
      route_table_id         = "vtb-bp1table"
      destination_cidr_block = "10.1.0.0/16"
      nexthop_type           = "VpcPeer"
      nexthop_id             = "pcc-bp1connection"
      description            = "to the other VPC"
    }

Fix: Write a text that does not begin with a URL, within these lengths.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.ROUTE_ENTRY_DESCRIPTION)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.ROUTE_ENTRY_DESCRIPTION)
