"""A route to a block that a prefix list in the same table has as an entry.

Why: A route to a prefix list is a route to each entry, and a table has one route to each destination.

Bad::

    resource "alicloud_vpc_prefix_list" "partners" {
      ip_version  = "IPV4"
      max_entries = 5

      entrys {
        cidr = "172.16.0.0/16"
      }
    }

    resource "alicloud_route_entry" "partners" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = alicloud_vpc_prefix_list.partners.id
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

    resource "alicloud_route_entry" "block" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "172.16.0.0/16"
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

    resource "alicloud_route_entry" "partners" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = alicloud_vpc_prefix_list.partners.id
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

    resource "alicloud_route_entry" "block" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "172.16.8.0/24"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1other"
    }

Fix: Remove the route or the entry. A narrower block beside the list is fine: the longest prefix wins.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import listed_routes


@lint_rule(listed_routes.DESTINATION_LISTED)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, listed_routes.DESTINATION_LISTED)
