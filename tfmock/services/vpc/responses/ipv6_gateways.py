"""IPv6 gateways: create, read, change, delete. Packets never get to the Internet here, whatever its version."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.lifecycle import GONE
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.protocol.errors import enforce
from tfmock.rulebook import names, vpc_ipv6
from tfmock.services.common.messages import PageReply, Tag, TagFilters, Tags, matches_tags, tag_pairs, tags
from tfmock.services.common.pages import page
from tfmock.services.common.rows import matches, patched
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.vpc import errors, find, ipv6_errors
from tfmock.services.vpc.models.ipv6_gateway import LIFECYCLE, Ipv6GatewayRow
from tfmock.services.vpc.responses import PRODUCT, VERSION


class CreateIpv6Gateway(Request):
    vpc_id: Required
    name: str = ""
    description: str = ""
    resource_group_id: str = ""
    tag: list[Tag] = []


class CreateIpv6GatewayReply(Reply):
    ipv6_gateway_id: str
    resource_group_id: str


@operation(PRODUCT, VERSION, "CreateIpv6Gateway")
def create_ipv6_gateway(call: Call, request: CreateIpv6Gateway) -> CreateIpv6GatewayReply:
    """The IPv6 gateway of a VPC that has IPv6; at most one. provider: waits for Available."""
    find.check_region(call, ipv6_errors.GATEWAY_REGION)
    vpc = find.get_available_vpc(call, request.vpc_id)
    enforce(names.check_texts("ipv6_gateway", request.name, request.description))
    requested_tags = tag_pairs(request.tag)
    enforce(names.check_tags(requested_tags))
    if not vpc.ipv6_cidr_block:
        raise ipv6_errors.GATEWAY_VPC_WITHOUT_IPV6()
    present = next((gateway.id for gateway in call.transaction.find(Ipv6GatewayRow, "vpc", vpc.id)), None)
    enforce(vpc_ipv6.check_gateway(present))
    if call.world.settings.account(call.account).locked:
        raise ipv6_errors.GATEWAY_UNPAID()
    # gateways of both kinds document the same code and text
    group = find.get_resource_group_id(call, request.resource_group_id, errors.IPV4_GATEWAY_GROUP)
    id, serial = call.new_id_of(Ipv6GatewayRow, call.region)
    call.transaction.put(
        Ipv6GatewayRow(
            id=id, serial=serial, account=vpc.account, region_id=vpc.region_id, vpc_id=vpc.id, name=request.name,
            description=request.description, creation_time=call.now, resource_group_id=group,
            status=LIFECYCLE.start("Pending", at=call.now, then="Available"),
        )
    )  # fmt: skip
    put_tags(call.transaction, vpc.account, vpc.region_id, Ipv6GatewayRow.resource.tag_type, id, requested_tags)
    return CreateIpv6GatewayReply(ipv6_gateway_id=id, resource_group_id=group)


class NamedGateway(Request):
    ipv6_gateway_id: Required


class GatewayItem(ApiObject):
    """A gateway as lists show it."""

    ipv6_gateway_id: str
    name: str
    description: str
    vpc_id: str
    region_id: str
    status: str
    business_status: str
    instance_charge_type: str = "PostPaid"
    creation_time: str
    expired_time: str = ""
    resource_group_id: str
    tags: Tags


class GatewayAttribute(Reply):
    """A gateway; all is empty where there is none. provider: takes an empty Status as gone."""

    ipv6_gateway_id: str = ""
    name: str = ""
    description: str = ""
    vpc_id: str = ""
    region_id: str = ""
    status: str = ""
    business_status: str = ""
    instance_charge_type: str = ""
    creation_time: str = ""
    expired_time: str = ""
    resource_group_id: str = ""
    gateway_route_table_id: str = ""
    tags: Tags = []


def _item(call: Call, row: Ipv6GatewayRow) -> GatewayItem:
    locked = call.world.settings.account(row.account).locked
    return GatewayItem(
        ipv6_gateway_id=row.id, name=row.name, description=row.description, vpc_id=row.vpc_id, region_id=row.region_id,
        status=row.state, business_status="FinancialLocked" if locked else "Normal",
        creation_time=timestamp(row.creation_time), resource_group_id=row.resource_group_id, tags=tags(call, row.id),
    )  # fmt: skip


@operation(PRODUCT, VERSION, "DescribeIpv6GatewayAttribute")
def describe_ipv6_gateway_attribute(call: Call, request: NamedGateway) -> GatewayAttribute:
    """One gateway."""
    row = find.find_own(call, Ipv6GatewayRow, request.ipv6_gateway_id)
    return GatewayAttribute() if row is None else GatewayAttribute(**dict(_item(call, row)))


class DescribeIpv6Gateways(Request):
    vpc_id: str = ""
    ipv6_gateway_id: str = ""
    name: str = ""
    resource_group_id: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None
    tags: TagFilters


class DescribeIpv6GatewaysReply(PageReply):
    ipv6_gateways: Annotated[list[GatewayItem], wrapped("Ipv6Gateway")]


@operation(PRODUCT, VERSION, "DescribeIpv6Gateways")
def describe_ipv6_gateways(call: Call, request: DescribeIpv6Gateways) -> DescribeIpv6GatewaysReply:
    """The caller's gateways in a region, by any of the filters."""
    home = call.transaction.find(Ipv6GatewayRow, "home", call.scope)
    rows = [row for row in home if _fits(request, row) and matches_tags(call, row.id, request.tags)]
    cut = page(rows, request.page_number, request.page_size, limit=100)
    return DescribeIpv6GatewaysReply.of(
        cut,
        ipv6_gateways=[_item(call, row) for row in cut.items],
    )


def _fits(request: DescribeIpv6Gateways, row: Ipv6GatewayRow) -> bool:
    return matches(
        (request.vpc_id, row.vpc_id),
        (request.ipv6_gateway_id, row.id),
        (request.name, row.name),
        (request.resource_group_id, row.resource_group_id),
    )


class ModifyIpv6GatewayAttribute(NamedGateway):
    name: str | None = None
    description: str | None = None


@operation(PRODUCT, VERSION, "ModifyIpv6GatewayAttribute")
def modify_ipv6_gateway_attribute(call: Call, request: ModifyIpv6GatewayAttribute) -> EmptyReply:
    """Name and description."""
    row = find.get_ipv6_gateway(call, request.ipv6_gateway_id)
    enforce(names.check_texts("ipv6_gateway", request.name, request.description))
    call.transaction.put(
        patched(
            row,
            name=request.name,
            description=request.description,
        )
    )
    return EmptyReply()


@operation(PRODUCT, VERSION, "DeleteIpv6Gateway")
def delete_ipv6_gateway(call: Call, request: NamedGateway) -> EmptyReply:
    """Delete a gateway that is Available."""
    find.check_region(call, ipv6_errors.GATEWAY_REGION)
    row = find.get_ipv6_gateway(call, request.ipv6_gateway_id)
    if row.state != "Available":
        raise ipv6_errors.GATEWAY_STATUS(id=row.id)
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.put(replace(row, status=LIFECYCLE.start("Deleting", at=call.now, then=GONE)))
    return EmptyReply()
