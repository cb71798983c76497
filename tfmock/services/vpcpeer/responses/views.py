"""Connections, read: each party sees the shared facts, and its own tags and resource group."""

from __future__ import annotations

from typing import cast

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import ApiObject, CommaList, OptionalInt, Reply, Request, Required, operation
from tfmock.rulebook.peering import REQUEST_LIFETIME
from tfmock.services.common.messages import Tag, TagFilter, matches_tags, tags
from tfmock.services.common.pages import chunk
from tfmock.services.common.rows import Timestamp, matches, reply_of
from tfmock.services.vpcpeer import errors, find
from tfmock.services.vpcpeer.models import Party, PeeringRow
from tfmock.services.vpcpeer.responses import PRODUCT, VERSION
from tfmock.simulation.resources import find_vpc


class PartyVpc(ApiObject):
    vpc_id: str
    ipv4_cidrs: list[str]
    ipv6_cidrs: list[str]


class PeeringItem(ApiObject):
    """A connection as Get and List show it. Numbers are JSON numbers: the provider drops anything else."""

    instance_id: str
    name: str
    description: str
    owner_id: int
    accepting_owner_uid: int
    region_id: str
    accepting_region_id: str
    bandwidth: int
    link_type: str | None
    status: str
    biz_status: str = "Normal"
    gmt_create: Timestamp
    gmt_modified: Timestamp
    gmt_expired: str | None
    resource_group_id: str
    vpc: PartyVpc
    accepting_vpc: PartyVpc
    tags: list[Tag]


def peering_item(call: Call, row: PeeringRow) -> PeeringItem:
    """A connection as the caller sees it."""
    side = cast(Party, row.side_of(call.account))
    expires = row.state in ("Accepting", "Expired")  # Get metadata: only then GmtExpired is shown
    return reply_of(
        PeeringItem,
        row,
        instance_id=row.id,
        owner_id=int(row.requester.account),
        accepting_owner_uid=int(row.accepter.account),
        region_id=row.requester.region_id,
        accepting_region_id=row.accepter.region_id,
        link_type=row.link_type or None,
        biz_status="FinancialLocked" if call.world.settings.account(side.account).locked else "Normal",
        gmt_expired=timestamp(row.gmt_create + REQUEST_LIFETIME) if expires else None,
        resource_group_id=side.resource_group_id,
        vpc=_vpc_of_party(call, row.requester),
        accepting_vpc=_vpc_of_party(call, row.accepter),
        tags=tags(call, row.id),
    )


def _vpc_of_party(call: Call, party: Party) -> PartyVpc:
    vpc = find_vpc(call.transaction, party.vpc_id)
    if vpc is None:
        return PartyVpc(vpc_id=party.vpc_id, ipv4_cidrs=[], ipv6_cidrs=[])
    return PartyVpc(
        vpc_id=vpc.id,
        ipv4_cidrs=[vpc.cidr_block, *vpc.secondary_cidr_blocks],
        ipv6_cidrs=[cidr for cidr, _ in vpc.ipv6_cidr_blocks()],
    )


class GetVpcPeerConnectionAttribute(Request):
    instance_id: Required


@operation(PRODUCT, VERSION, "GetVpcPeerConnectionAttribute")
def get_vpc_peer_connection_attribute(call: Call, request: GetVpcPeerConnectionAttribute) -> PeeringItem:
    """One connection."""
    return peering_item(call, find.get_peering(call, request.instance_id))


class ListVpcPeerConnections(Request):
    instance_id: str = ""
    vpc_id: CommaList = []
    name: str = ""
    resource_group_id: str = ""
    tags: list[TagFilter] = Field(default_factory=list)
    max_results: OptionalInt = None
    next_token: str = ""


class ListVpcPeerConnectionsReply(Reply):
    total_count: int
    max_results: int
    next_token: str
    vpc_peer_connects: list[PeeringItem]


@operation(PRODUCT, VERSION, "ListVpcPeerConnections")
def list_vpc_peer_connections(call: Call, request: ListVpcPeerConnections) -> ListVpcPeerConnectionsReply:
    """The caller's connections with an end in the region, by any of the filters."""
    if request.max_results is not None and not 1 <= request.max_results <= 100:
        raise errors.MAX_RESULTS()
    if len(request.vpc_id) > 2:
        raise errors.TOO_MANY_VPCS()
    home = call.transaction.find(PeeringRow, "home", call.scope)
    rows = [row for row in home if _matches(call, request, row)]
    piece = chunk(rows, request.next_token, request.max_results, default=20, limit=100, error=errors.NEXT_TOKEN())
    return ListVpcPeerConnectionsReply(
        total_count=piece.total, max_results=piece.size, next_token=piece.next_token,
        vpc_peer_connects=[peering_item(call, row) for row in piece.items],
    )  # fmt: skip


def _matches(call: Call, request: ListVpcPeerConnections, row: PeeringRow) -> bool:
    """List metadata: VpcId filters on either VPC; two ids are a pair, in any order."""
    side = cast(Party, row.side_of(call.account))
    return (
        matches(
            (request.instance_id, row.id),
            (request.name, row.name),
            (request.resource_group_id, side.resource_group_id),
        )
        and set(request.vpc_id) <= set(row.vpc_ids)
        and matches_tags(call, row.id, request.tags)
    )
