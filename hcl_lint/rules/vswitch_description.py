"""A description of a vSwitch that is not accepted.

Why: It has 1 to 256 characters and is no URL: the cloud refuses what begins with http:// or https://.

Bad::

    resource "alicloud_vswitch" "a" {
      vpc_id      = "vpc-bp1vpc"
      cidr_block  = "10.0.1.0/24"
      zone_id     = "cn-hangzhou-b"
      description = "https://wiki.example/web"
    }

Good::

    resource "alicloud_vswitch" "a" {
      vpc_id      = "vpc-bp1vpc"
      cidr_block  = "10.0.1.0/24"
      zone_id     = "cn-hangzhou-b"
      description = "web servers"
    }

Fix: Write a text that does not begin with a URL, within these lengths.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.VSWITCH_DESCRIPTION)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.VSWITCH_DESCRIPTION)
