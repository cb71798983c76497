"""Route entries, changed: name, description, next hop."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, operation
from tfmock.protocol.errors import ApiError, enforce
from tfmock.rulebook import names, nexthops, routing, table_bindings
from tfmock.rulebook.cidr import parse_cidr
from tfmock.services.common.rows import patched
from tfmock.services.vpc import errors, find, route_errors
from tfmock.services.vpc.models.route_entry import LIFECYCLE, NextHop, RouteEntryRow, custom_routes, system_routes
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.services.vpc.responses.route_entries import (
    RouteNamed,
    check_hops,
    check_quota,
    named_route,
)
from tfmock.simulation import prefix_lists

#: What a system route of a custom table may lead to instead (route table page).
OF_SYSTEM_ROUTES: Final = ("Instance", "NetworkInterface", "GatewayLoadBalancerEndpoint")
#: What makes a system route again of one whose next hop was changed (route table page); guess: the word.
LOCAL: Final = "Local"


class ModifyRouteEntry(RouteNamed):
    route_entry_name: str | None = None
    description: str | None = None
    new_next_hop_id: str = ""
    new_next_hop_type: str = ""


@operation(PRODUCT, VERSION, "ModifyRouteEntry")
def modify_route_entry(call: Call, request: ModifyRouteEntry) -> EmptyReply:
    """Name, description, next hop; of system routes the next hop alone, and in custom tables only."""
    type, id = request.new_next_hop_type, request.new_next_hop_id
    if type and not id and type != LOCAL:
        raise errors.ROUTE_MODIFY_ID()
    if id and not type:
        raise errors.ROUTE_MODIFY_TYPE()
    route = _route(call, request)
    table = find.get_route_table(call, route.route_table_id)
    # gateway tables have an action of their own (route table page)
    enforce(table_bindings.check_takes_routes(table.associate_type))
    if route.state != "Available":
        raise errors.ROUTE_PENDING()
    enforce(names.check_texts("route_entry", request.route_entry_name, request.description))
    find.lock_vpc(call, table.vpc_id)
    if type == LOCAL and route.system:
        call.transaction.delete(route)
        return EmptyReply()
    if type:
        route = _with_next_hop(call, table, route, NextHop(type, id))
    call.transaction.put(
        patched(
            route,
            route_entry_name=request.route_entry_name,
            description=request.description,
            gmt_modified=call.now,
        )
    )
    return EmptyReply()


def _route(call: Call, request: ModifyRouteEntry) -> RouteEntryRow:
    """The custom route named; or the system route, as the custom route that it is about to be."""
    try:
        return named_route(call, request)
    except ApiError:
        route = _system_route(call, request) if request.new_next_hop_type else None
        if route is None:
            raise
        return route


def _system_route(call: Call, request: ModifyRouteEntry) -> RouteEntryRow | None:
    if request.route_entry_id:
        tables = call.transaction.find(RouteTableRow, "home", call.scope)
    else:
        tables = [find.get_route_table(call, request.route_table_id)]
    for table in tables:
        for route in system_routes(call.transaction, table):
            named = request.route_entry_id
            if (
                route.route_entry_id == named
                if named
                else route.destination_cidr_block == request.destination_cidr_block
            ):
                if table.route_table_type != "Custom":  # route table page: those of system tables keep their next hop
                    raise errors.ROUTE_MODIFY_UNSUPPORTED()
                return RouteEntryRow(
                    id=route.route_entry_id,
                    serial=call.transaction.next_serial(),
                    route_table_id=table.id,
                    vpc_id=table.vpc_id,
                    destination_cidr_block=route.destination_cidr_block,
                    destination_block=parse_cidr(route.destination_cidr_block),
                    next_hops=route.next_hops,
                    route_entry_name="",
                    description="",
                    gmt_modified=call.now,
                    system=True,
                    status=LIFECYCLE.start("Available", at=call.now),
                )
    return None


def _with_next_hop(call: Call, table: RouteTableRow, route: RouteEntryRow, hop: NextHop) -> RouteEntryRow:
    """The route with another next hop, of any type that CreateRouteEntry takes.

    Source: ModifyRouteEntry page of 2026-06; the provider's acceptance test goes from Ipv4Gateway to HaVip. Older
    metadata lists NetworkInterface and NatGateway alone.
    """
    if hop.next_hop_type not in nexthops.TYPES:
        raise route_errors.MODIFY_TYPE()
    if len(route.next_hops) > 1 or (route.system and hop.next_hop_type not in OF_SYSTEM_ROUTES):
        raise errors.ROUTE_MODIFY_UNSUPPORTED()  # guess: for lists of next hops
    enforce(routing.check_next_hop(hop.next_hop_type, hop.next_hop_id))
    if route.next_hops[0].next_hop_id == hop.next_hop_id:
        raise errors.ROUTE_MODIFY_SAME()
    check_hops(call, table, [hop], route.blocks, no_interface=route_errors.MODIFY_INTERFACE)
    others = [other for other in custom_routes(call.transaction, table.id) if other.id != route.id]
    if hop.next_hop_type != route.next_hops[0].next_hop_type:
        check_quota(
            call,
            table,
            hop.next_hop_type,
            others,
            adding=prefix_lists.size(call.transaction, route.destination_cidr_block),
        )
    return replace(route, next_hops=(hop,), status=LIFECYCLE.start("Modifying", at=call.now, then="Available"))
