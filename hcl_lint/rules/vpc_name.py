"""A VPC's name that the cloud does not take.

Why: Names have 1 to 128 characters and do not begin with http:// or https://.

Bad::

    resource "alicloud_vpc" "a" {
      vpc_name   = "http://vpc"
      cidr_block = "10.0.0.0/8"
    }

Good::

    resource "alicloud_vpc" "a" {
      vpc_name   = "vpc"
      cidr_block = "10.0.0.0/8"
    }

Fix: Choose another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.VPC_NAME)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.VPC_NAME)
