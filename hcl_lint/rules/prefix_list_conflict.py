"""A route to a prefix list with an entry that the table cannot take.

Why: A route to a prefix list is a route to each entry: none may be the entry of another list in the table, nor lie in a
vSwitch of the VPC.

Bad::

    resource "alicloud_vpc_prefix_list" "partners" {
      ip_version  = "IPV4"
      max_entries = 5

      entrys {
        cidr = "172.16.0.0/16"
      }

      entrys {
        cidr = "172.17.0.0/16"
      }
    }

    resource "alicloud_vpc_prefix_list" "offices" {
      ip_version  = "IPV4"
      max_entries = 5

      entrys {
        cidr = "172.17.0.0/16"
      }
    }

    resource "alicloud_route_entry" "partners" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = alicloud_vpc_prefix_list.partners.id
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

    resource "alicloud_route_entry" "offices" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = alicloud_vpc_prefix_list.offices.id
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

    resource "alicloud_vpc_prefix_list" "offices" {
      ip_version  = "IPV4"
      max_entries = 5

      entrys {
        cidr = "172.17.0.0/16"
      }
    }

    resource "alicloud_route_entry" "partners" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = alicloud_vpc_prefix_list.partners.id
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

    resource "alicloud_route_entry" "offices" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = alicloud_vpc_prefix_list.offices.id
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1other"
    }

Fix: Take the entry out of one of the lists.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import listed_routes


@lint_rule(listed_routes.CONFLICT)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, listed_routes.CONFLICT)
