"""A name that the cloud does not take for a connection.

Why: On creation a connection's name has 2 to 128 letters, digits, underscores or dashes and begins with a
letter.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      peer_connection_name = "1st peering"
      vpc_id               = "vpc-bp1requester"
      accepting_ali_uid    = data.alicloud_account.current.id
      accepting_vpc_id     = "vpc-bp1accepter"
      accepting_region_id  = "cn-hangzhou"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      peer_connection_name = "first-peering"
      vpc_id               = "vpc-bp1requester"
      accepting_ali_uid    = data.alicloud_account.current.id
      accepting_vpc_id     = "vpc-bp1accepter"
      accepting_region_id  = "cn-hangzhou"
    }

Fix: Begin with a letter and use letters, digits, underscores and dashes only.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import names


@lint_rule(names.PEERING_NAME)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.connections:
        violations = names.check_peering_name(one.text("peer_connection_name"), creating=True)
        yield from told(names.PEERING_NAME, violations, one, "peer_connection_name")
    for accepter in topology.accepters:
        violations = names.check_peering_name(accepter.text("peer_connection_accepter_name"), creating=False)
        yield from told(names.PEERING_NAME, violations, accepter, "peer_connection_accepter_name")
