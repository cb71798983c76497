"""A route to a prefix list with several next hops.

Why: Only a route to a block can be shared by several next hops.

Bad::

    resource "alicloud_vpc_prefix_list" "partners" {
      ip_version  = "IPV4"
      max_entries = 5

      entrys {
        cidr = "172.16.0.0/16"
      }
    }

    resource "alicloud_vpc_route_entry" "r" {
      route_table_id         = "vtb-bp1table"
      destination_cidr_block = alicloud_vpc_prefix_list.partners.id

      next_hops {
        nexthop_type = "RouterInterface"
        nexthop_id   = "ri-bp1one"
        weight       = 100
      }

      next_hops {
        nexthop_type = "RouterInterface"
        nexthop_id   = "ri-bp1two"
        weight       = 100
      }
    }

Good::

    resource "alicloud_vpc_prefix_list" "partners" {
      ip_version  = "IPV4"
      max_entries = 5

      entrys {
        cidr = "172.16.0.0/16"
      }
    }

    resource "alicloud_vpc_route_entry" "r" {
      route_table_id         = "vtb-bp1table"
      destination_cidr_block = alicloud_vpc_prefix_list.partners.id
      nexthop_type           = "RouterInterface"
      nexthop_id             = "ri-bp1one"
    }

Fix: Give the route one next hop, or write a route to each block.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import listed_routes


@lint_rule(listed_routes.NEXT_HOPS)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, listed_routes.NEXT_HOPS)
