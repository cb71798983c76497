"""Arguments that cannot be given together, or more blocks than a resource takes.

Why: Terraform refuses the resource: at once, or with the next plan where one of the values is known only after
apply.

Bad::

    resource "alicloud_security_group_rule" "web" {
      type                     = "ingress"
      ip_protocol              = "tcp"
      port_range               = "443/443"
      security_group_id        = "sg-bp1web"
      cidr_ip                  = "10.0.0.0/8"
      source_security_group_id = "sg-bp1edge"
    }

Good::

    resource "alicloud_security_group_rule" "web" {
      type                     = "ingress"
      ip_protocol              = "tcp"
      port_range               = "443/443"
      security_group_id        = "sg-bp1web"
      source_security_group_id = "sg-bp1edge"
    }

Fix: Remove one of them; what both should allow takes two resources.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, unfit
from tfmock.rulebook.rule import Rule

RULE = Rule("ALI613", "argument-conflict", "error", None, "{what}", "the provider's schema")


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from unfit(topology, RULE, "conflict")
