"""The link type of a connection."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.entities import Accepter, Connection
from hcl_lint.network.topology import Topology
from hcl_lint.network.topology_queries import region_note
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    peering,
)
from tfmock.rulebook.rule import UNKNOWN, Violation

LINK_TYPE_WITHIN_REGION = documented(
    peering.LINK_TYPE_WITHIN_REGION,
    """
    A link type on a connection whose two ends are in one region.

    Why: Link types are qualities of the lines between regions. Inside a region the cloud refuses the request.

    Bad::

        provider "alicloud" {
          region = "cn-beijing"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-2zerequester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          link_type           = "Gold"
        }

    Good::

        provider "alicloud" {
          region = "cn-beijing"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-2zerequester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-uf6accepter"
          accepting_region_id = "cn-shanghai"
          link_type           = "Gold"
        }

    Fix: Remove link_type.
    """,
    fixable=True,
)

LINK_TYPE_VALUE = documented(
    peering.LINK_TYPE_VALUE,
    """
    A link type that does not exist.

    Why: The cloud knows Gold and Platinum, spelled exactly so; anything else is refused.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          link_type           = "gold"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          link_type           = "Gold"
        }

    Fix: Write Gold (the default between regions) or Platinum.
    """,
    fixable=True,
)

LINK_TYPE_SPECIAL = documented(
    peering.LINK_TYPE_SPECIAL,
    """
    The link type Silver.

    Why: The provider accepts Silver, but the cloud opens it for chosen accounts only; for the others apply fails.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          link_type           = "Silver"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          link_type           = "Gold"
        }

    Fix: Write Gold or Platinum, or ignore this rule where your account has Silver.
    """,
    severity="warning",
)


@check(LINK_TYPE_WITHIN_REGION, LINK_TYPE_VALUE, LINK_TYPE_SPECIAL)
def check_link_type(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        link_type = connection.text("link_type")
        for violation in peering.check_link_type(connection.region, connection.accepting_region, link_type):
            yield _diagnostic(connection, violation)
    for accepter in topology.accepters:
        for violation in peering.check_link_type(UNKNOWN, UNKNOWN, accepter.text("link_type")):
            yield _diagnostic(accepter, violation)


def _diagnostic(side: Connection | Accepter, violation: Violation) -> Diagnostic:
    diagnostic = side.diagnostic(violation)
    if violation.rule is peering.LINK_TYPE_WITHIN_REGION:
        return diagnostic.with_notes(*region_note(side)).with_fix(fixes.remove(side, "link_type"))
    value = str(side.text("link_type")).lower()
    meant = next((name for name in peering.LINK_TYPES if name.lower() == value), None)
    return diagnostic.with_fix(fixes.put(side, meant, "link_type") if meant else None)
