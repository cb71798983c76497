"""An IPv6 route to a network interface with several IPv6 addresses.

Why: The next hop of an IPv6 route has one address at most.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vswitch" "s" {
      vpc_id               = alicloud_vpc.a.id
      cidr_block           = "10.0.1.0/24"
      zone_id              = "cn-hangzhou-b"
      enable_ipv6          = true
      ipv6_cidr_block_mask = 1
    }

    resource "alicloud_security_group" "g" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_ecs_network_interface" "hop" {
      vswitch_id         = alicloud_vswitch.s.id
      security_group_ids = [alicloud_security_group.g.id]
      ipv6_address_count = 2
    }

    resource "alicloud_route_entry" "r" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "2001:db8::/32"
      nexthop_type          = "NetworkInterface"
      nexthop_id            = alicloud_ecs_network_interface.hop.id
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block  = "10.0.0.0/16"
      enable_ipv6 = true
    }

    resource "alicloud_vswitch" "s" {
      vpc_id               = alicloud_vpc.a.id
      cidr_block           = "10.0.1.0/24"
      zone_id              = "cn-hangzhou-b"
      enable_ipv6          = true
      ipv6_cidr_block_mask = 1
    }

    resource "alicloud_security_group" "g" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_ecs_network_interface" "hop" {
      vswitch_id         = alicloud_vswitch.s.id
      security_group_ids = [alicloud_security_group.g.id]
      ipv6_address_count = 1
    }

    resource "alicloud_route_entry" "r" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "2001:db8::/32"
      nexthop_type          = "NetworkInterface"
      nexthop_id            = alicloud_ecs_network_interface.hop.id
    }

Fix: Give the interface one IPv6 address.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import nexthop_place


@lint_rule(nexthop_place.INTERFACE_MANY_IPV6)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, nexthop_place.INTERFACE_MANY_IPV6)
