"""A connection from a VPC to itself.

Why: A peering joins two VPCs; the cloud refuses one that has the same VPC at both ends.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.a.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.a.id
      accepting_region_id = "cn-hangzhou"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.a.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.b.id
      accepting_region_id = "cn-hangzhou"
    }

Fix: Name the other VPC in accepting_vpc_id.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import peering


@lint_rule(peering.SAME_VPC)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        if isinstance(one.vpc, str) and isinstance(one.accepting_vpc, str):
            yield from told(peering.SAME_VPC, peering.check_vpcs_differ(one.vpc, one.accepting_vpc), one)
