"""Two routes to one prefix list in one table.

Why: A table has one route to each prefix list, as to each block.

Bad::

    resource "alicloud_vpc_prefix_list" "partners" {
      ip_version  = "IPV4"
      max_entries = 5

      entrys {
        cidr = "172.16.0.0/16"
      }
    }

    resource "alicloud_route_entry" "one" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = alicloud_vpc_prefix_list.partners.id
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

    resource "alicloud_route_entry" "two" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = alicloud_vpc_prefix_list.partners.id
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1other"
    }

Good::

    resource "alicloud_vpc_prefix_list" "partners" {
      ip_version  = "IPV4"
      max_entries = 5

      entrys {
        cidr = "172.16.0.0/16"
      }
    }

    resource "alicloud_route_entry" "one" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = alicloud_vpc_prefix_list.partners.id
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Fix: Keep one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import listed_routes


@lint_rule(listed_routes.TWICE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, listed_routes.TWICE)
