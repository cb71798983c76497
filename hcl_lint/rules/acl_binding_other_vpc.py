"""A vSwitch bound to the network ACL of another VPC.

Why: A network ACL guards vSwitches of its own VPC.

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

    resource "alicloud_network_acl" "a" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_network_acl_attachment" "s" {
      network_acl_id = alicloud_network_acl.a.id
      resources {
        resource_id   = alicloud_vswitch.s.id
        resource_type = "VSwitch"
      }
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = alicloud_vpc.a.id
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_network_acl" "a" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_network_acl_attachment" "s" {
      network_acl_id = alicloud_network_acl.a.id
      resources {
        resource_id   = alicloud_vswitch.s.id
        resource_type = "VSwitch"
      }
    }

Fix: Bind it to a network ACL of its VPC.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import acl_entries


@lint_rule(acl_entries.OTHER_VPC)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, acl_entries.OTHER_VPC)
