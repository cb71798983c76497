"""A second connection between the same two VPCs.

Why: A pair of VPCs has one connection, whichever side asked for it; the second request is refused.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "there" {
      vpc_id              = "vpc-bp1one"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1two"
      accepting_region_id = "cn-hangzhou"
    }

    resource "alicloud_vpc_peer_connection" "back" {
      vpc_id              = "vpc-bp1two"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1one"
      accepting_region_id = "cn-hangzhou"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "both_ways" {
      vpc_id              = "vpc-bp1one"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1two"
      accepting_region_id = "cn-hangzhou"
    }

Fix: Remove one of the two; a connection carries packets both ways, and each side needs a route.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Note
from hcl_lint.network.entities import Connection
from hcl_lint.network.topology import Topology, together
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook import peering


@lint_rule(peering.PAIR_EXISTS)
def check(topology: Topology) -> Iterator[Problem]:
    earlier: dict[frozenset[str], list[Connection]] = {}
    for one in topology.connections:
        if not isinstance(one.vpc, str) or not isinstance(one.accepting_vpc, str) or one.vpc == one.accepting_vpc:
            continue
        same = earlier.setdefault(frozenset((one.vpc, one.accepting_vpc)), [])
        other = next((other for other in same if together(one, other)), None)
        if other is not None:
            joined = [(other.id, str(other.vpc), str(other.accepting_vpc))]
            for violation in peering.check_pair(one.vpc, one.accepting_vpc, joined):
                note = Note("the other connection", other.resource.span)
                yield at(one, "accepting_vpc_id", message=violation.message, notes=(note,))
        same.append(one)
