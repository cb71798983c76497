"""A vSwitch's name that the cloud does not take.

Why: Names have 1 to 128 characters and do not begin with http:// or https://.

Bad::

    resource "alicloud_vswitch" "a" {
      vswitch_name = "https://vswitch"
      vpc_id       = "vpc-bp1vpc"
      cidr_block   = "10.0.1.0/24"
      zone_id      = "cn-hangzhou-b"
    }

Good::

    resource "alicloud_vswitch" "a" {
      vswitch_name = "vswitch"
      vpc_id       = "vpc-bp1vpc"
      cidr_block   = "10.0.1.0/24"
      zone_id      = "cn-hangzhou-b"
    }

Fix: Choose another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.VSWITCH_NAME)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.VSWITCH_NAME)
