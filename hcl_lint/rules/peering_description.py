"""A description that the cloud does not take for a connection.

Why: On creation a description has 2 to 256 characters, begins with a letter and is no link.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      description         = "https://wiki.example.com/peering"
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      description         = "see wiki.example.com/peering"
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

Fix: Begin with a letter and do not begin with http:// or https://.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.entities import Connection
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule, told
from tfmock.rulebook import names


@lint_rule(names.PEERING_DESCRIPTION)
def check(topology: Topology) -> Iterator[Problem]:
    for one in (*topology.connections, *topology.accepters):
        creating = isinstance(one, Connection)
        violations = names.check_peering_description(one.text("description"), creating=creating)
        yield from told(names.PEERING_DESCRIPTION, violations, one)
