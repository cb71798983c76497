"""The accounts that a connection joins."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic, Note
from hcl_lint.evaluate.known_values import is_placeholder
from hcl_lint.network.entities import Connection, Vpc
from hcl_lint.network.facts import ignores_changes
from hcl_lint.network.topology import Topology, can_coexist
from hcl_lint.network.topology_queries import region_conflict, region_note
from hcl_lint.rule import check, documented
from tfmock.rulebook.rule import UNKNOWN, Rule

ACCEPTING_ALI_UID = documented(
    Rule(
        id="ALI151",
        name="accepting-ali-uid",
        severity="warning",
        api_error=None,
        message="{value} is not the id of an account: {why}",
        source=(
            "CreateVpcPeerConnection page (for a RAM user give the owning account's id); guess: ids of accounts"
            " have 16 digits"
        ),
    ),
    """
    An accepting_ali_uid that is no account's id.

    Why: The id of an Alibaba Cloud account is a number of 16 digits. The id of a RAM user (18 digits) names no
    account that could accept, and text that is no number does not even pass the provider.

    Bad::

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
          accepting_ali_uid   = "298765432109876543"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
          accepting_ali_uid   = data.alicloud_account.current.id
        }

    Fix: Write the id of the account that owns the accepter VPC, or leave it out within one account.
    """,
)

ACCEPTING_ALI_UID_MISSING = documented(
    Rule(
        id="ALI157",
        name="accepting-ali-uid-missing",
        severity="warning",
        api_error=None,
        message=(
            "without accepting_ali_uid every later plan replaces this connection: the provider reads the "
            "account's id back"
        ),
        source=(
            "provider source of alicloud_vpc_peer_connection, 1.246.2 and 1.290.0: Optional, ForceNew, set on read"
        ),
    ),
    """
    A connection that does not name the account of its accepter VPC.

    Why: The provider sends none, so the cloud takes the requester's own account, and reads that account back. Every
    later plan then wants accepting_ali_uid to be null again, which replaces the connection: routes over it are cut.

    Bad::

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-bp1accepter"
          accepting_region_id = "cn-hangzhou"
        }

    Fix: Set accepting_ali_uid, within one account to the id of a data alicloud_account.
    """,
)

ACCEPTING_ACCOUNT_MISMATCH = documented(
    Rule(
        id="ALI158",
        name="accepting-account-mismatch",
        severity="error",
        api_error=None,
        message=(
            "the accepter VPC {vpc} is created by another account than the one in which this connection looks for it"
        ),
        source="CreateVpcPeerConnection page: AcceptingAliUid, ResourceNotFound.AcceptingVpc",
    ),
    """
    A connection that looks for its accepter VPC in another account than the one that creates that VPC.

    Why: The cloud looks for accepting_vpc_id in the account accepting_ali_uid, without it in the requester's own, and
    answers ResourceNotFound.AcceptingVpc. Different keys may belong to one account, so accounts are compared where the
    providers name them: with account_id, a role, or a key of tfmock's form (default.1000000000000001).

    Bad::

        provider "alicloud" {
          region     = "cn-hangzhou"
          account_id = "1111111111111111"
        }

        provider "alicloud" {
          alias      = "peer"
          region     = "cn-beijing"
          account_id = "2222222222222222"
        }

        resource "alicloud_vpc" "peer" {
          provider   = alicloud.peer
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "1111111111111111"
          accepting_vpc_id    = alicloud_vpc.peer.id
          accepting_region_id = "cn-beijing"
        }

    Good::

        provider "alicloud" {
          region     = "cn-hangzhou"
          account_id = "1111111111111111"
        }

        provider "alicloud" {
          alias      = "peer"
          region     = "cn-beijing"
          account_id = "2222222222222222"
        }

        resource "alicloud_vpc" "peer" {
          provider   = alicloud.peer
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = "2222222222222222"
          accepting_vpc_id    = alicloud_vpc.peer.id
          accepting_region_id = "cn-beijing"
        }

    Fix: Set accepting_ali_uid to the id of the account that creates the accepter VPC.
    """,
)

REQUESTER_ELSEWHERE = documented(
    Rule(
        id="ALI155",
        name="requester-elsewhere",
        severity="error",
        api_error=None,
        message="the connection is created in {region}, but its requester VPC {vpc} is created {where}",
        source="CreateVpcPeerConnection page: RegionId is the region of the requester VPC",
    ),
    """
    A connection created by a provider of another region or account than its requester VPC.

    Why: The requester VPC is looked for in the region and account of the connection's own provider; the cloud does
    not find it there.

    Bad::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        provider "alicloud" {
          alias  = "beijing"
          region = "cn-beijing"
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc" "requester" {
          provider   = alicloud.beijing
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = alicloud_vpc.requester.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-uf6accepter"
          accepting_region_id = "cn-shanghai"
        }

    Good::

        provider "alicloud" {
          alias  = "beijing"
          region = "cn-beijing"
        }

        data "alicloud_account" "current" {
          provider = alicloud.beijing
        }

        resource "alicloud_vpc" "requester" {
          provider   = alicloud.beijing
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc_peer_connection" "this" {
          provider            = alicloud.beijing
          vpc_id              = alicloud_vpc.requester.id
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-uf6accepter"
          accepting_region_id = "cn-shanghai"
        }

    Fix: Give the connection the provider of its requester VPC.
    """,
)


@check(ACCEPTING_ALI_UID)
def check_account_id(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        uid = connection.text("accepting_ali_uid")
        why = _explain_no_account_id(uid) if isinstance(uid, str) else None
        if why:
            yield connection.diagnostic(ACCEPTING_ALI_UID.violation("accepting_ali_uid", value=uid, why=why))


def _explain_no_account_id(uid: str) -> str | None:
    """Why this is not the id of an account; None if it may be one, or says that there is none."""
    if not uid or uid == "0" or is_placeholder(uid):
        return None
    if not uid.isdigit():
        return "it is not a number"
    if len(uid) == 18:
        return "it has 18 digits like the id of a RAM user; the owning account's id has 16"
    return f"it has {len(uid)} digits, not 16" if len(uid) != 16 else None


@check(ACCEPTING_ALI_UID_MISSING)
def check_account_id_given(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        given = connection.text("accepting_ali_uid") not in (None, "0")
        if not given and not ignores_changes(connection.resource, "accepting_ali_uid"):
            yield connection.diagnostic(ACCEPTING_ALI_UID_MISSING.violation("accepting_ali_uid"))


@check(ACCEPTING_ACCOUNT_MISMATCH)
def check_accepting_account(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        vpc = topology.vpc(connection.accepting_vpc)
        if vpc is not None and can_coexist(connection, vpc) and _is_of_another_account(connection, vpc):
            violation = ACCEPTING_ACCOUNT_MISMATCH.violation("accepting_ali_uid", vpc=vpc.id)
            yield connection.diagnostic(violation, notes=(Note("the accepter VPC", vpc.resource.span),))


def _is_of_another_account(connection: Connection, vpc: Vpc) -> bool:
    """Whether the VPC surely is not of the account in which the connection looks for it."""
    if vpc.account is UNKNOWN:
        return False
    if connection.cross_account == "no":
        return connection.account is not UNKNOWN and connection.account.same(vpc.account) == "no"
    uid = connection.text("accepting_ali_uid")
    return isinstance(uid, str) and uid.isdigit() and vpc.account.uid not in (None, uid)


@check(REQUESTER_ELSEWHERE)
def check_requester(topology: Topology) -> Iterator[Diagnostic]:
    for connection in topology.connections:
        vpc = topology.vpc(connection.vpc)
        if vpc is not None and region_conflict(connection, vpc):
            where = "by another account" if connection.region == vpc.region else f"in {vpc.region}"
            violation = REQUESTER_ELSEWHERE.violation("vpc_id", region=connection.region, vpc=vpc.id, where=where)
            yield connection.diagnostic(violation, notes=(*region_note(connection), *region_note(vpc)))
