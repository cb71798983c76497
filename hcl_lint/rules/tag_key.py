"""A tag key that the cloud does not take.

Why: Keys have 1 to 128 characters, do not begin with aliyun or acs: (the cloud's own) and hold no link.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
      tags = {
        "acs:team" = "network"
      }
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
      tags = {
        team = "network"
      }
    }

Fix: Give the tag another key.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.tagged_resources import tagged
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import names


@lint_rule(names.TAG_KEY)
def check(topology: Topology) -> Iterator[Problem]:
    for one in tagged(topology.root):
        yield from told(names.TAG_KEY, names.check_tags(one.tags()), one)
