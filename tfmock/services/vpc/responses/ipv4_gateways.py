"""IPv4 gateways: create, activate, read, change, delete."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.lifecycle import GONE
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    ManyStrings,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
)
from tfmock.protocol.errors import enforce
from tfmock.rulebook import names
from tfmock.rulebook.acl_entries import check_ipv4_gateway
from tfmock.rulebook.cidr import DEFAULT_IPV4
from tfmock.services.common.messages import Tag, TagFilters, matches_tags, tag_pairs, tags
from tfmock.services.common.pages import chunk
from tfmock.services.common.rows import matches, patched
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.models import route_entry as route_entries
from tfmock.services.vpc.models.ipv4_gateway import LIFECYCLE, Ipv4GatewayRow
from tfmock.services.vpc.models.route_entry import NextHop, RouteEntryRow, custom_routes
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.responses import PRODUCT, VERSION


class CreateIpv4Gateway(Request):
    vpc_id: Required
    ipv4_gateway_name: str = ""
    ipv4_gateway_description: str = ""
    resource_group_id: str = ""
    tag: list[Tag] = []


class CreateIpv4GatewayReply(Reply):
    ipv4_gateway_id: str
    resource_group_id: str


@operation(PRODUCT, VERSION, "CreateIpv4Gateway")
def create_ipv4_gateway(call: Call, request: CreateIpv4Gateway) -> CreateIpv4GatewayReply:
    """The IPv4 gateway of a VPC, not activated yet; a VPC has at most one."""
    vpc = _vpc(call, request)
    group = find.get_resource_group_id(call, request.resource_group_id, errors.IPV4_GATEWAY_GROUP)
    enforce(names.check_texts("ipv4_gateway", request.ipv4_gateway_name, request.ipv4_gateway_description))
    requested_tags = tag_pairs(request.tag)
    enforce(names.check_tags(requested_tags))
    id, serial = call.new_id_of(Ipv4GatewayRow, call.region)
    call.transaction.put(
        Ipv4GatewayRow(
            id=id,
            serial=serial,
            account=vpc.account,
            region_id=vpc.region_id,
            vpc_id=vpc.id,
            ipv4_gateway_name=request.ipv4_gateway_name,
            ipv4_gateway_description=request.ipv4_gateway_description,
            create_time=call.now,
            resource_group_id=group,
            status=LIFECYCLE.start("Creating", at=call.now, then="Created"),
        )
    )
    put_tags(call.transaction, vpc.account, vpc.region_id, Ipv4GatewayRow.resource.tag_type, id, requested_tags)
    return CreateIpv4GatewayReply(ipv4_gateway_id=id, resource_group_id=group)


def _vpc(call: Call, request: CreateIpv4Gateway) -> VpcRow:
    if request.vpc_id in call.world.settings.account(call.account).shared_vpcs:
        raise errors.IPV4_GATEWAY_SHARED()
    vpc = find.get_available_vpc(call, request.vpc_id, errors.IPV4_GATEWAY_VPC)
    enforce(
        check_ipv4_gateway(next((gateway.id for gateway in call.transaction.find(Ipv4GatewayRow, "vpc", vpc.id)), None))
    )
    return vpc


class NamedGateway(Request):
    ipv4_gateway_id: Required


class EnableVpcIpv4Gateway(NamedGateway):
    route_table_list: ManyStrings = Field(default_factory=list, max_length=10)  # metadata


@operation(PRODUCT, VERSION, "EnableVpcIpv4Gateway")
def enable_vpc_ipv4_gateway(call: Call, request: EnableVpcIpv4Gateway) -> EmptyReply:
    """From now on the VPC asks its route tables before the Internet; the tables named get a route to the gateway."""
    row = find.get_ipv4_gateway(call, request.ipv4_gateway_id)
    if row.enabled:
        raise errors.IPV4_GATEWAY_ACTIVE()
    for id in request.route_table_list:
        _add_default_route(call, row, id)
    call.transaction.put(replace(row, enabled=True, status=LIFECYCLE.start("Activating", at=call.now, then="Created")))
    return EmptyReply()


def _add_default_route(call: Call, gateway: Ipv4GatewayRow, table_id: str) -> None:
    table = find.get_route_table(call, table_id)
    if any(route.destination_block == DEFAULT_IPV4 for route in custom_routes(call.transaction, table.id)):
        raise errors.IPV4_GATEWAY_ZERO_ROUTE(id=table.id)
    id, serial = call.new_id_of(RouteEntryRow, call.region)
    call.transaction.put(
        RouteEntryRow(
            id=id,
            serial=serial,
            route_table_id=table.id,
            vpc_id=table.vpc_id,
            destination_cidr_block=str(DEFAULT_IPV4),
            destination_block=DEFAULT_IPV4,
            next_hops=(NextHop("Ipv4Gateway", gateway.id),),
            route_entry_name="",
            description="",
            status=route_entries.LIFECYCLE.start("Pending", at=call.now, then="Available"),
            gmt_modified=call.now,
        )
    )


class GatewayItem(ApiObject):
    """provider: Enabled must be a JSON bool, Tags a bare list (provider-contract: alicloud_vpc_ipv4_gateway)."""

    ipv4_gateway_id: str
    ipv4_gateway_name: str
    ipv4_gateway_description: str
    ipv4_gateway_route_table_id: str
    vpc_id: str
    status: str
    enabled: bool
    resource_group_id: str
    tags: list[Tag]


class GatewayAttribute(GatewayItem):
    create_time: str


class ListedGateway(GatewayItem):
    gmt_create: str


def _fields(call: Call, row: Ipv4GatewayRow) -> GatewayItem:
    bound = call.transaction.find(RouteTableRow, "gateway", row.id)
    return GatewayItem(
        ipv4_gateway_route_table_id=bound[0].id if bound else "",
        ipv4_gateway_id=row.id,
        ipv4_gateway_name=row.ipv4_gateway_name,
        ipv4_gateway_description=row.ipv4_gateway_description,
        vpc_id=row.vpc_id,
        status=row.state,
        enabled=row.enabled,
        resource_group_id=row.resource_group_id,
        tags=tags(call, row.id),
    )


@operation(PRODUCT, VERSION, "GetIpv4GatewayAttribute")
def get_ipv4_gateway_attribute(call: Call, request: NamedGateway) -> GatewayAttribute:
    """One gateway."""
    row = find.get_ipv4_gateway(call, request.ipv4_gateway_id)
    return GatewayAttribute(**dict(_fields(call, row)), create_time=timestamp(row.create_time))


class ListIpv4Gateways(Request):
    vpc_id: str = ""
    ipv4_gateway_id: str = ""
    ipv4_gateway_name: str = ""
    resource_group_id: str = ""
    max_results: OptionalInt = None
    next_token: str = ""
    tags: TagFilters


class ListIpv4GatewaysReply(Reply):
    total_count: str
    next_token: str
    ipv4_gateway_models: list[ListedGateway]


@operation(PRODUCT, VERSION, "ListIpv4Gateways")
def list_ipv4_gateways(call: Call, request: ListIpv4Gateways) -> ListIpv4GatewaysReply:
    """The caller's gateways in a region, by any of the filters."""
    home = call.transaction.find(Ipv4GatewayRow, "home", call.scope)
    rows = [row for row in home if _fits(request, row) and matches_tags(call, row.id, request.tags)]
    piece = chunk(rows, request.next_token, request.max_results, default=20, limit=100, error=errors.NEXT_TOKEN())
    models = [ListedGateway(**dict(_fields(call, row)), gmt_create=timestamp(row.create_time)) for row in piece.items]
    return ListIpv4GatewaysReply(
        total_count=str(piece.total), next_token=piece.next_token, ipv4_gateway_models=models
    )  # TotalCount is a string in the metadata


def _fits(request: ListIpv4Gateways, row: Ipv4GatewayRow) -> bool:
    return matches(
        (request.vpc_id, row.vpc_id),
        (request.ipv4_gateway_id, row.id),
        (request.ipv4_gateway_name, row.ipv4_gateway_name),
        (request.resource_group_id, row.resource_group_id),
    )


class UpdateIpv4GatewayAttribute(NamedGateway):
    ipv4_gateway_name: str | None = None
    ipv4_gateway_description: str | None = None


@operation(PRODUCT, VERSION, "UpdateIpv4GatewayAttribute")
def update_ipv4_gateway_attribute(call: Call, request: UpdateIpv4GatewayAttribute) -> EmptyReply:
    """Name and description."""
    row = find.get_ipv4_gateway(call, request.ipv4_gateway_id)
    enforce(names.check_texts("ipv4_gateway", request.ipv4_gateway_name, request.ipv4_gateway_description))
    call.transaction.put(
        patched(
            row,
            ipv4_gateway_name=request.ipv4_gateway_name,
            ipv4_gateway_description=request.ipv4_gateway_description,
        )
    )
    return EmptyReply()


class DeleteIpv4Gateway(NamedGateway):
    internet_mode: str = ""


@operation(PRODUCT, VERSION, "DeleteIpv4Gateway")
def delete_ipv4_gateway(call: Call, request: DeleteIpv4Gateway) -> EmptyReply:
    """A gateway that no route leads to and that has no route table of its own."""
    row = find.get_ipv4_gateway(call, request.ipv4_gateway_id)
    if call.transaction.find(RouteEntryRow, "hop", row.id):
        raise errors.IPV4_GATEWAY_HAS_ROUTES()
    if call.transaction.find(RouteTableRow, "gateway", row.id):
        raise errors.IPV4_GATEWAY_BOUND(id=row.id)
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.put(replace(row, status=LIFECYCLE.start("Deleting", at=call.now, then=GONE)))
    return EmptyReply()
