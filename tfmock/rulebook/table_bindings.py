"""Constraints on binding route tables to vSwitches and gateways."""

from __future__ import annotations

from typing import Final

from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations

_SOURCE: Final = "AssociateRouteTable error codes"
_GATEWAY: Final = "AssociateRouteTableWithGateway error codes"

OTHER_VPC: Final = Rule(
    id="ALI465",
    name="route-table-other-vpc",
    severity="error",
    api_error=ApiErrorTemplate(
        404, "Forbidden.NotInSameVpc", "The specified virtual switch and route table are not in the same VPC."
    ),
    message="the vSwitch and the route table are not in one VPC",
    source=_SOURCE,
)
OF_GATEWAY: Final = Rule(
    id="ALI466",
    name="route-table-of-gateways",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationDenied.AssociateGatewayRouteTable",
        "The operation is not allowed because gateway route tables cannot be bound to a vSwitch.",
    ),
    message="the route table is one for gateways, and no vSwitch can be bound to it",
    source=_SOURCE,
)
SYSTEM: Final = Rule(
    id="ALI467",
    name="route-table-of-system",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationDenied.SwitchToSystemRouteTable",
        "The associated route tables cannot be directly changed to system route tables.",
    ),
    message="the route table is the VPC's own: a vSwitch that is bound to no other is in it anyway",
    source=_SOURCE,
)
BOUND_TO_SAME: Final = Rule(
    id="ALI468",
    name="route-table-bound-twice",
    severity="error",
    api_error=ApiErrorTemplate(
        404,
        "Forbidden.VSwitchAlreadyAssociatedRouteTable",
        "The specified virtual switch already associates route table.",
    ),
    message="the vSwitch is bound to this route table already",
    source=_SOURCE,
)
ALREADY_BOUND: Final = Rule(
    id="ALI469",
    name="route-table-bound-to-other",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "ResourceAlreadyAssociated.RouteTable", "The resource has already associated with a routetable."
    ),
    message="the vSwitch is bound to {other} already, and has one route table",
    source=_SOURCE,
)
GATEWAY_KIND: Final = Rule(
    id="ALI461",
    name="gateway-table-kind",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationDenied.RouteTableTypeIncorrect",
        "The operation is not allowed because of routeTableType is incorrect.",
    ),
    message="the route table is one for vSwitches, and no gateway can be bound to it",
    source=_GATEWAY,
)
GATEWAY_VPC: Final = Rule(
    id="ALI462",
    name="gateway-table-other-vpc",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationDenied.GatewayAndTableNotInOneVpc",
        "The operation is not allowed because of GatewayAndTableNotInOneVpc.",
    ),
    message="the gateway and the route table are not in one VPC",
    source=_GATEWAY,
)

GATEWAY_INACTIVE: Final = Rule(
    id="ALI464",
    name="gateway-table-inactive-gateway",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationDenied.Ipv4GatewayNotActive",
        "The operation is not allowed because of ipv4Gateway [{gateway}] is not active.",
    ),
    message="the gateway {gateway} is not activated, and only one that is can have a route table",
    source=_GATEWAY,
)
GATEWAY_BOUND: Final = Rule(
    id="ALI470",
    name="gateway-table-bound-twice",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "ResourceAlreadyAssociated.GatewayRouteTable", "The specified resource {table} is already associated."
    ),
    message="the route table {table} is bound to a gateway already",
    source=_GATEWAY,
)
NO_ROUTES: Final = Rule(
    id="ALI463",
    name="route-in-gateway-table",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationDenied.RouteTableTypeNotPermitted",
        "The operation is not allowed because the type of route table is not permitted.",
    ),
    message="the route table is one for gateways, and takes no routes of its own",
    source="CreateRouteEntry and ModifyRouteEntry error codes; route table page",
)


def check_binding(
    *, same_vpc: Maybe[bool], associate: Maybe[str | None] = "VSwitch", system: Maybe[bool] = False
) -> Violations:
    """Check that a vSwitch can be bound to a route table.

    Args:
        same_vpc: whether both are in one VPC.
        associate: the kind of the table, VSwitch or Gateway.
        system: whether it is the system route table of the VPC.
    """
    if same_vpc is False:
        yield OTHER_VPC.violation("route_table_id")
    elif associate == "Gateway":
        yield OF_GATEWAY.violation("route_table_id")
    elif system is True:
        yield SYSTEM.violation("route_table_id")


def check_bound(*, same: Maybe[bool], bound: Maybe[str | None]) -> Violations:
    """Check that a vSwitch is not bound already.

    Args:
        same: whether it is bound to the table that it is to be bound to.
        bound: the custom table that it is bound to, None where it uses the system route table.
    """
    if bound is UNKNOWN or bound is None or same is UNKNOWN:
        return
    if same:
        yield BOUND_TO_SAME.violation("vswitch_id")
    else:
        yield ALREADY_BOUND.violation("vswitch_id", other=bound)


def check_gateway_table(associate: Maybe[str | None]) -> Violations:
    """Check the kind of a route table that a gateway is to be bound to; None is a table whose kind is not written."""
    if associate is not UNKNOWN and associate != "Gateway":
        yield GATEWAY_KIND.violation("route_table_id")


def check_gateway_vpc(*, same_vpc: Maybe[bool]) -> Violations:
    """Check that a gateway and a route table to be bound are in one VPC."""
    if same_vpc is False:
        yield GATEWAY_VPC.violation("route_table_id")


def check_gateway_active(gateway: str, *, enabled: Maybe[bool]) -> Violations:
    """Check that a gateway to be bound to a route table is activated."""
    if enabled is False:
        yield GATEWAY_INACTIVE.violation("ipv4_gateway_id", gateway=gateway)


def check_gateway_bound(table: str, *, bound: Maybe[bool]) -> Violations:
    """Check that a route table to be bound to a gateway is not bound already."""
    if bound is True:
        yield GATEWAY_BOUND.violation("route_table_id", table=table)


def check_takes_routes(associate: Maybe[str | None]) -> Violations:
    """Check that custom routes can be added to a route table of this kind."""
    if associate == "Gateway":
        yield NO_ROUTES.violation("route_table_id")
