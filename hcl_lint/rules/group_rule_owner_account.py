"""A rule that names the owner of its far group by source_group_owner_account alone.

Why: Since 1.289.0 the provider reads the owner back into source_group_owner_id only. Where that is not written, every
later plan replaces the rule. source_group_owner_account is deprecated.

Bad::

    resource "alicloud_security_group_rule" "web" {
      type                       = "ingress"
      security_group_id          = "sg-bp1group"
      ip_protocol                = "tcp"
      port_range                 = "443/443"
      source_security_group_id   = "sg-bp1other"
      source_group_owner_account = "1000000000000002"
    }

Good::

    resource "alicloud_security_group_rule" "web" {
      type                     = "ingress"
      security_group_id        = "sg-bp1group"
      ip_protocol              = "tcp"
      port_range               = "443/443"
      source_security_group_id = "sg-bp1other"
      source_group_owner_id    = "1000000000000002"
    }

Fix: Write source_group_owner_id with the account's id, and allow provider 1.289.0.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.broken import fact
from hcl_lint.network.facts import ignores_changes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from hcl_lint.schema import versions
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI729", "group-rule-owner-account", "warning", None,
    "with provider 1.289.0 and newer every later plan replaces this rule: they read the owner as source_group_owner_id",
    "provider source of alicloud_security_group_rule, 1.290.0",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for module, resources in topology.modules():
        if not versions.allows(module, (1, 289, 0)):
            continue
        for rule in resources:
            if rule.type != "alicloud_security_group_rule" or ignores_changes(rule, "source_group_owner_id"):
                continue
            if fact(rule, "source_group_owner_account") and not fact(rule, "source_group_owner_id"):
                yield at_resource(rule, "source_group_owner_account", message=RULE.broken("").message)
