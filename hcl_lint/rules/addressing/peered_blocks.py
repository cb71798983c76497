"""Addresses of VPCs that a connection joins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hcl_lint.diagnostic import Diagnostic, Note
from hcl_lint.network.entities import Entity, Vpc, VSwitch
from hcl_lint.network.identity import identity
from hcl_lint.network.topology import Topology, can_coexist
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    addressing,
)
from tfmock.rulebook.cidr import Cidr, cidr_block, is_private, parse_cidr
from tfmock.rulebook.rule import UNKNOWN, Rule

PEERED_VPCS_OVERLAP = documented(
    Rule(
        id="ALI451",
        name="peered-vpcs-overlap",
        severity="warning",
        api_error=None,
        message=(
            "{requester} ({block}) and {accepter} ({other}) overlap; what both have cannot be reached over the "
            "connection"
        ),
        source=(
            "VPC peering help page: precheck, troubleshooting; accepted by the API as the provider's example shows"
        ),
    ),
    """
    Two connected VPCs whose blocks overlap.

    Why: The cloud takes the connection, but an address that both have always stays in the sender's own VPC: the
    system route wins. Only vSwitches with different blocks can talk then. The provider's own example has this
    mistake.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
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

    Fix: Give one of the VPCs another block, or route between vSwitches that do not overlap.
    """,
)

PEERED_VSWITCHES_OVERLAP = documented(
    Rule(
        id="ALI452",
        name="peered-vswitches-overlap",
        severity="warning",
        api_error=None,
        message="{own} ({block}) and {other} ({theirs}) share addresses and can never talk over {connection}",
        source="VPC peering help page; route table page: system routes win",
    ),
    """
    Two vSwitches of connected VPCs that share addresses.

    Why: Each keeps packets for those addresses to itself, so the two can never talk, whatever the routes.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.0.0.0/8"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.1.0.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vswitch" "b" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.0.0/24"
          zone_id    = "cn-hangzhou-b"
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
          cidr_block = "10.0.0.0/8"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.0.0.0/8"
        }

        resource "alicloud_vswitch" "a" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.1.0.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vswitch" "b" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.2.0.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

    Fix: Give one of the vSwitches another block.
    """,
)

PUBLIC_BLOCK_PEERED = documented(
    Rule(
        id="ALI453",
        name="public-block-peered",
        severity="warning",
        api_error=None,
        message=(
            "{block} is not private (RFC 1918), so packets to it can leave for the Internet instead of crossing"
            " {connection}"
        ),
        source="VPC peering help page, troubleshooting: non-RFC 1918 blocks",
    ),
    """
    A connected VPC with addresses that are not private.

    Why: Outside 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 a VPC takes addresses for public ones. Where it has a
    way to the Internet, packets to the peer leave there unless an IPv4 gateway is enabled, with which route tables
    decide about all packets, or user_cidrs names the block.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "30.0.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.a.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

    Fix: Use private blocks, or enable an IPv4 gateway in the VPC that sends, or name the block in its user_cidrs.
    """,
)

DOCKER_BRIDGE_PEERED = documented(
    Rule(
        id="ALI457",
        name="docker-bridge-peered",
        severity="notice",
        api_error=None,
        message=(
            "{block} overlaps 172.17.0.0/16, the bridge of Docker: hosts with Docker do not reach it over {connection}"
        ),
        source="VPC peering help page, notes; Docker's default bridge network",
    ),
    """
    A connected VPC whose addresses Docker takes for its bridge.

    Why: A host with Docker has 172.17.0.0/16 on its bridge docker0 unless it is configured otherwise. What it sends to
    such an address stays on the host and never reaches the connection.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "b" {
          cidr_block = "172.17.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "b" {
          cidr_block = "172.20.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.b.id
          accepting_region_id = "cn-hangzhou"
        }

    Fix: Use other addresses, or set "bip" in /etc/docker/daemon.json of the hosts and ignore this rule.
    """,
)


@check(PEERED_VPCS_OVERLAP)
def check_vpcs(topology: Topology) -> Iterator[Diagnostic]:
    for connection, requester, accepter in topology.pairs():
        if not can_coexist(connection, requester, accepter):
            continue
        overlaps = ((block, other) for block in requester.blocks for other in accepter.blocks if block.overlaps(other))
        block, other = next(overlaps, (None, None))
        if block is not None:
            violation = PEERED_VPCS_OVERLAP.violation(
                "accepting_vpc_id", requester=requester.id, block=block, accepter=accepter.id, other=other
            )
            arguments = [vpc.argument("cidr_block") for vpc in (requester, accepter)]
            spans = [argument.value.span or argument.span for argument in arguments if argument]
            yield connection.diagnostic(violation, notes=tuple(Note("one of the blocks", span) for span in spans))


@check(PEERED_VSWITCHES_OVERLAP)
def check_vswitches(topology: Topology) -> Iterator[Diagnostic]:
    for connection, requester, accepter in topology.pairs():
        for own, other in _overlapping_vswitches(topology, requester, accepter):
            if can_coexist(connection, own, other):
                facts = {"own": own.id, "block": own.block, "other": other.id, "theirs": other.block}
                violation = PEERED_VSWITCHES_OVERLAP.violation("cidr_block", connection=connection.id, **facts)
                yield own.diagnostic(violation, notes=(Note("the other", other.resource.span),))


def _overlapping_vswitches(topology: Topology, requester: Vpc, accepter: Vpc) -> Iterator[tuple[VSwitch, VSwitch]]:
    """Pairs of a vSwitch of each that share addresses: looked for with those of the VPC that has fewer."""
    few, many = requester, accepter
    if len(topology.vswitches_of(few.id)) > len(topology.vswitches_of(many.id)):
        few, many = many, few
    for vswitch in topology.vswitches_of(few.id):
        for other in topology.vswitches_touching(vswitch.block, many.id) if vswitch.block is not UNKNOWN else ():
            yield (vswitch, other) if few is requester else (other, vswitch)


@check(PUBLIC_BLOCK_PEERED)
def check_private(topology: Topology) -> Iterator[Diagnostic]:
    reported: set[str] = set()
    for connection in topology.connections:
        requester, accepter = topology.vpcs_of(connection)
        for vpc, sender in ((requester, accepter), (accepter, requester)):
            block = vpc.primary if vpc else None
            if vpc is None or block is None or vpc.id in reported or not can_coexist(connection, vpc):
                continue
            if is_private(block) or list(addressing.check_vpc_cidr(str(block))):
                continue
            if sender is None or not _may_be_routed(topology, sender, block):
                reported.add(vpc.id)
                violation = PUBLIC_BLOCK_PEERED.violation("cidr_block", block=block, connection=connection.id)
                yield vpc.diagnostic(violation)


def _may_be_routed(topology: Topology, sender: Vpc, block: Cidr) -> bool:
    """Whether the sender's route tables decide about packets to ``block``, or may, for all that is known."""
    for gateway in topology.root.of_type("alicloud_vpc_ipv4_gateway"):
        if identity(topology.root, gateway.get("vpc_id")) not in (UNKNOWN, sender.id):
            continue
        enabled = gateway.get("enabled")
        if enabled is not None and not enabled.null and enabled.boolean() is not False:
            return True
    listed = sender.value("user_cidrs")
    if listed is not None and listed.sequence() is None:
        return True
    user_cidrs = [UNKNOWN if text is UNKNOWN else parse_cidr(text) for text in sender.texts("user_cidrs")]
    return any(cidr is UNKNOWN or (cidr is not None and cidr.contains(block)) for cidr in user_cidrs)


_DOCKER_BRIDGE: Final = cidr_block("172.17.0.0/16")


@check(DOCKER_BRIDGE_PEERED)
def check_docker_bridge(topology: Topology) -> Iterator[Diagnostic]:
    reported: set[str] = set()
    for connection in topology.connections:
        for vpc in topology.vpcs_of(connection):
            if vpc is None or vpc.id in reported or not can_coexist(connection, vpc):
                continue
            entity, block = _at_bridge(topology, vpc)
            if entity is not None:
                reported.add(vpc.id)
                violation = DOCKER_BRIDGE_PEERED.violation("cidr_block", block=block, connection=connection.id)
                yield entity.diagnostic(violation)


def _at_bridge(topology: Topology, vpc: Vpc) -> tuple[Entity, Cidr] | tuple[None, None]:
    """The first vSwitch that overlaps the bridge; of a VPC without vSwitches here, the VPC's own block."""
    vswitches = topology.vswitches_of(vpc.id)
    for vswitch in vswitches:
        if vswitch.block is not UNKNOWN and vswitch.block.overlaps(_DOCKER_BRIDGE):
            return vswitch, vswitch.block
    if not vswitches and vpc.primary and vpc.primary.overlaps(_DOCKER_BRIDGE):
        return vpc, vpc.primary
    return None, None
