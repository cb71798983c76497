"""Route tables: create, list, change, delete, and bind to vSwitches."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.lifecycle import GONE
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    OptionalBool,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.protocol.errors import enforce
from tfmock.rulebook import names, quotas, table_bindings
from tfmock.services.common.messages import PageReply, Tag, TagFilters, Tags, matches_tags, tag_pairs, tags
from tfmock.services.common.pages import page
from tfmock.services.common.rows import matches, patched
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.models import route_table as route_tables
from tfmock.services.vpc.models import vswitch as vswitches
from tfmock.services.vpc.models.route_entry import custom_routes
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION


class CreateRouteTable(Request):
    vpc_id: Required
    route_table_name: str = ""
    description: str = ""
    associate_type: str = "VSwitch"
    tag: list[Tag] = []


class CreateRouteTableReply(Reply):
    route_table_id: str


@operation(PRODUCT, VERSION, "CreateRouteTable")
def create_route_table(call: Call, request: CreateRouteTable) -> CreateRouteTableReply:
    """A custom table of a VPC."""
    find.check_region(call)
    vpc = find.get_available_vpc(call, request.vpc_id)
    enforce(names.check_texts("route_table", request.route_table_name, request.description))
    enforce(names.check_tags(tag_pairs(request.tag)))
    if request.associate_type not in ("VSwitch", "Gateway", ""):
        raise errors.FILTER(name="AssociateType")
    _check_quota(call, vpc.id, gateway=request.associate_type == "Gateway")
    id, serial = call.new_id_of(RouteTableRow, call.region)
    put_tags(call.transaction, vpc.account, vpc.region_id, RouteTableRow.resource.tag_type, id, tag_pairs(request.tag))
    call.transaction.put(
        RouteTableRow(
            id=id,
            serial=serial,
            account=vpc.account,
            region_id=vpc.region_id,
            vpc_id=vpc.id,
            router_id=vpc.v_router_id,
            route_table_type="Custom",
            associate_type="Gateway" if request.associate_type == "Gateway" else "VSwitch",
            route_propagation_enable=request.associate_type
            != "Gateway",  # provider's acceptance test of a gateway table
            route_table_name=request.route_table_name,
            description=request.description,
            status=route_tables.LIFECYCLE.start("Pending", at=call.now, then="Available"),
            creation_time=call.now,
            resource_group_id=vpc.resource_group_id,
        )
    )
    return CreateRouteTableReply(route_table_id=id)


def _check_quota(call: Call, vpc: str, *, gateway: bool) -> None:
    """Tables of vSwitches have a quota; of gateways there is one (VPC quota page)."""
    tables = [table for table in call.transaction.find(RouteTableRow, "vpc", vpc) if table.route_table_type == "Custom"]
    gateways = sum(table.associate_type == "Gateway" for table in tables)
    if gateway:
        limit = quotas.GATEWAY_ROUTE_TABLES
        enforce(quotas.check_count(quotas.GATEWAY_ROUTE_TABLES_PER_VPC, used=gateways, limit=limit))
    else:
        limit, used = call.quotas.vpc_quota_route_tables_num, len(tables) - gateways
        enforce(quotas.check_count(quotas.ROUTE_TABLES_PER_VPC, used=used, limit=limit))


class RouteTableItem(ApiObject):
    """A route table as DescribeRouteTableList shows it."""

    route_table_id: str
    vpc_id: str
    router_id: str
    router_type: str = "VRouter"
    route_table_type: str
    route_table_name: str
    description: str
    status: str
    associate_type: str
    creation_time: str
    owner_id: int
    resource_group_id: str
    route_propagation_enable: bool
    v_switch_ids: Annotated[list[str], wrapped("VSwitchId")]
    gateway_ids: Annotated[list[str], wrapped("GatewayIds")]
    tags: Tags


class DescribeRouteTableList(Request):
    vpc_id: str = ""
    route_table_id: str = ""
    route_table_name: str = ""
    route_table_type: str = ""
    router_id: str = ""
    router_type: str = ""
    resource_group_id: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None
    tag: TagFilters


class DescribeRouteTableListReply(PageReply):
    router_table_list: Annotated[list[RouteTableItem], wrapped("RouterTableListType")]


@operation(PRODUCT, VERSION, "DescribeRouteTableList")
def describe_route_table_list(call: Call, request: DescribeRouteTableList) -> DescribeRouteTableListReply:
    """The caller's route tables in a region, by any of the filters; an unknown id gives an empty list."""
    home = call.transaction.find(RouteTableRow, "home", call.scope)
    rows = [row for row in home if _fits(call, request, row) and matches_tags(call, row.id, request.tag)]
    cut = page(rows, request.page_number, request.page_size)
    return DescribeRouteTableListReply.of(
        cut,
        router_table_list=[_item(call, row) for row in cut.items],
    )


def group_of(call: Call, table: RouteTableRow) -> str:
    """Its resource group: a system table is always in its VPC's (provider reads the VPC's group here)."""
    vpc = call.transaction.get(VpcRow, table.vpc_id)
    return vpc.resource_group_id if table.route_table_type == "System" and vpc is not None else table.resource_group_id


def _fits(call: Call, request: DescribeRouteTableList, row: RouteTableRow) -> bool:
    return matches(
        (request.vpc_id, row.vpc_id),
        (request.route_table_id, row.id),
        (request.route_table_name, row.route_table_name),
        (request.route_table_type, row.route_table_type),
        (request.router_id, row.router_id),
        (request.resource_group_id, group_of(call, row)),
    ) and (request.router_type in ("", "VRouter"))


def _item(call: Call, row: RouteTableRow) -> RouteTableItem:
    return RouteTableItem(
        route_table_id=row.id, vpc_id=row.vpc_id, router_id=row.router_id, route_table_type=row.route_table_type,
        route_table_name=row.route_table_name, description=row.description, status=row.state,
        associate_type=row.associate_type, creation_time=timestamp(row.creation_time), owner_id=int(row.account),
        resource_group_id=group_of(call, row), route_propagation_enable=row.route_propagation_enable,
        v_switch_ids=[vswitch.id for vswitch in call.transaction.find(VSwitchRow, "route_table", row.id)],
        gateway_ids=[row.gateway_id] if row.gateway_id else [], tags=tags(call, row.id),
    )  # fmt: skip


class ModifyRouteTableAttributes(Request):
    route_table_id: Required
    route_table_name: str | None = None
    description: str | None = None
    route_propagation_enable: OptionalBool = None


@operation(PRODUCT, VERSION, "ModifyRouteTableAttributes")
def modify_route_table_attributes(call: Call, request: ModifyRouteTableAttributes) -> EmptyReply:
    """Name, description, propagation; of system tables too."""
    row = find.get_route_table(call, request.route_table_id, errors.ROUTE_TABLE_UNKNOWN_ON_MODIFY)
    enforce(names.check_texts("route_table", request.route_table_name, request.description))
    call.transaction.put(
        patched(
            row,
            route_table_name=request.route_table_name,
            description=request.description,
            route_propagation_enable=request.route_propagation_enable,
        )
    )
    return EmptyReply()


class DeleteRouteTable(Request):
    route_table_id: Required


@operation(PRODUCT, VERSION, "DeleteRouteTable")
def delete_route_table(call: Call, request: DeleteRouteTable) -> EmptyReply:
    """A custom table without vSwitches and routes."""
    row = find.get_route_table(call, request.route_table_id)
    if row.route_table_type == "System":
        raise errors.ROUTE_TABLE_TYPE()
    if row.state != "Available":
        raise errors.ROUTE_TABLE_STATUS_ON_DELETE()
    if call.transaction.find(VSwitchRow, "route_table", row.id):
        raise errors.ROUTE_TABLE_HAS_VSWITCH()
    if row.gateway_id:
        raise errors.ROUTE_TABLE_HAS_GATEWAY()
    if custom_routes(call.transaction, row.id):
        # Documented twice, 400 and 404; a 404 here would pass for "gone already" with the provider
        raise errors.ROUTE_TABLE_HAS_ROUTES()
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.put(replace(row, status=route_tables.LIFECYCLE.start("Deleting", at=call.now, then=GONE)))
    return EmptyReply()


class Binding(Request):
    """A route table and a vSwitch."""

    route_table_id: Required
    v_switch_id: Required


@operation(PRODUCT, VERSION, "AssociateRouteTable")
def associate_route_table(call: Call, request: Binding) -> EmptyReply:
    """Let a vSwitch ask a custom table instead of the system one."""
    table = find.get_route_table(call, request.route_table_id)
    vswitch = find.get_vswitch(call, request.v_switch_id)
    same_vpc, system = vswitch.vpc_id == table.vpc_id, table.route_table_type == "System"
    enforce(table_bindings.check_binding(same_vpc=same_vpc, associate=table.associate_type, system=system))
    if table.state != "Available":
        raise errors.ROUTE_TABLE_STATUS_ON_BIND()
    if vswitch.state != "Available":
        raise errors.VSWITCH_STATUS_ON_BIND()
    custom = vswitch.route_table_id != find.get_system_table(call, table.vpc_id).id
    bound = vswitch.route_table_id if custom else None
    enforce(table_bindings.check_bound(same=vswitch.route_table_id == table.id, bound=bound))
    find.lock_vpc(call, table.vpc_id)
    _bind(call, vswitch, table.id)
    return EmptyReply()


@operation(PRODUCT, VERSION, "UnassociateRouteTable")
def unassociate_route_table(call: Call, request: Binding) -> EmptyReply:
    """Let a vSwitch ask the system table again."""
    table = find.get_route_table(call, request.route_table_id)
    vswitch = find.get_vswitch(call, request.v_switch_id)
    if table.route_table_type == "System":
        raise errors.ROUTE_TABLE_SYSTEM_BOUND()
    if table.state != "Available":
        raise errors.ROUTE_TABLE_STATUS_ON_BIND()
    if vswitch.state != "Available":
        raise errors.VSWITCH_STATUS_ON_BIND()
    if vswitch.route_table_id != table.id:
        raise errors.ROUTE_TABLE_NOT_BOUND()
    find.lock_vpc(call, table.vpc_id)
    _bind(call, vswitch, find.get_system_table(call, table.vpc_id).id)
    return EmptyReply()


def _bind(call: Call, vswitch: VSwitchRow, table: str) -> None:
    """Give a vSwitch another table: it is Pending for a moment (AssociateRouteTable error codes; provider: retries)."""
    call.transaction.put(
        replace(
            vswitch, route_table_id=table, status=vswitches.LIFECYCLE.start("Pending", at=call.now, then="Available")
        )
    )


class DescribeVRouters(Request):
    v_router_id: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class VRouterItem(ApiObject):
    v_router_id: str
    v_router_name: str = ""
    description: str = ""
    vpc_id: str
    region_id: str
    creation_time: str
    route_table_ids: Annotated[list[str], wrapped("RouteTableId")]


class DescribeVRoutersReply(PageReply):
    v_routers: Annotated[list[VRouterItem], wrapped("VRouter")]


@operation(PRODUCT, VERSION, "DescribeVRouters")
def describe_v_routers(call: Call, request: DescribeVRouters) -> DescribeVRoutersReply:
    """Every VPC has one router, made and gone with it."""
    home = call.transaction.find(VpcRow, "home", call.scope)
    rows = [vpc for vpc in home if not request.v_router_id or vpc.v_router_id == request.v_router_id]
    cut = page(rows, request.page_number, request.page_size)
    return DescribeVRoutersReply.of(
        cut,
        v_routers=[
            VRouterItem(
                v_router_id=vpc.v_router_id,
                vpc_id=vpc.id,
                region_id=vpc.region_id,
                creation_time=timestamp(vpc.creation_time),
                route_table_ids=[table.id for table in call.transaction.find(RouteTableRow, "vpc", vpc.id)],
            )
            for vpc in cut.items
        ],
    )
