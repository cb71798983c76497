"""vSwitches of connected VPCs that no route joins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network import packets
from hcl_lint.network.facts import NotKnownError
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook.reachability import trace_between_vpcs
from tfmock.rulebook.rule import Rule

PEERS_UNREACHABLE = documented(
    Rule(
        id="ALI365",
        name="peers-unreachable",
        severity="warning",
        api_error=None,
        message="{source} cannot reach {target} over this connection: {why}",
        source="the packet walk: route table page (longest prefix), VPC peering help page (no transit)",
    ),
    """
    A vSwitch that cannot talk to a vSwitch of a connected VPC.

    Why: Both VPCs are written here, so the way of a packet can be followed: vSwitch, route table, longest prefix,
    connection, the far vSwitch. Where it ends early, the connection is of no use for these two.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "b" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.1.2.0/24"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_route_entry" "b_to_a" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = "10.0.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "b" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_route_entry" "a_to_b" {
          route_table_id        = alicloud_vpc.a.route_table_id
          destination_cidrblock = "10.1.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

        resource "alicloud_route_entry" "b_to_a" {
          route_table_id        = alicloud_vpc.b.route_table_id
          destination_cidrblock = "10.0.0.0/16"
          nexthop_type          = "VpcPeer"
          nexthop_id            = alicloud_vpc_peer_connection.this.id
        }

    Fix: Add or correct the route that the message names.
    """,
)

#: Causes that have rules of their own: VPCs without vSwitches, blocks that overlap, an accepter that is missing.
_REPORTED_BY_OTHERS: Final = frozenset({"no-vswitch", "stays-in-own-vpc", "connection-inactive"})


@check(PEERS_UNREACHABLE)
def check_routes_between_peers(topology: Topology) -> Iterator[Diagnostic]:
    if not topology.closed:
        return
    network = packets.network_of(topology)
    for connection, requester, accepter in topology.pairs():
        sides = {topology.side(route, connection) for route in topology.routes_over(connection)}
        if not connection.resource.certain or sides != {"requester", "accepter"}:
            continue  # a route that is missing altogether has rules of its own
        for source, target in ((requester, accepter), (accepter, requester)):
            try:
                path = trace_between_vpcs(network, source.id, target.id)
            except NotKnownError:
                continue
            if not path.reachable and path.cause not in _REPORTED_BY_OTHERS:
                violation = PEERS_UNREACHABLE.violation(source=source.id, target=target.id, why=path.why)
                yield connection.diagnostic(violation)
