"""A tag value that the cloud does not take.

Why: Values have at most 128 characters, do not begin with acs: and hold no link.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
      tags = {
        docs = "https://wiki.example.com"
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
        docs = "wiki.example.com"
      }
    }

Fix: Shorten the value, and leave out http:// and https://.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.tagged_resources import tagged
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import names


@lint_rule(names.TAG_VALUE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in tagged(topology.root):
        yield from told(names.TAG_VALUE, names.check_tags(one.tags()), one)
