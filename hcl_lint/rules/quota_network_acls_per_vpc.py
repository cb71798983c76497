"""More network ACLs in a VPC than the quota.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.quota_counts import exceeded, named, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import quotas


@lint_rule(quotas.NETWORK_ACLS_PER_VPC, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    acls, vpc_of = written(topology.root, "alicloud_network_acl"), named(topology.root, "vpc_id")
    for one, violation in exceeded(quotas.NETWORK_ACLS_PER_VPC, acls, vpc_of, "nacl_quota_vpc_create_count"):
        yield at(one, "vpc_id", message=violation.message)
