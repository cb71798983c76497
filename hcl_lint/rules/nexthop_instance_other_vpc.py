"""A route to an instance of another VPC.

Why: A route table leads to things of its own VPC; the cloud looks for the next hop there.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = alicloud_vpc.b.id
      cidr_block = "10.1.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_security_group" "g" {
      vpc_id = alicloud_vpc.b.id
    }

    resource "alicloud_instance" "firewall" {
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      instance_type   = "ecs.g7.large"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.g.id]
    }

    resource "alicloud_route_entry" "r" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = "192.168.0.0/16"
      nexthop_type          = "Instance"
      nexthop_id            = alicloud_instance.firewall.id
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = alicloud_vpc.b.id
      cidr_block = "10.1.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_security_group" "g" {
      vpc_id = alicloud_vpc.b.id
    }

    resource "alicloud_instance" "firewall" {
      image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
      instance_type   = "ecs.g7.large"
      vswitch_id      = alicloud_vswitch.s.id
      security_groups = [alicloud_security_group.g.id]
    }

    resource "alicloud_route_entry" "r" {
      route_table_id        = alicloud_vpc.b.route_table_id
      destination_cidrblock = "192.168.0.0/16"
      nexthop_type          = "Instance"
      nexthop_id            = alicloud_instance.firewall.id
    }

Fix: Put the route into a table of the next hop's VPC, or lead it to something in the table's own. Peer VPCs instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import nexthop_place


@lint_rule(nexthop_place.INSTANCE_OTHER_VPC)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, nexthop_place.INSTANCE_OTHER_VPC)
