"""The two VPCs of a connection."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic, Note
from hcl_lint.network.entities import Connection
from hcl_lint.network.topology import Topology, can_coexist
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    peering,
)

SAME_VPC = documented(
    peering.SAME_VPC,
    """
    A connection from a VPC to itself.

    Why: A peering joins two VPCs; the cloud refuses one that has the same VPC at both ends.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.a.id
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

    Fix: Name the other VPC in accepting_vpc_id.
    """,
)

DUPLICATE_PAIR = documented(
    peering.PAIR_EXISTS,
    """
    A second connection between the same two VPCs.

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
    """,
)


@check(SAME_VPC)
def check_vpcs_differ(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        if isinstance(connection.vpc, str) and isinstance(connection.accepting_vpc, str):
            for violation in peering.check_vpcs_differ(connection.vpc, connection.accepting_vpc):
                yield connection.diagnostic(violation)


@check(DUPLICATE_PAIR)
def check_pairs(topology: Topology) -> Iterator[Diagnostic]:
    earlier: dict[frozenset[str], list[Connection]] = {}
    for connection in topology.connections:
        vpc, accepting_vpc = connection.vpc, connection.accepting_vpc
        if not isinstance(vpc, str) or not isinstance(accepting_vpc, str) or vpc == accepting_vpc:
            continue
        same_pair = earlier.setdefault(frozenset((vpc, accepting_vpc)), [])
        other = next((other for other in same_pair if can_coexist(connection, other)), None)
        if other is not None:
            joined = [(other.id, str(other.vpc), str(other.accepting_vpc))]
            for violation in peering.check_pair(vpc, accepting_vpc, joined):
                note = Note("the other connection", other.resource.span)
                yield connection.diagnostic(violation, notes=(note,))
        same_pair.append(connection)
