"""A name of a security group that is not accepted.

Why: It has 2 to 128 characters, begins with a letter or a Chinese character, and is no URL.

Bad::

    resource "alicloud_security_group" "a" {
      vpc_id              = "vpc-bp1vpc"
      security_group_name = "1-web"
    }

Good::

    resource "alicloud_security_group" "a" {
      vpc_id              = "vpc-bp1vpc"
      security_group_name = "web-1"
    }

Fix: Write another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.SECURITY_GROUP_NAME)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.SECURITY_GROUP_NAME)
