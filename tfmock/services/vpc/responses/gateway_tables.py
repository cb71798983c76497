"""Gateway route tables: which IPv4 gateway asks one for packets that come into the VPC."""

from __future__ import annotations

from dataclasses import replace

from tfmock.core.call import Call
from tfmock.core.operation import EmptyReply, Request, Required, operation
from tfmock.protocol.errors import enforce
from tfmock.rulebook import table_bindings
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.models.ipv4_gateway import LIFECYCLE, Ipv4GatewayRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.responses import PRODUCT, VERSION


class GatewayBinding(Request):
    """A gateway table and an IPv4 gateway."""

    route_table_id: Required
    gateway_id: Required
    gateway_type: str = ""


@operation(PRODUCT, VERSION, "AssociateRouteTableWithGateway")
def associate_route_table_with_gateway(call: Call, request: GatewayBinding) -> EmptyReply:
    """Let an active IPv4 gateway ask a gateway table of its VPC. provider: waits for Created."""
    table, gateway = _both(call, request)
    enforce(table_bindings.check_gateway_active(gateway.id, enabled=gateway.enabled))
    enforce(table_bindings.check_gateway_vpc(same_vpc=gateway.vpc_id == table.vpc_id))
    # a VPC has one gateway and one gateway table: neither has another one
    enforce(table_bindings.check_gateway_bound(table.id, bound=bool(table.gateway_id)))
    _bind(call, table, gateway, gateway.id)
    return EmptyReply()


@operation(PRODUCT, VERSION, "DissociateRouteTableFromGateway")
def dissociate_route_table_from_gateway(call: Call, request: GatewayBinding) -> EmptyReply:
    """The reverse of AssociateRouteTableWithGateway."""
    table, gateway = _both(call, request)
    if table.gateway_id != gateway.id:
        raise errors.GATEWAY_TABLE_NOT_BOUND()
    _bind(call, table, gateway, "")
    return EmptyReply()


def _both(call: Call, request: GatewayBinding) -> tuple[RouteTableRow, Ipv4GatewayRow]:
    """The table and the gateway; both must be Available."""
    if request.gateway_type not in ("", "Ipv4Gateway"):
        raise errors.GATEWAY_TYPE()
    table = find.get_route_table(call, request.route_table_id, errors.GATEWAY_TABLE_NOT_FOUND)
    gateway = find.get_ipv4_gateway(call, request.gateway_id)
    enforce(table_bindings.check_gateway_table(table.associate_type))
    if table.state != "Available":
        raise errors.GATEWAY_TABLE_STATUS()
    if gateway.state != "Created":
        raise errors.IPV4_GATEWAY_STATUS(id=gateway.id)
    return table, gateway


def _bind(call: Call, table: RouteTableRow, gateway: Ipv4GatewayRow, to: str) -> None:
    find.lock_vpc(call, table.vpc_id)
    call.transaction.put(replace(table, gateway_id=to))
    call.transaction.put(replace(gateway, status=LIFECYCLE.start("Modifying", at=call.now, then="Created")))
