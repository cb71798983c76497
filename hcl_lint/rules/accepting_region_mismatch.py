"""An accepting_region_id that is not the region of the accepter VPC.

Why: The cloud looks for accepting_vpc_id in accepting_region_id and does not find it there.

Bad::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    provider "alicloud" {
      alias  = "peer"
      region = "cn-beijing"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "peer" {
      provider   = alicloud.peer
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.peer.id
      accepting_region_id = "cn-shanghai"
    }

Good::

    provider "alicloud" {
      region = "cn-hangzhou"
    }

    provider "alicloud" {
      alias  = "peer"
      region = "cn-beijing"
    }

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "peer" {
      provider   = alicloud.peer
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.peer.id
      accepting_region_id = "cn-beijing"
    }

Fix: Set accepting_region_id to the region of the provider that creates the accepter VPC.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.topology import Topology, together
from hcl_lint.network.topology_queries import region_note
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import regions
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI154", "accepting-region-mismatch", "error", None,
    "accepting_region_id is {stated}, but the accepter VPC {vpc} is created in {region}",
    "CreateVpcPeerConnection page; VPC peering help page, Terraform examples",
)  # fmt: skip


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        vpc = topology.vpc(one.accepting_vpc)
        if vpc is None or not together(one, vpc) or vpc.region is UNKNOWN or one.accepting_region is UNKNOWN:
            continue
        if vpc.region != one.accepting_region:
            told_of = RULE.broken("accepting_region_id", stated=one.accepting_region, vpc=vpc.id, region=vpc.region)
            problem = at(one, "accepting_region_id", message=told_of.message, notes=region_note(vpc))
            exists = regions.find(vpc.region) is not None  # else the provider's region is misspelt (ALI603)
            yield problem.with_fix(fixes.put(one, vpc.region, "accepting_region_id", safe=False) if exists else None)
