"""A description of a network ACL that is not accepted.

Why: It has 1 to 256 characters and is no URL: the cloud refuses what begins with http:// or https://.

Bad::

    resource "alicloud_network_acl" "a" {
      vpc_id      = "vpc-bp1vpc"
      description = "https://wiki.example/edge"
    }

Good::

    resource "alicloud_network_acl" "a" {
      vpc_id      = "vpc-bp1vpc"
      description = "the edge: see the wiki"
    }

Fix: Write a text that does not begin with a URL, within these lengths.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.NETWORK_ACL_DESCRIPTION)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.NETWORK_ACL_DESCRIPTION)
