"""A security group that names no VPC.

Why: The cloud puts it into the default VPC of the region. Where there is none, as in tfmock unless it is told to
have one, it refuses the group; what else names the group has to be in that VPC, too.

Bad::

    resource "alicloud_security_group" "web" {
      security_group_name = "web"
    }

Good::

    resource "alicloud_security_group" "web" {
      security_group_name = "web"
      vpc_id              = "vpc-bp1vpc"
    }

Fix: Set vpc_id.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import groups


# a warning: an account with a default VPC takes the group
@lint_rule(groups.WITHOUT_VPC, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, groups.WITHOUT_VPC)
