"""A zone that the region of a vSwitch does not have.

Why: The cloud refuses the vSwitch: zones are of one region. Where the zones of a region are not published, any
letter is taken.

Bad::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-beijing-a"
    }

Good::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    resource "alicloud_vswitch" "s" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-h"
    }

Fix: Write a zone of the region, or the provider of the other region.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import placement


@lint_rule(placement.ZONE)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, placement.ZONE)
