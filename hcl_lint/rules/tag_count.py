"""More than 20 tags on a resource.

Why: A resource holds at most 20 tags, and this limit cannot be raised.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
      tags                = { for number in range(21) : "tag${number}" => "x" }
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
      tags                = { for number in range(20) : "tag${number}" => "x" }
    }

Fix: Remove tags until 20 are left.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.tagged_resources import tagged
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import names


@lint_rule(names.TAG_COUNT)
def check(topology: Topology) -> Iterator[Problem]:
    for one in tagged(topology.root):
        yield from told(names.TAG_COUNT, names.check_tags(one.tags()), one)
