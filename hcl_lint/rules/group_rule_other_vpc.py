"""A rule that names a group of another VPC.

Why: Groups know each other within a VPC only, peered or not.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_security_group" "web" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_security_group" "data" {
      vpc_id = alicloud_vpc.b.id
    }

    resource "alicloud_security_group_rule" "ssh" {
      type                     = "ingress"
      security_group_id        = alicloud_security_group.data.id
      ip_protocol              = "tcp"
      port_range               = "22/22"
      source_security_group_id = alicloud_security_group.web.id
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_security_group" "web" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_security_group" "data" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_security_group_rule" "ssh" {
      type                     = "ingress"
      security_group_id        = alicloud_security_group.data.id
      ip_protocol              = "tcp"
      port_range               = "22/22"
      source_security_group_id = alicloud_security_group.web.id
    }

Fix: Name the blocks of the other VPC with cidr_ip.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import groups


@lint_rule(groups.OTHER_VPC)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, groups.OTHER_VPC)
