"""Route entries: create, change, delete, one at a time."""

from __future__ import annotations

from dataclasses import replace
from sys import intern

from tfmock.core.call import Call, enforce
from tfmock.core.lifecycle import GONE, enter
from tfmock.core.operation import Done, OptionalInt, Part, Reply, Request, Required, operation
from tfmock.rulebook import names, nexthops, routing
from tfmock.rulebook.cidr import Cidr
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.models import route_entry as entries
from tfmock.services.vpc.models.route_entry import NextHop, RouteEntryRow, custom_routes, system_routes
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.services.vpcpeer.models import PeeringRow


class HopWanted(Part):
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
    table = find.route_table(call, request.route_table_id)
    find.take_turn(call, table.vpc)
    return CreateRouteEntryReply(route_entry_id=create(call, table, request).id)


def create(call: Call, table: RouteTableRow, request: RouteWanted) -> RouteEntryRow:
    """Judge a route by the rulebook and put it into the table."""
    if table.state != "Available":
        raise errors.ROUTE_TABLE_STATUS()
    if table.associate_type == "Gateway":
        raise errors.GATEWAY_TABLE_ROUTES()  # route table page: gateway tables take no own routes
    destination, block = _destination(request.destination_cidr_block)
    hops = _hops(request)
    present = custom_routes(call.tx, table.id)
    if any(route.state != "Available" for route in present):
        raise errors.ROUTE_PENDING()
    _check_destination(call, table, destination, block, hops[0].type, present)
    for hop in hops:
        _check_next_hop(call, table, hop)
    enforce(names.check_texts("route_entry", request.route_entry_name, request.description))
    havips = sum(route.hops[0].type == "HaVip" for route in present)
    quotas = call.world.terms.quotas
    vpns = 0
    if hops[0].type == "VpnGateway":
        vpns = sum(route.hops[0].type == "VpnGateway" for route in call.tx.find(RouteEntryRow, "vpc", table.vpc))
    enforce(routing.check_quota(used=len(present), havips=havips, vpns=vpns, type=hops[0].type, quotas=quotas))
    id, serial = call.new_id("rte", call.region, length=21)
    return call.tx.put(
        RouteEntryRow(
            id=id, serial=serial, route_table=table.id, vpc=table.vpc, destination=destination, cidr=block, hops=hops,
            name=request.route_entry_name, description=request.description, modified=call.now,
            status=enter(entries.LIFECYCLE, "Pending", call.now, "Available"),
        )
    )  # fmt: skip


def _destination(text: str) -> tuple[str, Cidr | None]:
    """A destination as stored; a bare address is a block of one (CreateRouteEntry page)."""
    enforce(routing.check_destination(text))
    block = entries.destination_block(text)
    return (str(block) if block is not None and "/" not in text else text), block


def _hops(request: RouteWanted) -> tuple[NextHop, ...]:
    if request.next_hop_list:
        also_single = bool(request.next_hop_id)
        members = [(hop.next_hop_type, hop.weight) for hop in request.next_hop_list]
        enforce(routing.check_next_hop_list(members, also_single=also_single))
        wanted = [(hop.next_hop_type, hop.next_hop_id, hop.weight) for hop in request.next_hop_list]
    else:
        wanted = [(request.next_hop_type, request.next_hop_id, 0)]
    for type, id, _ in wanted:
        enforce(routing.check_next_hop(type, id))
    # Many routes lead to one hop: interned, its id is kept once
    return tuple(NextHop(intern(type or nexthops.DEFAULT_TYPE), intern(id), weight or 0) for type, id, weight in wanted)


def _check_destination(
    call: Call, table: RouteTableRow, text: str, block: Cidr | None, type: str, present: list[RouteEntryRow]
) -> None:
    if block is None:  # a prefix list: only itself can be there twice
        if any(route.destination == text for route in present):
            raise errors.PREFIX_LIST_TWICE()
        return
    vswitches = [own for vswitch in call.tx.find(VSwitchRow, "vpc", table.vpc) for own in vswitch.blocks()]
    enforce(routing.check_duplicate(block, (route.cidr for route in present if route.cidr is not None)))
    enforce(routing.check_against_vswitches(block, vswitches))
    has_ipv6 = find.vpc(call, table.vpc).ipv6_block() is not None
    enforce(routing.check_ip_version(block, type, has_ipv6))


def _check_next_hop(call: Call, table: RouteTableRow, hop: NextHop) -> None:
    """A peering must exist, join this VPC and be Activated. Other kinds of next hop that tfmock does not hold
    are taken on their id's form alone (docs/differences.md)."""
    if hop.type != nexthops.PEERING_TYPE:
        return
    peering = call.tx.get(PeeringRow, hop.id)
    if peering is None or peering.side_of(call.caller.account) is None:
        enforce(routing.check_connection(table.vpc, hop.id, None, ()))
    else:
        enforce(routing.check_connection(table.vpc, hop.id, peering.state, peering.vpcs))


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
def delete_route_entry(call: Call, request: DeleteRouteEntry) -> Done:
    """Take a custom route away."""
    delete(call, request)
    return Done()


def delete(call: Call, request: RouteNamed) -> None:
    """Find the route named and let it go."""
    route = _by_id(call, request.route_entry_id) if request.route_entry_id else _by_destination(call, request)
    if request.route_entry_id and (request.route_table_id or request.destination_cidr_block):
        raise errors.ROUTE_EXCLUSIVE()
    if route.state != "Available":
        raise errors.ROUTE_PENDING()
    find.take_turn(call, route.vpc)
    call.tx.put(replace(route, status=enter(entries.LIFECYCLE, "Deleting", call.now, GONE)))


def _by_id(call: Call, id: str) -> RouteEntryRow:
    route = call.tx.get(RouteEntryRow, id)
    if route is None or find.visible(call, RouteTableRow, route.route_table) is None:
        raise errors.ROUTE_ID_NOT_FOUND()
    return route


def _by_destination(call: Call, request: RouteNamed) -> RouteEntryRow:
    if not request.route_table_id or not request.destination_cidr_block:
        raise errors.ROUTE_MODIFY_WHAT()
    table = find.route_table(call, request.route_table_id)
    wanted, block = _destination_named(request.destination_cidr_block)
    if request.next_hop_id and request.next_hop_list:
        raise errors.ROUTE_NEXT_HOP_BOTH()
    for route in custom_routes(call.tx, table.id):
        if route.destination == wanted or (block is not None and route.cidr == block):
            hops = {hop.id for hop in route.hops}
            named = {hop.next_hop_id for hop in request.next_hop_list} or {request.next_hop_id or route.hops[0].id}
            if named <= hops:
                return route
    if any(route.destination == wanted for route in system_routes(call.tx, table)):
        raise errors.ROUTE_IS_SYSTEM()
    raise errors.ROUTE_NOT_FOUND()


def _destination_named(text: str) -> tuple[str, Cidr | None]:
    block = entries.destination_block(text)
    return (str(block) if block is not None and "/" not in text else text), block


class ModifyRouteEntry(RouteNamed):
    route_entry_name: str | None = None
    description: str | None = None
    new_next_hop_id: str = ""
    new_next_hop_type: str = ""


#: Next hops that can be exchanged in place (ModifyRouteEntry metadata).
EXCHANGEABLE = ("NetworkInterface", "NatGateway")


@operation(PRODUCT, VERSION, "ModifyRouteEntry")
def modify_route_entry(call: Call, request: ModifyRouteEntry) -> Done:
    """Name, description; the next hop only where both are of an exchangeable type."""
    route = _by_id(call, request.route_entry_id) if request.route_entry_id else _by_destination(call, request)
    enforce(names.check_texts("route_entry", request.route_entry_name, request.description))
    if request.new_next_hop_type and not request.new_next_hop_id:
        raise errors.ROUTE_MODIFY_ID()
    if request.new_next_hop_id and not request.new_next_hop_type:
        raise errors.ROUTE_MODIFY_TYPE()
    if request.new_next_hop_id:
        route = _with_next_hop(route, request.new_next_hop_type, request.new_next_hop_id)
    if request.route_entry_name is not None:
        route = replace(route, name=request.route_entry_name)
    if request.description is not None:
        route = replace(route, description=request.description)
    call.tx.put(replace(route, modified=call.now))
    return Done()


def _with_next_hop(route: RouteEntryRow, type: str, id: str) -> RouteEntryRow:
    enforce(routing.check_next_hop(type, id))
    if type not in EXCHANGEABLE or route.hops[0].type not in EXCHANGEABLE:
        raise errors.ROUTE_MODIFY_UNSUPPORTED()
    if route.hops[0].id == id:
        raise errors.ROUTE_MODIFY_SAME()
    return replace(route, hops=(NextHop(type, id),))
