"""Connections: create, accept, reject, change, delete."""

from __future__ import annotations

from dataclasses import replace

from tfmock.core.call import Call
from tfmock.core.lifecycle import GONE
from tfmock.core.operation import EmptyReply, OptionalInt, Reply, Request, Required, operation
from tfmock.protocol.errors import ErrorTemplate, enforce
from tfmock.rulebook import names, peering
from tfmock.services.common.messages import Tag, tag_pairs
from tfmock.services.common.resource_groups import default_group_id
from tfmock.services.common.rows import patched
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.vpcpeer import account_terms, errors, find
from tfmock.services.vpcpeer.models import ALIVE, LIFECYCLE, TRANSIENT, Party, PeeringRow
from tfmock.services.vpcpeer.responses import PRODUCT, VERSION
from tfmock.simulation import resources
from tfmock.simulation.traffic import record_capacity, record_removal

#: Resource type of a connection in tag and group actions.
KIND = PeeringRow.resource.tag_type


class CreateVpcPeerConnection(Request):
    """CreateVpcPeerConnection parameters. Bandwidth is Mbit/s."""

    region_id: Required
    vpc_id: Required
    accepting_ali_uid: OptionalInt = None
    accepting_region_id: Required
    accepting_vpc_id: Required
    name: str = ""
    description: str = ""
    bandwidth: OptionalInt = None
    link_type: str = ""
    resource_group_id: str = ""
    tag: list[Tag] = []


class CreateReply(Reply):
    instance_id: str


@operation(PRODUCT, VERSION, "CreateVpcPeerConnection")
def create_vpc_peer_connection(call: Call, request: CreateVpcPeerConnection) -> CreateReply:
    """Ask for a connection; within one account it is accepted at once (help page, stages).

    Raises:
        ApiError: a party, a VPC, the bandwidth, the link type, a name or a quota is refused.
    """
    requester, accepter = parse_parties(call, request)
    check_request(call, request, requester, accepter)
    account_terms.check_create(call, requester, accepter)
    check_vpc(call, requester, errors.VPC_NOT_FOUND, errors.VPC_STATUS)
    check_vpc(call, accepter, errors.ACCEPTING_VPC_NOT_FOUND, errors.ACCEPTING_VPC_STATUS)
    check_pair_and_quotas(call, requester, accepter)

    id, serial = call.new_id_of(PeeringRow)
    same_account = requester.account == accepter.account
    row = call.transaction.put(
        PeeringRow(
            id=id,
            serial=serial,
            requester=requester,
            accepter=accepter,
            name=request.name,
            description=request.description,
            bandwidth=request.bandwidth or default_bandwidth(requester, accepter),
            link_type=parse_link_type(request.link_type, requester, accepter),
            gmt_create=call.now,
            gmt_modified=call.now,
            status=LIFECYCLE.start("Creating", at=call.now, then="Activated" if same_account else "Accepting"),
        )
    )
    put_tags(call.transaction, requester.account, requester.region_id, KIND, row.id, tag_pairs(request.tag))
    if same_account:
        record_connection_capacity(call, row)
    return CreateReply(instance_id=row.id)


def parse_parties(call: Call, request: CreateVpcPeerConnection) -> tuple[Party, Party]:
    """The requester and the accepter.

    Raises:
        ApiError: the accepting account is no account, or the resource group does not exist.
    """
    # provider: sends 0 when accepting_ali_uid is not set (provider-contract: alicloud_vpc_peer_connection).
    # Both mean the own account.
    accepting_account = str(request.accepting_ali_uid) if request.accepting_ali_uid else call.account
    if not accepting_account.isdigit():
        raise errors.ACCOUNT()
    group = find.get_resource_group_id(call, request.resource_group_id)
    accepting_group = group if accepting_account == call.account else default_group_id(accepting_account)
    return (
        Party(
            account=call.account, region_id=request.region_id, vpc_id=request.vpc_id, resource_group_id=group,
        ),
        Party(
            account=accepting_account, region_id=request.accepting_region_id, vpc_id=request.accepting_vpc_id,
            resource_group_id=accepting_group,
        ),
    )  # fmt: skip


def default_bandwidth(requester: Party, accepter: Party) -> int:
    """Get metadata: 1024 Mbit/s between regions, -1 (no limit) within one."""
    within_region = requester.region_id == accepter.region_id
    return peering.UNLIMITED_BANDWIDTH if within_region else peering.DEFAULT_BANDWIDTH


def parse_link_type(requested: str, requester: Party, accepter: Party) -> str:
    """The link type of a new connection. guess: none within a region, since nothing else makes sense there"""
    if requester.region_id == accepter.region_id:
        return ""
    return requested or peering.DEFAULT_LINK_TYPE


def check_request(call: Call, request: CreateVpcPeerConnection, requester: Party, accepter: Party) -> None:
    """What the rulebook says of the parameters alone.

    Raises:
        ApiError: a constraint does not hold.
    """
    enforce(names.check_peering_name(request.name, creating=True))
    enforce(names.check_peering_description(request.description, creating=True))
    enforce(peering.check_regions(requester.region_id, accepter.region_id))
    enforce(peering.check_vpcs_differ(requester.vpc_id, accepter.vpc_id))
    bandwidth = request.bandwidth
    if bandwidth is None and requester.region_id != accepter.region_id:
        bandwidth = peering.DEFAULT_BANDWIDTH  # guess: what is not written counts against the quota, too
    check_link(call, requester, accepter, bandwidth, request.link_type)
    enforce(names.check_tags(tag_pairs(request.tag)))


def check_link(call: Call, requester: Party, accepter: Party, bandwidth: int | None, link_type: str) -> None:
    """Link type and bandwidth (Mbit/s) fit the two regions and the quotas.

    Raises:
        ApiError: one of them does not.
    """
    special = call.world.settings.allow_special_link_types
    enforce(peering.check_link_type(requester.region_id, accepter.region_id, link_type, allow_special=special))
    enforce(peering.check_bandwidth(requester.region_id, accepter.region_id, bandwidth, call.quotas))


def check_vpc(call: Call, party: Party, not_found: ErrorTemplate, wrong_status: ErrorTemplate) -> None:
    """The VPC of a party exists, is its account's and region's, and Available.

    Raises:
        ApiError: ``not_found`` or ``wrong_status``.
    """
    vpc = resources.find_vpc(call.transaction, party.vpc_id)
    if vpc is None or (vpc.account, vpc.region_id) != (party.account, party.region_id):
        raise not_found(id=party.vpc_id)
    if vpc.state != "Available":
        raise wrong_status(id=party.vpc_id)


def check_pair_and_quotas(call: Call, requester: Party, accepter: Party) -> None:
    """The two VPCs are not connected yet, and each of them and the region may have one connection more.

    Raises:
        ApiError: they are, or a quota is used up.
    """
    of_requester, of_accepter = (
        [row for row in call.transaction.find(PeeringRow, "vpc", party.vpc_id) if row.state in ALIVE]
        for party in (requester, accepter)
    )
    connected = ((row.id, *row.vpc_ids) for row in of_requester)
    enforce(peering.check_pair(requester.vpc_id, accepter.vpc_id, connected))
    within_region = requester.region_id == accepter.region_id
    for connections in (of_requester, of_accepter):
        used = sum(row.within_region == within_region for row in connections)
        enforce(peering.check_vpc_quota(within_region=within_region, used=used, quotas=call.quotas))
    created = call.transaction.find(PeeringRow, "created", (requester.account, requester.region_id))
    used = sum(row.state in ALIVE for row in created)
    enforce(peering.check_region_quota(used=used, quotas=call.quotas))


class AcceptVpcPeerConnection(Request):
    instance_id: Required
    resource_group_id: str = ""
    tag: list[Tag] = []


@operation(PRODUCT, VERSION, "AcceptVpcPeerConnection")
def accept_vpc_peer_connection(call: Call, request: AcceptVpcPeerConnection) -> EmptyReply:
    """Accept a request. Tags and resource group are for the accepter's side.

    Raises:
        ApiError: the caller is not asked, or its account terms, a tag or the resource group is refused.
    """
    row = get_as_accepter(call, request.instance_id)
    enforce(peering.check_status(row.id, row.state, ("Accepting",)))
    account_terms.check_accept(call, row)
    enforce(names.check_tags(tag_pairs(request.tag)))
    group = find.get_resource_group_id(call, request.resource_group_id)
    row = call.transaction.put(
        replace(
            row,
            accepter=replace(row.accepter, resource_group_id=group),
            status=LIFECYCLE.start("Updating", at=call.now, then="Activated"),
            gmt_modified=call.now,
        )
    )
    record_connection_capacity(call, row)
    accepter = row.accepter
    put_tags(call.transaction, accepter.account, accepter.region_id, KIND, row.id, tag_pairs(request.tag))
    return EmptyReply()


class RejectVpcPeerConnection(Request):
    instance_id: Required


@operation(PRODUCT, VERSION, "RejectVpcPeerConnection")
def reject_vpc_peer_connection(call: Call, request: RejectVpcPeerConnection) -> EmptyReply:
    """Reject a request, for good.

    Raises:
        ApiError: the caller is not asked.
    """
    row = get_as_accepter(call, request.instance_id)
    enforce(peering.check_status(row.id, row.state, ("Accepting",)))
    call.transaction.put(replace(row, status=LIFECYCLE.start("Rejected", at=call.now), gmt_modified=call.now))
    return EmptyReply()


def get_as_accepter(call: Call, id: str) -> PeeringRow:
    """A connection that the caller may accept or reject. guess: to the requester it looks as if there were none

    Raises:
        ApiError: there is none.
    """
    row = find.get_peering(call, id)
    if row.accepter.account != call.account:
        raise errors.NOT_FOUND()
    return row


class ModifyVpcPeerConnection(Request):
    instance_id: Required
    name: str | None = None
    description: str | None = None
    bandwidth: OptionalInt = None
    link_type: str = ""


@operation(PRODUCT, VERSION, "ModifyVpcPeerConnection")
def modify_vpc_peer_connection(call: Call, request: ModifyVpcPeerConnection) -> EmptyReply:
    """Change name, description, bandwidth or link type; by either party, while Activated.

    Raises:
        ApiError: there is no such connection, it is in another state, or a value is refused.
    """
    row = find.get_peering(call, request.instance_id)
    enforce(peering.check_status(row.id, row.state, ("Activated",)))
    account_terms.check_change(call, row)
    enforce(names.check_peering_name(request.name, creating=False))
    enforce(names.check_peering_description(request.description, creating=False))
    check_link(call, row.requester, row.accepter, request.bandwidth, request.link_type)
    row = call.transaction.put(
        patched(
            row,
            name=request.name,
            description=request.description,
            bandwidth=request.bandwidth or None,
            link_type=request.link_type or None,
            status=LIFECYCLE.start("Updating", at=call.now, then="Activated"),
            gmt_modified=call.now,
        )
    )
    record_connection_capacity(call, row)
    return EmptyReply()


def record_connection_capacity(call: Call, row: PeeringRow) -> None:
    """Record what the connection allows from now on, for meters and bills."""
    record_capacity(
        call.transaction, row.id, row.bandwidth, row.link_type, requester=row.requester, accepter=row.accepter
    )


class DeleteVpcPeerConnection(Request):
    instance_id: Required
    force: bool = False


@operation(PRODUCT, VERSION, "DeleteVpcPeerConnection")
def delete_vpc_peer_connection(call: Call, request: DeleteVpcPeerConnection) -> EmptyReply:
    """End a connection, by either party. With Force its routes go too, on both sides (guess: both).

    Raises:
        ApiError: there is no such connection, it is changing, or routes lead to it.
    """
    row = find.get_peering(call, request.instance_id)
    if row.state in TRANSIENT:
        raise errors.STATUS(id=row.id)
    routes = resources.routes_to(call.transaction, row.id)
    enforce(peering.check_deletable(routes=len(routes), force=request.force))

    resources.delete_routes_to(call.transaction, row.id)
    record_removal(call.transaction, row.id, requester=row.requester, accepter=row.accepter)
    for party in (row.requester, row.accepter):
        drop_tags(call.transaction, party.account, row.id)
    deleting = LIFECYCLE.start("Deleting", at=call.now, then=GONE)
    call.transaction.put(replace(row, status=deleting, gmt_modified=call.now))
    return EmptyReply()
