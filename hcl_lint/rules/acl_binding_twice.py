"""A vSwitch bound to two network ACLs, or twice to one.

Why: A vSwitch has at most one network ACL, and the cloud refuses to bind it again.

Bad::

    resource "alicloud_network_acl" "a" {
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_network_acl" "b" {
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_network_acl_attachment" "a" {
      network_acl_id = alicloud_network_acl.a.id
      resources {
        resource_id   = "vsw-bp1one"
        resource_type = "VSwitch"
      }
    }

    resource "alicloud_network_acl_attachment" "b" {
      network_acl_id = alicloud_network_acl.b.id
      resources {
        resource_id   = "vsw-bp1one"
        resource_type = "VSwitch"
      }
    }

Good::

    resource "alicloud_network_acl" "a" {
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_network_acl" "b" {
      vpc_id = "vpc-bp1vpc"
    }

    resource "alicloud_network_acl_attachment" "a" {
      network_acl_id = alicloud_network_acl.a.id
      resources {
        resource_id   = "vsw-bp1one"
        resource_type = "VSwitch"
      }
    }

    resource "alicloud_network_acl_attachment" "b" {
      network_acl_id = alicloud_network_acl.b.id
      resources {
        resource_id   = "vsw-bp1two"
        resource_type = "VSwitch"
      }
    }

Fix: Bind it once; put the entries into one network ACL.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import acl_entries


@lint_rule(acl_entries.BOUND)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, acl_entries.BOUND)
