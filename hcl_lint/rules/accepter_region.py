"""An accepter whose provider is in another region than the accepter VPC.

Why: The accepter then stands for a region in which its VPC is not: whatever else that provider creates for this
side, such as the route back, lands in the wrong place.

Bad::

    provider "alicloud" {
      alias      = "accepter"
      region     = "cn-shanghai"
      account_id = "2222222222222222"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = "2222222222222222"
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
    }

    resource "alicloud_vpc_peer_connection_accepter" "this" {
      provider    = alicloud.accepter
      instance_id = alicloud_vpc_peer_connection.this.id
    }

Good::

    provider "alicloud" {
      alias      = "accepter"
      region     = "cn-beijing"
      account_id = "2222222222222222"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = "2222222222222222"
      accepting_vpc_id    = "vpc-2zeaccepter"
      accepting_region_id = "cn-beijing"
    }

    resource "alicloud_vpc_peer_connection_accepter" "this" {
      provider    = alicloud.accepter
      instance_id = alicloud_vpc_peer_connection.this.id
    }

Fix: Use a provider whose region is the connection's accepting_region_id.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology, together
from hcl_lint.network.topology_queries import region_note
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI204", "accepter-region", "warning", None,
    "this accepter's provider is in {region}, but the connection is to be accepted in {accepting_region}",
    "VPC peering help page, cross-account Terraform example",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for accepter in topology.accepters:
        one = topology.connection(accepter.connection)
        if one is None or accepter.region is UNKNOWN or one.accepting_region is UNKNOWN or not together(accepter, one):
            continue
        if accepter.region != one.accepting_region:
            message = RULE.broken("", region=accepter.region, accepting_region=one.accepting_region).message
            yield at(accepter, message=message, notes=region_note(accepter))
