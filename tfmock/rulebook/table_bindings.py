"""What the cloud asks of route tables that vSwitches and gateways are bound to."""

from __future__ import annotations

from typing import Final

from tfmock.rulebook.rule import UNKNOWN, ApiFault, Maybe, Rule, Violations

_SOURCE: Final = "AssociateRouteTable error codes"
_GATEWAY: Final = "AssociateRouteTableWithGateway error codes"

OTHER_VPC: Final = Rule(
    "ALI465", "route-table-other-vpc", "error",
    ApiFault(404, "Forbidden.NotInSameVpc", "The specified virtual switch and route table are not in the same VPC."),
    "the vSwitch and the route table are not in one VPC", _SOURCE,
)  # fmt: skip
OF_GATEWAY: Final = Rule(
    "ALI466", "route-table-of-gateways", "error",
    ApiFault(
        400, "OperationDenied.AssociateGatewayRouteTable",
        "The operation is not allowed because gateway route tables cannot be bound to a vSwitch.",
    ),
    "the route table is one for gateways, and no vSwitch can be bound to it", _SOURCE,
)  # fmt: skip
SYSTEM: Final = Rule(
    "ALI467", "route-table-of-system", "error",
    ApiFault(
        400, "OperationDenied.SwitchToSystemRouteTable",
        "The associated route tables cannot be directly changed to system route tables.",
    ),
    "the route table is the VPC's own: a vSwitch that is bound to no other is in it anyway", _SOURCE,
)  # fmt: skip
BOUND_TO_SAME: Final = Rule(
    "ALI468", "route-table-bound-twice", "error",
    ApiFault(
        404, "Forbidden.VSwitchAlreadyAssociatedRouteTable",
        "The specified virtual switch already associates route table.",
    ),
    "the vSwitch is bound to this route table already", _SOURCE,
)  # fmt: skip
ALREADY_BOUND: Final = Rule(
    "ALI469", "route-table-bound-to-other", "error",
    ApiFault(
        400, "ResourceAlreadyAssociated.RouteTable", "The resource has already associated with a routetable."
    ),
    "the vSwitch is bound to {other} already, and has one route table", _SOURCE,
)  # fmt: skip
GATEWAY_KIND: Final = Rule(
    "ALI461", "gateway-table-kind", "error",
    ApiFault(
        400, "OperationDenied.RouteTableTypeIncorrect",
        "The operation is not allowed because of routeTableType is incorrect.",
    ),
    "the route table is one for vSwitches, and no gateway can be bound to it", _GATEWAY,
)  # fmt: skip
GATEWAY_VPC: Final = Rule(
    "ALI462", "gateway-table-other-vpc", "error",
    ApiFault(
        400, "OperationDenied.GatewayAndTableNotInOneVpc",
        "The operation is not allowed because of GatewayAndTableNotInOneVpc.",
    ),
    "the gateway and the route table are not in one VPC", _GATEWAY,
)  # fmt: skip

GATEWAY_INACTIVE: Final = Rule(
    "ALI464", "gateway-table-inactive-gateway", "error",
    ApiFault(
        400, "OperationDenied.Ipv4GatewayNotActive",
        "The operation is not allowed because of ipv4Gateway [{gateway}] is not active.",
    ),
    "the gateway {gateway} is not activated, and only one that is can have a route table", _GATEWAY,
)  # fmt: skip
GATEWAY_BOUND: Final = Rule(
    "ALI470", "gateway-table-bound-twice", "error",
    ApiFault(
        400, "ResourceAlreadyAssociated.GatewayRouteTable", "The specified resource {table} is already associated."
    ),
    "the route table {table} is bound to a gateway already", _GATEWAY,
)  # fmt: skip
NO_ROUTES: Final = Rule(
    "ALI463", "route-in-gateway-table", "error",
    ApiFault(
        400, "OperationDenied.RouteTableTypeNotPermitted",
        "The operation is not allowed because the type of route table is not permitted.",
    ),
    "the route table is one for gateways, and takes no routes of its own",
    "CreateRouteEntry and ModifyRouteEntry error codes; route table page",
)  # fmt: skip


def check_binding(
    *, same_vpc: Maybe[bool], associate: Maybe[str | None] = "VSwitch", system: Maybe[bool] = False
) -> Violations:
    """A vSwitch about to be bound to a table.

    Args:
        associate: what the table is for, VSwitch or Gateway.
        system: whether it is the VPC's own table.
    """
    if same_vpc is False:
        yield OTHER_VPC.broken("route_table_id")
    elif associate == "Gateway":
        yield OF_GATEWAY.broken("route_table_id")
    elif system is True:
        yield SYSTEM.broken("route_table_id")


def check_bound(*, same: Maybe[bool], bound: Maybe[str | None]) -> Violations:
    """What the vSwitch is bound to already.

    Args:
        same: whether that is the table that it is to be bound to.
        bound: the custom table, None where it is in the system's.
    """
    if bound is UNKNOWN or bound is None or same is UNKNOWN:
        return
    if same:
        yield BOUND_TO_SAME.broken("vswitch_id")
    else:
        yield ALREADY_BOUND.broken("vswitch_id", other=bound)


def check_gateway_table(associate: Maybe[str | None]) -> Violations:
    """What a table must be that a gateway is bound to: None is the kind of a table without one written."""
    if associate is not UNKNOWN and associate != "Gateway":
        yield GATEWAY_KIND.broken("route_table_id")


def check_gateway_vpc(*, same_vpc: Maybe[bool]) -> Violations:
    """A gateway about to be bound to a table."""
    if same_vpc is False:
        yield GATEWAY_VPC.broken("route_table_id")


def check_gateway_active(gateway: str, *, enabled: Maybe[bool]) -> Violations:
    """A gateway about to be bound to a table."""
    if enabled is False:
        yield GATEWAY_INACTIVE.broken("ipv4_gateway_id", gateway=gateway)


def check_gateway_bound(table: str, *, bound: Maybe[bool]) -> Violations:
    """A table about to be bound to a gateway; ``bound`` tells whether it is bound to one already."""
    if bound is True:
        yield GATEWAY_BOUND.broken("route_table_id", table=table)


def check_takes_routes(associate: Maybe[str | None]) -> Violations:
    """The kind of a table that a custom route is about to be in."""
    if associate == "Gateway":
        yield NO_ROUTES.broken("route_table_id")
