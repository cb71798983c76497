"""Names and descriptions of connections."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    names,
)

PEERING_NAME = documented(
    names.PEERING_NAME,
    """
    A name that the cloud does not take for a connection.

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
    """,
)

PEERING_DESCRIPTION = documented(
    names.PEERING_DESCRIPTION,
    """
    A description that the cloud does not take for a connection.

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
    """,
)


@check(PEERING_NAME, PEERING_DESCRIPTION)
def check_connection_texts(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        for violation in names.check_peering_name(connection.text("peer_connection_name"), creating=True):
            yield connection.diagnostic(violation, "peer_connection_name")
        for violation in names.check_peering_description(connection.text("description"), creating=True):
            yield connection.diagnostic(violation)
    for accepter in topology.accepters:
        for violation in names.check_peering_name(accepter.text("peer_connection_accepter_name"), creating=False):
            yield accepter.diagnostic(violation, "peer_connection_accepter_name")
        for violation in names.check_peering_description(accepter.text("description"), creating=False):
            yield accepter.diagnostic(violation)
