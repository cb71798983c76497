"""The regions that a connection joins."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.entities import Connection
from hcl_lint.network.topology import Topology, can_coexist
from hcl_lint.network.topology_queries import region_note
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    peering,
    regions,
)
from tfmock.rulebook.rule import UNKNOWN, Rule, Violation

REGION_UNKNOWN = documented(
    peering.REGION_UNKNOWN,
    """
    A region that Alibaba Cloud does not have.

    Why: A misspelt region makes the request fail, or worse, an endpoint that cannot be found.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-bejing"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

    Fix: Write the id of a region, such as cn-hangzhou or ap-southeast-1.
    """,
    fixable=True,
)

REGION_WITHOUT_PEERING = documented(
    peering.REGION_WITHOUT_PEERING,
    """
    A connection with an end in a region that has no VPC peering.

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
    """,
)

REGIONS_MAY_NOT_PEER = documented(
    peering.REGIONS_MAY_NOT_PEER,
    """
    A connection between two clouds: public, finance and government regions.

    Why: Regions of the finance and government clouds are kept apart; the cloud refuses to join them with others.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-finaccepter"
          accepting_region_id = "cn-shanghai-finance-1"
        }

    Good::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-uf6accepter"
          accepting_region_id = "cn-shanghai"
        }

    Fix: Keep both VPCs in one of the clouds.
    """,
)

REGION_CLOSING = documented(
    Rule(
        id="ALI156",
        name="region-closing",
        severity="warning",
        api_error=None,
        message="the region {region} is being closed",
        source="VPC peering help page, regions",
    ),
    """
    A connection with an end in a region that is being closed.

    Why: Alibaba Cloud has announced the end of the region; what is built there has to move.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-njaccepter"
          accepting_region_id = "cn-nanjing"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-uf6accepter"
          accepting_region_id = "cn-shanghai"
        }

    Fix: Choose a region that stays.
    """,
)

CROSS_BORDER = documented(
    Rule(
        id="ALI152",
        name="cross-border",
        severity="notice",
        api_error=None,
        message=(
            "{region} and {accepting_region} are on different sides of the border of the Chinese mainland: this"
            " needs a cross-border qualification and is billed as cross-border traffic"
        ),
        source="VPC peering help page, cross-border connections; CreateVpcPeerConnection error codes",
    ),
    """
    A connection that crosses the border of the Chinese mainland.

    Why: It takes a qualification of China Unicom for cross-border lines and the cross-border data transfer service
    on both sides; without them the request is refused. Hong Kong is outside the mainland.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-j6caccepter"
          accepting_region_id = "cn-hongkong"
        }

    Good::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

    Fix: Have the qualification ready before apply, and ignore this rule here once you have it.
    """,
)

ID_REGION_PREFIX = documented(
    Rule(
        id="ALI153",
        name="id-region-prefix",
        severity="notice",
        api_error=None,
        message="{id} looks like an id from {born}, but the region here is {region}",
        source="observed in published ids",
    ),
    """
    A VPC id that looks as if it were born in another region.

    Why: Ids of a region begin alike (vpc-bp1 in cn-hangzhou, vpc-2ze in cn-beijing). This is a habit of the cloud,
    not a promise, so the rule runs only when it is selected.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-wz9accepter"
          accepting_region_id = "cn-beijing"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

    Fix: Check that the id and the region belong together.
    """,
    default=False,
)

ACCEPTING_REGION_MISMATCH = documented(
    Rule(
        id="ALI154",
        name="accepting-region-mismatch",
        severity="error",
        api_error=None,
        message="accepting_region_id is {stated}, but the accepter VPC {vpc} is created in {region}",
        source="CreateVpcPeerConnection page; VPC peering help page, Terraform examples",
    ),
    """
    An accepting_region_id that is not the region of the accepter VPC.

    Why: The cloud looks for accepting_vpc_id in accepting_region_id and does not find it there.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        provider "alicloud" {
          alias  = "peer"
          region = "cn-beijing"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "peer" {
          provider   = alicloud.peer
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.peer.id
          accepting_region_id = "cn-shanghai"
        }

    Good::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        provider "alicloud" {
          alias  = "peer"
          region = "cn-beijing"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "peer" {
          provider   = alicloud.peer
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = alicloud_vpc.peer.id
          accepting_region_id = "cn-beijing"
        }

    Fix: Set accepting_region_id to the region of the provider that creates the accepter VPC.
    """,
    fixable=True,
)


@check(REGION_UNKNOWN, REGION_WITHOUT_PEERING, REGIONS_MAY_NOT_PEER)
def check_regions(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        for violation in peering.check_regions(connection.region, connection.accepting_region):
            if violation.rule is not peering.REGION_UNKNOWN:
                provider = violation.rule is peering.REGIONS_MAY_NOT_PEER or violation.subject == "region"
                yield connection.diagnostic(violation, notes=region_note(connection) if provider else ())
            elif violation.subject != "region":  # an unknown region of a provider is ALI603
                yield _unknown_region(connection, violation)


def _unknown_region(connection: Connection, violation: Violation) -> Diagnostic:
    near = difflib.get_close_matches(str(connection.accepting_region), regions.REGIONS, 1, 0.85)
    diagnostic = connection.diagnostic(violation)
    if not near:
        return diagnostic
    fix = fixes.put(connection, near[0], "accepting_region_id", safe=False)
    return replace(diagnostic, message=f"{diagnostic.message}; did you mean {near[0]}?", fix=fix)


@check(REGION_CLOSING)
def check_closing_regions(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        for attribute, id in (("region", connection.region), ("accepting_region_id", connection.accepting_region)):
            region = None if id is UNKNOWN else regions.find(id)
            if region is not None and region.state == "closing":
                yield connection.diagnostic(REGION_CLOSING.violation(attribute, region=id))


@check(CROSS_BORDER)
def check_border(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        region, accepting_region = connection.region, connection.accepting_region
        if region is UNKNOWN or accepting_region is UNKNOWN or not regions.is_cross_border(region, accepting_region):
            continue
        violation = CROSS_BORDER.violation("accepting_region_id", region=region, accepting_region=accepting_region)
        yield connection.diagnostic(violation, notes=region_note(connection))


@check(ID_REGION_PREFIX)
def check_region_prefixes(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        vpcs = (("vpc_id", connection.region), ("accepting_vpc_id", connection.accepting_region))
        for attribute, region in vpcs:
            id = connection.text(attribute)
            born = _region_of_id(id) if isinstance(id, str) else None
            if born and region is not UNKNOWN and born != region:
                yield connection.diagnostic(ID_REGION_PREFIX.violation(attribute, id=id, born=born, region=region))


def _region_of_id(id: str) -> str | None:
    """The region in whose ids this prefix was seen; None where none is known."""
    prefix = id.removeprefix("vpc-")[:3]
    known = (region for region in regions.REGIONS.values() if region.id_prefix)
    return next((region.id for region in known if region.id_prefix == prefix), None)


@check(ACCEPTING_REGION_MISMATCH)
def check_accepting_region(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        vpc, stated = topology.vpc(connection.accepting_vpc), connection.accepting_region
        if vpc is None or not can_coexist(connection, vpc) or vpc.region is UNKNOWN or stated is UNKNOWN:
            continue
        if vpc.region != stated:
            facts = {"stated": stated, "vpc": vpc.id, "region": vpc.region}
            exists = regions.find(vpc.region) is not None  # else the provider's region is misspelt (ALI603)
            yield connection.diagnostic(
                ACCEPTING_REGION_MISMATCH.violation("accepting_region_id", **facts),
                notes=region_note(vpc),
                fix=fixes.put(connection, vpc.region, "accepting_region_id", safe=False) if exists else None,
            )
