"""Route entries, listed: the deprecated DescribeRouteTables, which the provider still reads, and its successor."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import ApiObject, ManyStrings, OptionalInt, Reply, Request, Required, operation, wrapped
from tfmock.services.common.messages import PageReply
from tfmock.services.common.pages import page, size_within
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.models.route_entry import Route, as_route, custom_routes, system_routes
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.services.vpc.responses.route_tables import group_of

#: Filters by type; tfmock has routes of the first two only.
ROUTE_TYPES: Final = ("", "Custom", "System", "BGP", "CEN", "ECR")


def routes_of(call: Call, table: RouteTableRow) -> list[Route]:
    """System routes, then custom ones, oldest first."""
    return [*system_routes(call.transaction, table), *map(as_route, custom_routes(call.transaction, table.id))]


class FlatHop(ApiObject):
    next_hop_id: str
    next_hop_type: str
    weight: int
    enabled: int = 1


class FlatRoute(ApiObject):
    """provider: compares DestinationCidrBlock, NextHopType, InstanceId (provider-contract: alicloud_route_entry)."""

    route_table_id: str
    route_entry_id: str
    route_entry_name: str
    description: str
    destination_cidr_block: str
    type: str
    status: str
    next_hop_type: str
    instance_id: str
    next_hops: Annotated[list[FlatHop], wrapped("NextHop")]


class FullTable(ApiObject):
    route_table_id: str
    v_router_id: str
    route_table_type: str
    status: str
    creation_time: str
    resource_group_id: str
    v_switch_ids: Annotated[list[str], wrapped("VSwitchId")]
    route_entrys: Annotated[list[FlatRoute], wrapped("RouteEntry")]


class DescribeRouteTables(Request):
    route_table_id: str = ""
    v_router_id: str = ""
    router_id: str = ""
    router_type: str = ""
    route_table_name: str = ""
    resource_group_id: str = ""
    #: Of the routes shown, not of the tables.
    type: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class DescribeRouteTablesReply(PageReply):
    route_tables: Annotated[list[FullTable], wrapped("RouteTable")]


@operation(PRODUCT, VERSION, "DescribeRouteTables")
def describe_route_tables(call: Call, request: DescribeRouteTables) -> DescribeRouteTablesReply:
    """Tables with their routes; an unknown id gives an empty list."""
    if request.type not in ROUTE_TYPES:
        raise errors.FILTER(name="Type")  # guess: documented for DescribeRouteEntryList alone
    router = request.v_router_id or request.router_id
    if request.route_table_id:
        table = find.find_own(call, RouteTableRow, request.route_table_id)
        home = [table] if table is not None else []
    else:
        home = call.transaction.find(RouteTableRow, "home", call.scope)
    rows = [
        row
        for row in home
        if (not router or row.router_id == router)
        and (not request.route_table_name or row.route_table_name == request.route_table_name)
        and (not request.resource_group_id or group_of(call, row) == request.resource_group_id)
    ]
    if router and not rows and not request.route_table_id:
        raise errors.ROUTER_UNKNOWN()
    cut = page(rows, request.page_number, request.page_size)
    return DescribeRouteTablesReply.of(
        cut,
        route_tables=[_full(call, row, request.type) for row in cut.items],
    )


def _full(call: Call, table: RouteTableRow, type: str) -> FullTable:
    return FullTable(
        route_table_id=table.id,
        v_router_id=table.router_id,
        route_table_type=table.route_table_type,
        status=table.state,
        creation_time=timestamp(table.creation_time),
        resource_group_id=group_of(call, table),
        v_switch_ids=[vswitch.id for vswitch in call.transaction.find(VSwitchRow, "route_table", table.id)],
        route_entrys=[_flat(table.id, route) for route in routes_of(call, table) if type in ("", _type(route))],
    )


def _type(route: Route) -> str:
    return "Custom" if route.custom else "System"


def _flat(table: str, route: Route) -> FlatRoute:
    first = route.next_hops[0]
    return FlatRoute(
        route_table_id=table,
        route_entry_id=route.route_entry_id,
        route_entry_name=route.route_entry_name,
        description=route.description,
        destination_cidr_block=route.destination_cidr_block,
        type=_type(route),
        status=route.status,
        next_hop_type=first.next_hop_type,
        instance_id=first.next_hop_id,
        next_hops=[
            FlatHop(next_hop_id=hop.next_hop_id, next_hop_type=hop.next_hop_type, weight=hop.weight)
            for hop in route.next_hops
        ],
    )


class RelatedInfo(ApiObject):
    instance_id: str = ""
    instance_type: str = ""
    region_id: str = ""


class DeepHop(ApiObject):
    """provider: panics on a route without at least one of these (provider-contract: alicloud_vpc_route_entry)."""

    next_hop_id: str
    next_hop_type: str
    next_hop_region_id: str
    weight: int
    enabled: int = 1
    next_hop_related_info: RelatedInfo


class ListedRoute(ApiObject):
    route_entry_id: str
    route_entry_name: str
    route_table_id: str
    description: str
    destination_cidr_block: str
    ip_version: str
    type: str
    status: str
    gmt_modified: str
    service_type: str = ""
    origin: str
    next_hops: Annotated[list[DeepHop], wrapped("NextHop")]


class DescribeRouteEntryList(Request):
    route_table_id: Required
    route_entry_id: str = ""
    route_entry_name: str = ""
    route_entry_type: str = ""
    destination_cidr_block: str = ""
    dest_cidr_block_list: ManyStrings = Field(default_factory=list, max_length=20)  # metadata: text
    ip_version: str = ""
    next_hop_id: str = ""
    next_hop_type: str = ""
    service_type: str = ""
    max_result: OptionalInt = None
    next_token: str = ""


class DescribeRouteEntryListReply(Reply):
    next_token: str
    route_entrys: Annotated[list[ListedRoute], wrapped("RouteEntry")]


@operation(PRODUCT, VERSION, "DescribeRouteEntryList")
def describe_route_entry_list(call: Call, request: DescribeRouteEntryList) -> DescribeRouteEntryListReply:
    """The routes of one table, by any of the filters, in pieces."""
    table = find.get_route_table(call, request.route_table_id, errors.ROUTE_TABLE_UNKNOWN)
    if request.ip_version.lower() not in ("", "ipv4", "ipv6"):
        raise errors.FILTER(name="IpVersion")
    if request.route_entry_type not in ROUTE_TYPES:
        raise errors.FILTER(name="RouteEntryType")
    routes = [route for route in routes_of(call, table) if _fits(request, route)]
    # Metadata says default 10, at most 100; the newer schema 100 and 500. The wider is taken.
    start = _start(request.next_token)
    size = size_within(request.max_result, 100, 500)
    items = routes[start : start + size]
    following = f"{start + size:x}" if start + size < len(routes) else ""
    return DescribeRouteEntryListReply(
        next_token=following, route_entrys=[_listed(call, table.id, route) for route in items]
    )


def _start(token: str) -> int:
    """System routes have no serial of their own, so that this list is cut by position."""
    if not token:
        return 0
    if not re.fullmatch(r"[0-9a-f]{1,8}", token):  # int() alone would take "-1" and "0x1", too
        raise errors.NEXT_TOKEN()
    return int(token, 16)


def _fits(request: DescribeRouteEntryList, route: Route) -> bool:
    destinations = {*request.dest_cidr_block_list, request.destination_cidr_block} - {""}
    return (
        (not request.route_entry_id or route.route_entry_id == request.route_entry_id)
        and (not request.route_entry_name or route.route_entry_name == request.route_entry_name)
        and (not request.route_entry_type or request.route_entry_type == _type(route))
        and (not destinations or route.destination_cidr_block in destinations)
        and (not request.ip_version or request.ip_version.lower() == f"ipv{route.ip_version}")
        and (not request.next_hop_id or any(hop.next_hop_id == request.next_hop_id for hop in route.next_hops))
        and (not request.next_hop_type or any(hop.next_hop_type == request.next_hop_type for hop in route.next_hops))
        and not request.service_type
    )


def _listed(call: Call, table: str, route: Route) -> ListedRoute:
    return ListedRoute(
        route_entry_id=route.route_entry_id,
        route_entry_name=route.route_entry_name,
        route_table_id=table,
        description=route.description,
        destination_cidr_block=route.destination_cidr_block,
        ip_version=f"ipv{route.ip_version}",
        type=_type(route),
        status=route.status,
        gmt_modified=timestamp(route.gmt_modified),
        origin="CustomCreate" if route.custom else "SystemCreate",
        next_hops=[
            DeepHop(
                next_hop_id=hop.next_hop_id,
                next_hop_type=hop.next_hop_type,
                next_hop_region_id=call.region if hop.next_hop_id else "",
                weight=hop.weight,
                next_hop_related_info=RelatedInfo(),
            )
            for hop in route.next_hops
        ],
    )


class ListVpcPublishedRouteEntries(Request):
    route_table_id: Required
    target_type: Required
    destination_cidr_block: str = ""
    target_instance_id: str = ""
    max_results: Annotated[OptionalInt, Field(le=500)] = None  # metadata
    next_token: str = ""


class ListVpcPublishedRouteEntriesReply(Reply):
    route_entries: list[str] = []
    next_token: str | None = None


@operation(PRODUCT, VERSION, "ListVpcPublishedRouteEntries")
def list_vpc_published_route_entries(
    call: Call, request: ListVpcPublishedRouteEntries
) -> ListVpcPublishedRouteEntriesReply:
    """Nothing is ever published: tfmock has no Express Connect router. The provider asks on every read. No token was
    ever given out.
    """
    if request.next_token:
        raise errors.NEXT_TOKEN()
    return ListVpcPublishedRouteEntriesReply()


class PublishedRoute(ApiObject):
    route_table_id: Required
    destination_cidr_block: Required


class PublishedRoutes(Request):
    """Routes, and the Express Connect router that they are published to."""

    target_type: Required
    target_instance_id: Required
    route_entries: list[PublishedRoute] = Field(default_factory=list, max_length=50)  # metadata


@operation(PRODUCT, VERSION, "PublishVpcRouteEntries")
def publish_vpc_route_entries(call: Call, request: PublishedRoutes) -> Reply:
    """There is nothing to publish to."""
    raise errors.ROUTE_PUBLISH_TARGET()


@operation(PRODUCT, VERSION, "WithdrawVpcPublishedRouteEntries")
def withdraw_vpc_published_route_entries(call: Call, request: PublishedRoutes) -> Reply:
    """There is nothing to withdraw from."""
    raise errors.ROUTE_PUBLISH_TARGET()
