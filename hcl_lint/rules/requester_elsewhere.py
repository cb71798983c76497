"""A connection created by a provider of another region or account than its requester VPC.

Why: The requester VPC is looked for in the region and account of the connection's own provider; the cloud does
not find it there.

Bad::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    provider "alicloud" {
      alias  = "beijing"
      region = "cn-beijing"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "requester" {
      provider   = alicloud.beijing
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.requester.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-uf6accepter"
      accepting_region_id = "cn-shanghai"
    }

Good::

    provider "alicloud" {
      alias  = "beijing"
      region = "cn-beijing"
    }

    data "alicloud_account" "current" {
      provider = alicloud.beijing
    }

    resource "alicloud_vpc" "requester" {
      provider   = alicloud.beijing
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      provider            = alicloud.beijing
      vpc_id              = alicloud_vpc.requester.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-uf6accepter"
      accepting_region_id = "cn-shanghai"
    }

Fix: Give the connection the provider of its requester VPC.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import region_conflict, region_note
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI155", "requester-elsewhere", "error", None,
    "the connection is created in {region}, but its requester VPC {vpc} is created {where}",
    "CreateVpcPeerConnection page: RegionId is the region of the requester VPC",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        vpc = topology.vpc(one.vpc)
        if vpc is not None and region_conflict(one, vpc):
            where = "by another account" if one.region == vpc.region else f"in {vpc.region}"
            message = RULE.broken("vpc_id", region=one.region, vpc=vpc.id, where=where).message
            yield at(one, "vpc_id", message=message, notes=(*region_note(one), *region_note(vpc)))
