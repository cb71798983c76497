"""Routes to prefix lists."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network import listed_routes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import listed_routes as list_rules

DESTINATION_IN_PREFIX_LIST = documented(
    list_rules.DESTINATION_LISTED,
    """
    A route to a block that a prefix list in the same table has as an entry.

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
    """,
)

PREFIX_LIST_CONFLICT = documented(
    list_rules.CONFLICT,
    """
    A route to a prefix list with an entry that the table cannot take.

    Why: A route to a prefix list is a route to each entry: none may be the entry of another list in the table, nor lie
    in a vSwitch of the VPC.

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
    """,
)

PREFIX_LIST_NEXT_HOPS = documented(
    list_rules.NEXT_HOPS,
    """
    A route to a prefix list with several next hops.

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
    """,
)

PREFIX_LIST_ROUTE_TWICE = documented(
    list_rules.TWICE,
    """
    Two routes to one prefix list in one table.

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
    """,
)


@check(DESTINATION_IN_PREFIX_LIST, PREFIX_LIST_CONFLICT, PREFIX_LIST_NEXT_HOPS, PREFIX_LIST_ROUTE_TWICE)
def check_listed_routes(topology: Topology) -> Iterator[Diagnostic]:
    yield from listed_routes.check_listed_routes(topology.lists, topology.routes, topology.vswitches_around)
