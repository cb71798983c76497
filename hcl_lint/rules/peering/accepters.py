"""Accepters, and the connections that they accept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, Note
from hcl_lint.network.entities import Accepter, Connection
from hcl_lint.network.topology import Topology, can_coexist
from hcl_lint.rule import check, documented
from tfmock.rulebook.rule import UNKNOWN, Rule

ACCEPTER_MISSING = documented(
    Rule(
        id="ALI201",
        name="accepter-missing",
        severity="warning",
        api_error=None,
        message="the connection asks account {uid}, {kind}, and nothing in this configuration accepts it",
        source="VPC peering help page: cross-account connections, statuses",
    ),
    """
    A connection to another account that nobody accepts.

    Why: The request stays Accepting, carries nothing, and expires after seven days; an expired connection can only
    be deleted.

    Bad::

        provider "alicloud" {
          region     = "cn-hangzhou"
          account_id = "1111111111111111"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

    Good::

        provider "alicloud" {
          region     = "cn-hangzhou"
          account_id = "1111111111111111"
        }

        provider "alicloud" {
          alias      = "accepter"
          region     = "cn-beijing"
          account_id = "2222222222222222"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          provider    = alicloud.accepter
          instance_id = alicloud_vpc_peer_connection.this.id
        }

    Fix: Add an alicloud_vpc_peer_connection_accepter with the accepting account's provider, or have that account
    accept.
    """,
)

ACCEPTER_NEEDLESS = documented(
    Rule(
        id="ALI202",
        name="accepter-needless",
        severity="notice",
        api_error=None,
        message=(
            "both ends of {connection} belong to one account, which accepts by itself; destroying this accepter"
            " would delete the connection"
        ),
        source=("VPC peering help page; provider source of the accepter (delete calls DeleteVpcPeerConnection)"),
    ),
    """
    An accepter for a connection inside one account.

    Why: The cloud accepts such a connection itself. The accepter does nothing on apply, but destroying it deletes
    the connection.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          instance_id = alicloud_vpc_peer_connection.this.id
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

    Fix: Remove the accepter, and name the connection where it is named; for one that was applied, first terraform state
    rm it, since destroying it cuts the connection.
    """,
    fixable=True,
)

ACCEPTER_SAME_PROVIDER = documented(
    Rule(
        id="ALI203",
        name="accepter-same-provider",
        severity="error",
        api_error=None,
        message=("{connection} asks another account, but this accepter acts for the same account as the request"),
        source="VPC peering help page: the accepter account accepts; who may call AcceptVpcPeerConnection",
    ),
    """
    An accepter that acts for the account that made the request.

    Why: Only the accepting account can accept. The requester's own provider does not find a request to accept, so apply
    fails or waits in vain. It is a warning where no account_id says whose the request is: the account asked can be its
    own.

    Bad::

        provider "alicloud" {
          region     = "cn-hangzhou"
          account_id = "1111111111111111"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          instance_id = alicloud_vpc_peer_connection.this.id
        }

    Good::

        provider "alicloud" {
          region     = "cn-hangzhou"
          account_id = "1111111111111111"
        }

        provider "alicloud" {
          alias      = "accepter"
          region     = "cn-hangzhou"
          account_id = "2222222222222222"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          provider    = alicloud.accepter
          instance_id = alicloud_vpc_peer_connection.this.id
        }

    Fix: Give the accepter the provider of the accepting account.
    """,
)

ACCEPTER_WITHOUT_UID = documented(
    Rule(
        id="ALI206",
        name="accepter-without-uid",
        severity="warning",
        api_error=None,
        message=("the accepter {accepter} acts with other credentials, but this connection names no accepting_ali_uid"),
        source="CreateVpcPeerConnection page: AcceptingAliUid; provider source: it sends none when unset",
    ),
    """
    An accepter in another account for a connection that does not name that account.

    Why: Without accepting_ali_uid the cloud looks for the accepter VPC in the requester's own account and does not
    find it.

    Bad::

        provider "alicloud" {
          region     = "cn-hangzhou"
          account_id = "1111111111111111"
        }

        provider "alicloud" {
          alias      = "accepter"
          region     = "cn-beijing"
          account_id = "2222222222222222"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          provider    = alicloud.accepter
          instance_id = alicloud_vpc_peer_connection.this.id
        }

    Good::

        provider "alicloud" {
          region     = "cn-hangzhou"
          account_id = "1111111111111111"
        }

        provider "alicloud" {
          alias      = "accepter"
          region     = "cn-beijing"
          account_id = "2222222222222222"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

        resource "alicloud_vpc_peer_connection_accepter" "this" {
          provider    = alicloud.accepter
          instance_id = alicloud_vpc_peer_connection.this.id
        }

    Fix: Set accepting_ali_uid on the connection to the accepting account's id.
    """,
)

ACCEPTER_TWICE = documented(
    Rule(
        id="ALI207",
        name="accepter-twice",
        severity="warning",
        api_error=None,
        message="{connection} has an accepter already: {other}",
        source="provider source: the accepter's create and delete",
    ),
    """
    Two accepters for one connection.

    Why: The second finds nothing to accept, and destroying either of them deletes the connection for both.

    Bad::

        resource "alicloud_vpc_peer_connection_accepter" "one" {
          instance_id = "pcc-bp1connection"
        }

        resource "alicloud_vpc_peer_connection_accepter" "two" {
          instance_id = "pcc-bp1connection"
        }

    Good::

        resource "alicloud_vpc_peer_connection_accepter" "one" {
          instance_id = "pcc-bp1connection"
        }

    Fix: Keep one accepter for each connection.
    """,
)


@check(ACCEPTER_MISSING)
def check_accepter_exists(topology: Topology) -> Iterator[Diagnostic]:
    if not topology.closed or any(accepter.connection is UNKNOWN for accepter in topology.accepters):
        return
    for connection in topology.connections:
        if connection.cross_account not in ("yes", "presumed") or topology.accepters_of(connection):
            continue
        uid = connection.text("accepting_ali_uid")
        certain = connection.cross_account == "yes"
        kind = "another account" if certain else "which is taken for another account than its own"
        violation = ACCEPTER_MISSING.violation(
            "accepting_ali_uid", uid="of another provider" if uid is UNKNOWN else uid, kind=kind
        )
        yield connection.diagnostic(violation, used=True)


@check(ACCEPTER_NEEDLESS, ACCEPTER_SAME_PROVIDER)
def check_accepting_account(topology: Topology) -> Iterator[Diagnostic]:
    for accepter in topology.accepters:
        connection = topology.connection(accepter.connection)
        if connection is None or not can_coexist(accepter, connection) or _same_account(accepter, connection) != "yes":
            continue
        if connection.cross_account == "no":
            violation = ACCEPTER_NEEDLESS.violation(connection=connection.id)
            yield accepter.diagnostic(violation, fix=fixes.remove_block(accepter, topology.root))
        elif connection.cross_account in ("yes", "presumed"):
            violation = ACCEPTER_SAME_PROVIDER.violation(connection=connection.id)
            diagnostic = accepter.diagnostic(violation, notes=(Note("the request", connection.resource.span),))
            yield diagnostic if connection.cross_account == "yes" else _presumed(diagnostic, connection)


def _same_account(accepter: Accepter, connection: Connection) -> str:
    """Whether both act for one account: yes, no or unknown."""
    if connection.account is UNKNOWN or accepter.account is UNKNOWN:
        return "unknown"
    return connection.account.same(accepter.account)


def _presumed(diagnostic: Diagnostic, connection: Connection) -> Diagnostic:
    """Milder: the written id may be that of the own account, and then the accepter is only needless."""
    uid = connection.text("accepting_ali_uid")
    account = "an account" if uid is UNKNOWN else f"account {uid}"
    message = (
        f"{connection.id} asks {account}, and this accepter works only if that is the account of the request itself"
    )
    return replace(diagnostic, message=message).with_severity("warning")


@check(ACCEPTER_WITHOUT_UID)
def check_account_is_named(topology: Topology) -> Iterator[Diagnostic]:
    reported: set[str] = set()
    for accepter in topology.accepters:
        connection = topology.connection(accepter.connection)
        if connection is None or connection.id in reported or connection.text("accepting_ali_uid") is not None:
            continue
        if not can_coexist(accepter, connection) or connection.account is UNKNOWN or accepter.account is UNKNOWN:
            continue
        if connection.account.same(accepter.account) != "yes":
            reported.add(connection.id)
            note = Note("the accepter", accepter.resource.span)
            yield connection.diagnostic(ACCEPTER_WITHOUT_UID.violation(accepter=accepter.id), notes=(note,))


@check(ACCEPTER_TWICE)
def check_one_accepter(topology: Topology) -> Iterator[Diagnostic]:
    earlier: dict[str, list[Accepter]] = {}
    for accepter in topology.accepters:
        if not isinstance(accepter.connection, str):
            continue
        same_connection = earlier.setdefault(accepter.connection, [])
        other = next((other for other in same_connection if can_coexist(accepter, other)), None)
        if other is not None:
            violation = ACCEPTER_TWICE.violation("instance_id", connection=accepter.connection, other=other.id)
            yield accepter.diagnostic(violation, notes=(Note("the other", other.resource.span),))
        same_connection.append(accepter)
