"""An enterprise group whose members may all talk to each other.

Why: Members of an enterprise group reach each other by rules alone. The provider leaves inner_access_policy out for
them, but sends inner_access, and the cloud refuses it after the group is made.

Bad::

    resource "alicloud_security_group" "web" {
      vpc_id              = "vpc-bp1vpc"
      security_group_type = "enterprise"
      inner_access        = true
    }

Good::

    resource "alicloud_security_group" "web" {
      vpc_id              = "vpc-bp1vpc"
      security_group_type = "enterprise"
    }

Fix: Remove inner_access, and write rules for what members need of each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.broken import fact, flag
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI728", "security-group-inner-access", "error", None,
    "the inner access policy of an enterprise group is Drop and cannot be modified",
    "ModifySecurityGroupPolicy error codes",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.root.of_type("alicloud_security_group"):
        if flag(one, "inner_access") is True and fact(one, "security_group_type") == "enterprise":
            yield at_resource(one, "inner_access", message=RULE.broken("inner_access").message)
