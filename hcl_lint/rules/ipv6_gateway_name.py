"""A name of an IPv6 gateway that is not accepted.

Why: It has 2 to 128 characters and is no URL: the cloud refuses what begins with http:// or https://.

Bad::

    resource "alicloud_vpc_ipv6_gateway" "a" {
      vpc_id            = "vpc-bp1vpc"
      ipv6_gateway_name = "http://out"
    }

Good::

    resource "alicloud_vpc_ipv6_gateway" "a" {
      vpc_id            = "vpc-bp1vpc"
      ipv6_gateway_name = "out"
    }

Fix: Write another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.IPV6_GATEWAY_NAME)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.IPV6_GATEWAY_NAME)
