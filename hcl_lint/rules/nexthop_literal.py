"""The id of a connection written out, in a configuration that creates connections.

Why: Terraform orders by references. An id as text tells it nothing, so the route may be created before the
connection, or stay behind when the connection is replaced.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

    resource "alicloud_route_entry" "there" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = "pcc-bp1connection"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = "vpc-bp1requester"
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = "vpc-bp1accepter"
      accepting_region_id = "cn-hangzhou"
    }

    resource "alicloud_route_entry" "there" {
      route_table_id        = "vtb-bp1table"
      destination_cidrblock = "10.1.0.0/16"
      nexthop_type          = "VpcPeer"
      nexthop_id            = alicloud_vpc_peer_connection.this.id
    }

Fix: If the connection is created here, write a reference to its id.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.evaluate.known_text import known_text
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI361", "nexthop-literal", "notice", None,
    "{id} is written out, though this configuration creates {connections}; if it is that one, refer to it",
    "Terraform: references decide the order",
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    created = [one.id for one in topology.connections]
    for route in topology.routes:
        value = route.value("nexthop_id")
        text = known_text(value)
        if created and value and value.reference is None and text and text.startswith("pcc-"):
            yield at(
                route, "nexthop_id", message=RULE.broken("", id=text, connections=" and ".join(created[:2])).message
            )
