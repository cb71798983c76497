"""Connections: create, answer, change, delete."""

from __future__ import annotations

from dataclasses import replace

from tfmock.core.call import Call
from tfmock.core.lifecycle import GONE
from tfmock.core.operation import EmptyReply, OptionalInt, Reply, Request, Required, coalesce, operation
from tfmock.protocol.errors import ErrorTemplate, enforce
from tfmock.rulebook import names, peering
from tfmock.services.common.messages import Tag, tag_pairs
from tfmock.services.common.resource_groups import default_group_id
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.vpc.models import route_entry as route_entries
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpcpeer import account_terms, errors, find
from tfmock.services.vpcpeer.models import ALIVE, LIFECYCLE, TRANSIENT, Party, PeeringRow
from tfmock.services.vpcpeer.responses import PRODUCT, VERSION
from tfmock.simulation.traffic import close_link, note_link

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
    """Ask for a connection; within one account it is accepted at once (help page, stages)."""
    requester, accepter = _parties(call, request)
    _judge(call, request, requester, accepter)
    id, serial = call.new_id_of(PeeringRow)
    within_region = requester.region_id == accepter.region_id
    own = requester.account == accepter.account
    row = call.transaction.put(
        PeeringRow(
            id=id, serial=serial, requester=requester, accepter=accepter, name=request.name,
            description=request.description, gmt_create=call.now, gmt_modified=call.now,
            bandwidth=_bandwidth(request.bandwidth, within_region),
            # guess: what link type a connection within a region shows; none makes sense
            link_type="" if within_region else request.link_type or peering.DEFAULT_LINK_TYPE,
            status=LIFECYCLE.start("Creating", at=call.now, then="Activated" if own else "Accepting"),
        )
    )  # fmt: skip
    put_tags(call.transaction, requester.account, requester.region_id, KIND, row.id, tag_pairs(request.tag))
    if own:
        _note_link(call, row)
    return CreateReply(instance_id=row.id)


def _bandwidth(asked: int | None, within_region: bool) -> int:
    """Get metadata: 1024 between regions, -1 (no limit) within one."""
    return asked or (peering.UNLIMITED_BANDWIDTH if within_region else peering.DEFAULT_BANDWIDTH)


def _parties(call: Call, request: CreateVpcPeerConnection) -> tuple[Party, Party]:
    # provider: sends 0 when accepting_ali_uid is not set (provider-contract: alicloud_vpc_peer_connection).
    # Both mean the own account.
    accepting_account = str(request.accepting_ali_uid) if request.accepting_ali_uid else call.account
    if not accepting_account.isdigit():
        raise errors.ACCOUNT()
    group = find.resource_group(call, request.resource_group_id)
    accepting_group = group if accepting_account == call.account else default_group_id(accepting_account)
    return (
        Party(call.account, request.region_id, request.vpc_id, group),
        Party(accepting_account, request.accepting_region_id, request.accepting_vpc_id, accepting_group),
    )


def _judge(call: Call, request: CreateVpcPeerConnection, requester: Party, accepter: Party) -> None:
    """The rulebook on the request, then on the request within this world."""
    terms = call.world.settings
    enforce(names.check_peering_name(request.name, creating=True))
    enforce(names.check_peering_description(request.description, creating=True))
    enforce(peering.check_regions(requester.region_id, accepter.region_id))
    enforce(peering.check_vpcs_differ(requester.vpc_id, accepter.vpc_id))
    bandwidth = request.bandwidth
    if bandwidth is None and requester.region_id != accepter.region_id:
        bandwidth = peering.DEFAULT_BANDWIDTH  # guess: what is not written is judged by the quota, too
    _check_link(call, requester, accepter, bandwidth, request.link_type)
    enforce(names.check_tags(tag_pairs(request.tag)))
    account_terms.check_create(call, requester, accepter)
    _check_vpc(call, requester, errors.VPC_NOT_FOUND, errors.VPC_STATUS)
    _check_vpc(call, accepter, errors.ACCEPTING_VPC_NOT_FOUND, errors.ACCEPTING_VPC_STATUS)
    of_vpcs = [
        [row for row in call.transaction.find(PeeringRow, "vpc", party.vpc_id) if row.state in ALIVE]
        for party in (requester, accepter)
    ]
    enforce(peering.check_pair(requester.vpc_id, accepter.vpc_id, ((row.id, *row.vpc_ids) for row in of_vpcs[0])))
    within_region = requester.region_id == accepter.region_id
    for rows in of_vpcs:
        used = sum(row.within_region == within_region for row in rows)
        enforce(peering.check_vpc_quota(within_region=within_region, used=used, quotas=terms.quotas))
    made = call.transaction.find(PeeringRow, "created", (requester.account, requester.region_id))
    enforce(peering.check_region_quota(used=sum(row.state in ALIVE for row in made), quotas=terms.quotas))


def _check_link(call: Call, one: Party, other: Party, bandwidth: int | None, link_type: str) -> None:
    terms = call.world.settings
    special = terms.allow_special_link_types
    enforce(peering.check_link_type(one.region_id, other.region_id, link_type, allow_special=special))
    enforce(peering.check_bandwidth(one.region_id, other.region_id, bandwidth, terms.quotas))


def _check_vpc(call: Call, party: Party, missing: ErrorTemplate, wrong_status: ErrorTemplate) -> None:
    vpc = call.transaction.get(VpcRow, party.vpc_id)
    if vpc is None or (vpc.account, vpc.region_id) != (party.account, party.region_id):
        raise missing(id=party.vpc_id)
    if vpc.state != "Available":
        raise wrong_status(id=party.vpc_id)


class AcceptVpcPeerConnection(Request):
    instance_id: Required
    resource_group_id: str = ""
    tag: list[Tag] = []


@operation(PRODUCT, VERSION, "AcceptVpcPeerConnection")
def accept_vpc_peer_connection(call: Call, request: AcceptVpcPeerConnection) -> EmptyReply:
    """The accepter says yes. Tags and resource group are for the accepter's side."""
    row = _asked_of_caller(call, request.instance_id)
    enforce(peering.check_status(row.id, row.state, ("Accepting",)))
    account_terms.check_accept(call, row)
    enforce(names.check_tags(tag_pairs(request.tag)))
    group = find.resource_group(call, request.resource_group_id)
    row = call.transaction.put(
        replace(
            row,
            accepter=replace(row.accepter, resource_group_id=group),
            status=LIFECYCLE.start("Updating", at=call.now, then="Activated"),
            gmt_modified=call.now,
        )
    )
    _note_link(call, row)
    side = row.accepter
    put_tags(call.transaction, side.account, side.region_id, KIND, row.id, tag_pairs(request.tag))
    return EmptyReply()


class RejectVpcPeerConnection(Request):
    instance_id: Required


@operation(PRODUCT, VERSION, "RejectVpcPeerConnection")
def reject_vpc_peer_connection(call: Call, request: RejectVpcPeerConnection) -> EmptyReply:
    """The accepter says no; for good."""
    row = _asked_of_caller(call, request.instance_id)
    enforce(peering.check_status(row.id, row.state, ("Accepting",)))
    call.transaction.put(replace(row, status=LIFECYCLE.start("Rejected", at=call.now), gmt_modified=call.now))
    return EmptyReply()


def _asked_of_caller(call: Call, id: str) -> PeeringRow:
    """A connection that the caller may answer. guess: to the requester it looks as if there were none"""
    row = find.peering(call, id)
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
    """Name, description, bandwidth, link type; by either party, while Activated."""
    row = find.peering(call, request.instance_id)
    enforce(peering.check_status(row.id, row.state, ("Activated",)))
    account_terms.check_change(call, row)
    enforce(names.check_peering_name(request.name, creating=False))
    enforce(names.check_peering_description(request.description, creating=False))
    _check_link(call, row.requester, row.accepter, request.bandwidth, request.link_type)
    row = call.transaction.put(
        replace(
            row,
            name=coalesce(request.name, row.name),
            description=coalesce(request.description, row.description),
            bandwidth=request.bandwidth or row.bandwidth,
            link_type=request.link_type or row.link_type,
            status=LIFECYCLE.start("Updating", at=call.now, then="Activated"),
            gmt_modified=call.now,
        )
    )
    _note_link(call, row)
    return EmptyReply()


def _note_link(call: Call, row: PeeringRow) -> None:
    """Remember what the connection allows from now on, for meters and bills."""
    note_link(call.transaction, row.id, call.now, row.bandwidth, row.link_type, row.requester, row.accepter)


class DeleteVpcPeerConnection(Request):
    instance_id: Required
    force: bool = False


@operation(PRODUCT, VERSION, "DeleteVpcPeerConnection")
def delete_vpc_peer_connection(call: Call, request: DeleteVpcPeerConnection) -> EmptyReply:
    """End a connection, by either party. With Force its routes go too, on both sides (guess: both)."""
    row = find.peering(call, request.instance_id)
    if row.state in TRANSIENT:
        raise errors.STATUS(id=row.id)
    routes = call.transaction.find(RouteEntryRow, "hop", row.id)
    enforce(peering.check_deletable(routes=len(routes), force=request.force))
    for route in routes:
        call.transaction.put(replace(route, status=route_entries.LIFECYCLE.start("Deleting", at=call.now, then=GONE)))
    close_link(call.transaction, row.id, call.now, row.requester, row.accepter)
    for party in (row.requester, row.accepter):
        drop_tags(call.transaction, party.account, row.id)
    call.transaction.put(
        replace(row, status=LIFECYCLE.start("Deleting", at=call.now, then=GONE), gmt_modified=call.now)
    )
    return EmptyReply()
