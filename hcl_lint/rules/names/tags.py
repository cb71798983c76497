"""Tags."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.tagged_resources import tagged
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    names,
)

TAG_KEY = documented(
    names.TAG_KEY,
    """
    A tag key that the cloud does not take.

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
    """,
)

TAG_VALUE = documented(
    names.TAG_VALUE,
    """
    A tag value that the cloud does not take.

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
    """,
)

TAG_COUNT = documented(
    names.TAG_COUNT,
    """
    More than 20 tags on a resource.

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
    """,
)


@check(TAG_KEY, TAG_VALUE, TAG_COUNT)
def check_tags(topology: Topology) -> Iterator[Diagnostic]:
    for entity in tagged(topology.root):
        for violation in names.check_tags(entity.tags()):
            yield entity.diagnostic(violation)
