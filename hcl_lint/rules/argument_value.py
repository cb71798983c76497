"""A value that the provider or the cloud does not take.

Why: It has another type than the argument, or the provider checks it: Terraform refuses the resource before it asks
the cloud anything. A few the cloud checks, when the resource is made.

Bad::

    resource "alicloud_security_group_rule" "web" {
      type              = "inbound"
      ip_protocol       = "tcp"
      port_range        = "443/443"
      security_group_id = "sg-bp1web"
      cidr_ip           = "10.0.0.0/8"
    }

Good::

    resource "alicloud_security_group_rule" "web" {
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "443/443"
      security_group_id = "sg-bp1web"
      cidr_ip           = "10.0.0.0/8"
    }

Fix: Write a value that the provider takes.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, unfit
from tfmock.rulebook.rule import Rule

RULE = Rule("ALI615", "argument-value", "error", None, "{what}", "the provider's schema, API metadata")


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from unfit(topology, RULE, "value")
