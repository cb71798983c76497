"""An argument that the provider has removed.

Why: Terraform takes the newest provider that the constraints allow, and that one refuses the argument.

Bad::

    resource "alicloud_cms_alarm" "cpu" {
      name           = "cpu"
      project        = "acs_ecs_dashboard"
      metric         = "CPUUtilization"
      contact_groups = ["ops"]
      threshold      = "70"
      escalations_critical {
        statistics = "Average"
        times      = 3
        threshold  = "70"
      }
    }

Good::

    resource "alicloud_cms_alarm" "cpu" {
      name           = "cpu"
      project        = "acs_ecs_dashboard"
      metric         = "CPUUtilization"
      contact_groups = ["ops"]
      escalations_critical {
        statistics = "Average"
        times      = 3
        threshold  = "70"
      }
    }

Fix: Write what took its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, unfit
from tfmock.rulebook.rule import Rule

RULE = Rule("ALI614", "argument-removed", "error", None, "{what}", "the provider's schema")


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from unfit(topology, RULE, "removed")
