"""Route entries: create and delete, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from sys import intern

from tfmock.core.call import Call
from tfmock.core.lifecycle import GONE
from tfmock.core.operation import ApiObject, EmptyReply, OptionalInt, Reply, Request, Required, operation
from tfmock.protocol.errors import ErrorTemplate, enforce
from tfmock.rulebook import listed_routes, names, nexthops, routing, table_bindings
from tfmock.rulebook.cidr import Cidr
from tfmock.services.vpc import errors, find, route_errors
from tfmock.services.vpc.models import route_entry as route_rows
from tfmock.services.vpc.models.route_entry import NextHop, RouteEntryRow, custom_routes, system_routes
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION, next_hops
from tfmock.simulation import prefix_lists


class HopWanted(ApiObject):
    """``NextHopList.N``."""

    next_hop_id: str = ""
    next_hop_type: str = ""
    weight: OptionalInt = None


class RouteWanted(Request):
    """What a route is made from."""

    route_table_id: Required
    destination_cidr_block: Required
    next_hop_id: str = ""
    next_hop_type: str = ""
    next_hop_list: list[HopWanted] = []
    route_entry_name: str = ""
    description: str = ""


class CreateRouteEntry(RouteWanted):
    """CreateRouteEntry parameters."""


class CreateRouteEntryReply(Reply):
    route_entry_id: str


@operation(PRODUCT, VERSION, "CreateRouteEntry")
def create_route_entry(call: Call, request: CreateRouteEntry) -> CreateRouteEntryReply:
    """A custom route in a table."""
    table = find.get_route_table(call, request.route_table_id)
    find.lock_vpc(call, table.vpc_id)
    return CreateRouteEntryReply(route_entry_id=create(call, table, request).id)


def create(call: Call, table: RouteTableRow, request: RouteWanted) -> RouteEntryRow:
    """Judge a route by the rulebook and put it into the table."""
    if table.state != "Available":
        raise errors.ROUTE_TABLE_STATUS()
    enforce(table_bindings.check_takes_routes(table.associate_type))
    enforce(routing.check_destination(request.destination_cidr_block))
    destination, block = _destination(request.destination_cidr_block)
    hops = _hops(request)
    present = custom_routes(call.transaction, table.id)
    if any(route.state != "Available" for route in present):
        raise errors.ROUTE_PENDING()
    if block is None:
        entries = _check_list(call, table, destination, hops, present)
    else:
        entries = ()
        _check_block(call, table, block, present)
    blocks = entries if block is None else (block,)
    check_hops(call, table, hops, blocks)
    enforce(names.check_texts("route_entry", request.route_entry_name, request.description))
    adding = prefix_lists.size(call.transaction, destination)
    check_quota(call, table, hops[0].next_hop_type, present, adding=adding)
    id, serial = call.new_id_of(RouteEntryRow, call.region)
    return call.transaction.put(
        RouteEntryRow(
            id=id,
            serial=serial,
            route_table_id=table.id,
            vpc_id=table.vpc_id,
            destination_cidr_block=destination,
            destination_block=block,
            next_hops=hops,
            route_entry_name=request.route_entry_name,
            description=request.description,
            gmt_modified=call.now,
            entries=entries,
            status=route_rows.LIFECYCLE.start("Pending", at=call.now, then="Available"),
        )
    )


def _destination(text: str) -> tuple[str, Cidr | None]:
    """A destination as stored; a bare address is a block of one (CreateRouteEntry page)."""
    block = route_rows.destination_block(text)
    return (str(block) if block is not None and "/" not in text else text), block


def _hops(request: RouteWanted) -> tuple[NextHop, ...]:
    if request.next_hop_list:
        also_single = bool(request.next_hop_id)
        members = [(hop.next_hop_type, hop.weight) for hop in request.next_hop_list]
        enforce(routing.check_next_hop_list(members, also_single=also_single))
        requested = [(hop.next_hop_type, hop.next_hop_id, hop.weight) for hop in request.next_hop_list]
    else:
        requested = [(request.next_hop_type, request.next_hop_id, 0)]
    for type, id, _ in requested:
        enforce(routing.check_next_hop(type, id))
    # Many routes lead to one hop: interned, its id is kept once
    return tuple(
        NextHop(intern(type or nexthops.DEFAULT_TYPE), intern(id), weight or 0) for type, id, weight in requested
    )


def _check_list(
    call: Call, table: RouteTableRow, destination: str, hops: tuple[NextHop, ...], present: list[RouteEntryRow]
) -> tuple[Cidr, ...]:
    """The entries of a prefix list, which can be the destination of a route in this table."""
    row = prefix_lists.visible(call, destination)
    if row is None:
        raise route_errors.PREFIX_LIST_NOT_FOUND()
    enforce(listed_routes.check_next_hops(len(hops)))
    enforce(listed_routes.check_twice(exists=any(route.destination_cidr_block == destination for route in present)))
    enforce(prefix_lists.conflicts(call.transaction, row, table.id, table.vpc_id))
    return row.blocks()


def _check_block(call: Call, table: RouteTableRow, block: Cidr, present: list[RouteEntryRow]) -> None:
    vswitches = [
        part for vswitch in call.transaction.find(VSwitchRow, "vpc", table.vpc_id) for part in vswitch.blocks()
    ]
    enforce(
        routing.check_duplicate(
            block, (route.destination_block for route in present if route.destination_block is not None)
        )
    )
    enforce(listed_routes.check_listed(block, (entry for route in present for entry in route.entries)))
    enforce(routing.check_against_vswitches(block, vswitches))


def check_hops(
    call: Call,
    table: RouteTableRow,
    hops: Sequence[NextHop],
    blocks: Sequence[Cidr],
    *,
    no_interface: ErrorTemplate | None = None,
) -> None:
    """Whether a route of this table to these blocks may lead to these next hops."""
    has_ipv6 = find.get_vpc(call, table.vpc_id).ipv6_block() is not None
    for block in blocks:
        enforce(routing.check_ip_version(block, hops[0].next_hop_type, has_ipv6))
    for hop in hops:
        next_hops.check_next_hop(call, table, hop, {block.version for block in blocks}, no_interface=no_interface)


def check_quota(call: Call, table: RouteTableRow, type: str, present: Sequence[RouteEntryRow], *, adding: int) -> None:
    """Whether the table takes ``adding`` more routes to a hop of this type; a prefix list counts its most entries."""
    sizes = {route.id: prefix_lists.size(call.transaction, route.destination_cidr_block) for route in present}
    havips = sum(sizes[route.id] for route in present if route.next_hops[0].next_hop_type == "HaVip")
    vpns = 0
    if type == "VpnGateway":
        vpns = sum(
            route.next_hops[0].next_hop_type == "VpnGateway"
            for route in call.transaction.find(RouteEntryRow, "vpc", table.vpc_id)
        )
    quotas, used = call.quotas, sum(sizes.values())
    enforce(routing.check_quota(used=used, adding=adding, havips=havips, vpns=vpns, type=type, quotas=quotas))


class RouteNamed(Request):
    """A route named by its id, or by table, destination and next hop."""

    route_entry_id: str = ""
    route_table_id: str = ""
    destination_cidr_block: str = ""
    next_hop_id: str = ""
    next_hop_list: list[HopWanted] = []


class DeleteRouteEntry(RouteNamed):
    """DeleteRouteEntry parameters."""


@operation(PRODUCT, VERSION, "DeleteRouteEntry")
def delete_route_entry(call: Call, request: DeleteRouteEntry) -> EmptyReply:
    """Take a custom route away."""
    delete(call, request)
    return EmptyReply()


def delete(call: Call, request: RouteNamed) -> None:
    """Find the route named and let it go."""
    route = named_route(call, request)
    if request.route_entry_id and (request.route_table_id or request.destination_cidr_block):
        raise errors.ROUTE_EXCLUSIVE()
    if route.state != "Available":
        raise errors.ROUTE_PENDING()
    find.lock_vpc(call, route.vpc_id)
    call.transaction.put(replace(route, status=route_rows.LIFECYCLE.start("Deleting", at=call.now, then=GONE)))


def named_route(call: Call, request: RouteNamed) -> RouteEntryRow:
    """The caller's custom route: of this id, or to this destination.

    Raises:
        ApiError: there is none, or what is said does not name one.
    """
    return _by_id(call, request.route_entry_id) if request.route_entry_id else _by_destination(call, request)


def _by_id(call: Call, id: str) -> RouteEntryRow:
    route = call.transaction.get(RouteEntryRow, id)
    if route is None or find.find_own(call, RouteTableRow, route.route_table_id) is None:
        raise errors.ROUTE_ID_NOT_FOUND()
    return route


def _by_destination(call: Call, request: RouteNamed) -> RouteEntryRow:
    """The custom route of a table to a destination, and to a next hop where one is named."""
    if not request.route_table_id or not request.destination_cidr_block:
        raise errors.ROUTE_MODIFY_WHAT()
    table = find.get_route_table(call, request.route_table_id)
    destination, block = _destination(request.destination_cidr_block)
    if request.next_hop_id and request.next_hop_list:
        raise errors.ROUTE_NEXT_HOP_BOTH()
    for route in custom_routes(call.transaction, table.id):
        if route.destination_cidr_block == destination or (block is not None and route.destination_block == block):
            hops = {hop.next_hop_id for hop in route.next_hops}
            hop_ids = {hop.next_hop_id for hop in request.next_hop_list} or {
                request.next_hop_id or route.next_hops[0].next_hop_id
            }
            if hop_ids <= hops:
                return route
    if any(route.destination_cidr_block == destination for route in system_routes(call.transaction, table)):
        raise errors.ROUTE_IS_SYSTEM()
    raise errors.ROUTE_NOT_FOUND()
