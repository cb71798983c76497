"""A rule for the Internet side of a group that is in a VPC.

Why: In a VPC there is one kind of network, whatever the address: the provider refuses internet, after the plan.

Bad::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_security_group" "web" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_security_group_rule" "web" {
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "443/443"
      cidr_ip           = "10.0.0.0/8"
      security_group_id = alicloud_security_group.web.id
      nic_type          = "internet"
    }

Good::

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_security_group" "web" {
      vpc_id = alicloud_vpc.a.id
    }

    resource "alicloud_security_group_rule" "web" {
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "443/443"
      cidr_ip           = "10.0.0.0/8"
      security_group_id = alicloud_security_group.web.id
      nic_type          = "intranet"
    }

Fix: Remove nic_type, or write intranet.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import groups

RULE = groups.NIC_TYPE


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, RULE)
