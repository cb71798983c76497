"""A rule between groups, one of which is an enterprise group.

Why: Enterprise groups cannot name other groups, nor be named.

Bad::

    resource "alicloud_security_group" "web" {
      vpc_id              = "vpc-bp1vpc"
      security_group_type = "enterprise"
    }

    resource "alicloud_security_group" "data" {
      vpc_id              = "vpc-bp1vpc"
      security_group_type = "enterprise"
    }

    resource "alicloud_security_group_rule" "ssh" {
      type                     = "ingress"
      security_group_id        = alicloud_security_group.data.id
      ip_protocol              = "tcp"
      port_range               = "22/22"
      source_security_group_id = alicloud_security_group.web.id
    }

Good::

    resource "alicloud_security_group" "web" {
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_security_group" "data" {
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_security_group_rule" "ssh" {
      type                     = "ingress"
      security_group_id        = alicloud_security_group.data.id
      ip_protocol              = "tcp"
      port_range               = "22/22"
      source_security_group_id = alicloud_security_group.web.id
    }

Fix: Use normal groups, or name blocks with cidr_ip.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import groups


@lint_rule(groups.ENTERPRISE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, groups.ENTERPRISE)
