"""More rules in one direction of a network ACL than the quota.

Why: vpc_quota_nacl_ingress_entry and vpc_quota_nacl_egress_entry are 20 until somebody has them raised; with more the
whole set is refused. A rule that names a prefix list counts max_entries of the list.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas

_QUOTAS = quotas.Quotas()
_LIMITS = (
    ("ingress_acl_entries", "vpc_quota_nacl_ingress_entry", _QUOTAS.vpc_quota_nacl_ingress_entry),
    ("egress_acl_entries", "vpc_quota_nacl_egress_entry", _QUOTAS.vpc_quota_nacl_egress_entry),
)
_FAR = ("source_cidr_ip", "destination_cidr_ip")


@lint_rule(quotas.NETWORK_ACL_ENTRIES, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    for acl in written(topology.root, "alicloud_network_acl"):
        for kind, quota, limit in _LIMITS:
            used = sum(
                topology.lists.size(topology.lists.named(block, *_FAR))
                for block in acl.resource.nested(kind)
                if block.certain
            )
            for violation in quotas.check_count(
                quotas.NETWORK_ACL_ENTRIES, used=0, adding=used, limit=limit, quota=quota
            ):
                yield at(acl, message=violation.message)
