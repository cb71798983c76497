"""Quotas of network ACLs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.quota_counts import exceeded, named, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    quotas,
)

QUOTA_NETWORK_ACLS_PER_VPC = documented(
    quotas.NETWORK_ACLS_PER_VPC,
    """
    More network ACLs in a VPC than the quota.

    Why: nacl_quota_vpc_create_count is 20 until somebody has it raised; the next network ACL is refused.

    Bad::

        resource "alicloud_network_acl" "many" {
          count  = 21
          vpc_id = "vpc-bp1vpc"
        }

    Good::

        resource "alicloud_network_acl" "many" {
          count  = 20
          vpc_id = "vpc-bp1vpc"
        }

    Fix: Let vSwitches share network ACLs, or have the quota raised.
    """,
    severity="warning",
)

QUOTA_NETWORK_ACL_ENTRIES = documented(
    quotas.NETWORK_ACL_ENTRIES,
    """
    More rules in one direction of a network ACL than the quota.

    Why: vpc_quota_nacl_ingress_entry and vpc_quota_nacl_egress_entry are 20 until somebody has them raised; with more
    the whole set is refused. A rule that names a prefix list counts max_entries of the list.

    Bad::

        resource "alicloud_network_acl" "this" {
          vpc_id = "vpc-bp1vpc"

          dynamic "ingress_acl_entries" {
            for_each = range(21)
            content {
              policy         = "accept"
              protocol       = "tcp"
              port           = "${1000 + ingress_acl_entries.value}/${1000 + ingress_acl_entries.value}"
              source_cidr_ip = "10.0.0.0/8"
            }
          }
        }

    Good::

        resource "alicloud_network_acl" "this" {
          vpc_id = "vpc-bp1vpc"

          dynamic "ingress_acl_entries" {
            for_each = range(20)
            content {
              policy         = "accept"
              protocol       = "tcp"
              port           = "${1000 + ingress_acl_entries.value}/${1000 + ingress_acl_entries.value}"
              source_cidr_ip = "10.0.0.0/8"
            }
          }
        }

    Fix: Name ranges of ports and larger blocks, or have the quota raised.
    """,
    severity="warning",
)


@check(QUOTA_NETWORK_ACLS_PER_VPC)
def check_network_acls(topology: Topology) -> Iterator[Diagnostic]:
    acls, vpc_id = written(topology.root, "alicloud_network_acl"), named(topology.root, "vpc_id")
    for acl, violation in exceeded(quotas.NETWORK_ACLS_PER_VPC, acls, vpc_id, "nacl_quota_vpc_create_count"):
        yield acl.diagnostic(violation, "vpc_id")


#: The blocks of each direction, and their quota.
_ENTRIES: Final = (
    ("ingress_acl_entries", "vpc_quota_nacl_ingress_entry", quotas.Quotas().vpc_quota_nacl_ingress_entry),
    ("egress_acl_entries", "vpc_quota_nacl_egress_entry", quotas.Quotas().vpc_quota_nacl_egress_entry),
)


@check(QUOTA_NETWORK_ACL_ENTRIES)
def check_entries(topology: Topology) -> Iterator[Diagnostic]:
    lists = topology.lists
    for acl in written(topology.root, "alicloud_network_acl"):
        for type, quota, limit in _ENTRIES:
            entries = (block for block in acl.resource.nested(type) if block.certain)
            used = sum(lists.size(lists.named(entry, "source_cidr_ip", "destination_cidr_ip")) for entry in entries)
            rule = quotas.NETWORK_ACL_ENTRIES
            for violation in quotas.check_count(rule, used=0, adding=used, limit=limit, quota=quota):
                yield acl.diagnostic(violation)
