"""A connection with an end in a region that has no VPC peering.

Why: The cloud offers peering in some regions only, and has closed others; elsewhere the request is refused.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-a2daccepter"
      accepting_region_id = "ap-south-1"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-t4naccepter"
      accepting_region_id = "ap-southeast-1"
    }

Fix: Move that VPC to a region with peering, or join the two with Cloud Enterprise Network.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import region_note
from hcl_lint.rule import Problem, at, lint_rule, of
from tfmock.rulebook import peering


@lint_rule(peering.REGION_WITHOUT_PEERING)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        for violation in of(peering.REGION_WITHOUT_PEERING, peering.check_regions(one.region, one.accepting_region)):
            notes = region_note(one) if violation.subject == "region" else ()
            yield at(one, violation.subject, message=violation.message, notes=notes)
