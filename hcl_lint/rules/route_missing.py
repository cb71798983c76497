"""A connection that no route leads over.

Why: A peering adds no routes by itself. Until both sides have a route to the other, it is Activated and carries
nothing.

Bad::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.a.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.b.id
      accepting_region_id = "cn-hangzhou"
    }

Good::

    data "alicloud_account" "current" {}

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc" "b" {
      cidr_block = "10.1.0.0/16"
    }

    resource "alicloud_vpc_peer_connection" "this" {
      vpc_id              = alicloud_vpc.a.id
      accepting_ali_uid   = data.alicloud_account.current.id
      accepting_vpc_id    = alicloud_vpc.b.id
      accepting_region_id = "cn-hangzhou"
    }

    resource "alicloud_route_entry" "a_to_b" {
      route_table_id        = alicloud_vpc.a.route_table_id
      destination_cidrblock = alicloud_vpc.b.cidr_block
      nexthop_type          = "VpcPeer"
      nexthop_id            = alicloud_vpc_peer_connection.this.id
    }

    resource "alicloud_route_entry" "b_to_a" {
      route_table_id        = alicloud_vpc.b.route_table_id
      destination_cidrblock = alicloud_vpc.a.cidr_block
      nexthop_type          = "VpcPeer"
      nexthop_id            = alicloud_vpc_peer_connection.this.id
    }

Fix: Add a route in a table of each side, with the other VPC's block as destination and this connection as next
hop.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Fix
from hcl_lint.network.entities import Connection, Vpc
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI352", "route-missing", "warning", None,
    "no route leads over this connection, so it carries nothing; each of its VPCs needs a route to the other",
    "VPC peering help page: configure routes in both VPCs",
)  # fmt: skip


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    if not topology.closed or topology.unsure_routes:
        return
    for one in topology.connections:
        if topology.routes_over(one) or _leaves(topology, one):
            continue
        yield at(one, message=RULE.broken("").message).with_fix(_scaffold(topology, one))


def _leaves(topology: Topology, connection: Connection) -> bool:
    """Whether this is a building block: it hands the id out and has nothing of the network itself."""
    if topology.vpcs or topology.tables or topology.routes:
        return False
    references = (value.reference for value in topology.root.root.outputs.values())
    return any(one is not None and one.address == connection.id for one in references)


def _scaffold(topology: Topology, connection: Connection) -> Fix | None:
    """Routes for both sides, where both VPCs stand in the same module and have no repetition."""
    requester, accepter = topology.ends(connection)
    if requester is None or accepter is None or connection.resource.key is not None:
        return None
    if any(vpc.resource.module != connection.resource.module or vpc.resource.key is not None
           for vpc in (requester, accepter)):  # fmt: skip
        return None
    name = connection.resource.name
    blocks = [_route(name, *pair) for pair in ((requester, accepter), (accepter, requester))]
    return fixes.insert_after_block(connection, "\n\n".join(blocks), "Add a route on each side")


def _route(name: str, own: Vpc, peer: Vpc) -> str:
    provider = own.resource.provider
    alias = f"  provider              = alicloud.{provider.alias}\n" if provider and provider.alias else ""
    here, there = f"alicloud_vpc.{own.resource.name}", f"alicloud_vpc.{peer.resource.name}"
    return (
        f'resource "alicloud_route_entry" "{name}_{own.resource.name}_to_{peer.resource.name}" {{\n'
        f"{alias}"
        f"  route_table_id        = {here}.route_table_id\n"
        f"  destination_cidrblock = {there}.cidr_block\n"
        f'  nexthop_type          = "VpcPeer"\n'
        f"  nexthop_id            = alicloud_vpc_peer_connection.{name}.id\n"
        f"}}"
    )
