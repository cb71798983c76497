"""A description of a security group that is not accepted.

Why: It has 2 to 256 characters and is no URL.

Bad::

    resource "alicloud_security_group" "a" {
      vpc_id      = "vpc-bp1vpc"
      description = "-"
    }

Good::

    resource "alicloud_security_group" "a" {
      vpc_id      = "vpc-bp1vpc"
      description = "web servers"
    }

Fix: Write a text that does not begin with a URL, within these lengths.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.SECURITY_GROUP_DESCRIPTION)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.SECURITY_GROUP_DESCRIPTION)
