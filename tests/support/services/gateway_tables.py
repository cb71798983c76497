"""Gateway route tables: operations and errors of binding them to IPv4 gateways."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.lab import Net
from tests.support.services.cases import Params
from tests.support.services.operations_access import afterwards, case
from tests.support.services.provoke import Provoked, Request, gateway_table, second_table, slowly
from tests.support.services.resources import gateway
from tfmock.rulebook import table_bindings
from tfmock.services.vpc import errors as vpc


def active(net: Net) -> str:
    id = gateway(net)
    net.lab.call("EnableVpcIpv4Gateway", Ipv4GatewayId=id)
    return id


def free(net: Net, **more: object) -> Params:
    """An active gateway and a gateway table of its VPC."""
    return {"GatewayId": active(net), "RouteTableId": gateway_table(net), **more}


def bound(net: Net) -> Params:
    both = free(net)
    net.lab.call("AssociateRouteTableWithGateway", both)
    return both


def associate(params: Callable[[Net], Params]) -> Callable[[Net], Request]:
    return lambda net: ("AssociateRouteTableWithGateway", params(net))


def elsewhere(net: Net) -> str:
    """A gateway table of another VPC."""
    reply = net.lab.call("CreateRouteTable", VpcId=net.vpc2, AssociateType="Gateway")
    return str(reply["RouteTableId"])


def table_of(net: Net) -> str:
    """The table that is bound to the VPC's gateway."""
    return str(net.lab.call("GetIpv4GatewayAttribute", Ipv4GatewayId=gateway(net))["Ipv4GatewayRouteTableId"])


def busy_table(net: Net) -> Request:
    net.lab.slow(RouteTable_Pending=60)
    return "AssociateRouteTableWithGateway", free(net)


GATEWAY_TABLE_CASES = (
    case("Vpc.AssociateRouteTableWithGateway", free,
         lambda net, reply: (net.lab.call("DescribeRouteTableList", VpcId=net.vpc)["RouterTableList"]
                             ["RouterTableListType"][-1]["GatewayIds"], {"GatewayIds": [gateway(net)]}),
         "OperationDenied.Ipv4GatewayNotActive",
         lambda net: {"GatewayId": gateway(net), "RouteTableId": gateway_table(net)}),
    case("Vpc.DissociateRouteTableFromGateway", bound,
         afterwards("GetIpv4GatewayAttribute", "Ipv4GatewayRouteTableId", "", Ipv4GatewayId="{gateway}"),
         "OperationFailed.NotExistAssociateRelation", free),
)  # fmt: skip

GATEWAY_TABLE_ERRORS = (
    Provoked(table_bindings.GATEWAY_INACTIVE, associate(
        lambda net: {"GatewayId": gateway(net), "RouteTableId": gateway_table(net)}),
        lambda net: {"gateway": gateway(net)}),
    Provoked(vpc.IPV4_GATEWAY_STATUS, slowly(
        "Ipv4Gateway_Activating", lambda net: ("EnableVpcIpv4Gateway", {"Ipv4GatewayId": gateway(net)}),
        associate(lambda net: {"GatewayId": gateway(net), "RouteTableId": gateway_table(net)})),
        lambda net: {"id": gateway(net)}),
    Provoked(vpc.GATEWAY_TYPE, associate(lambda net: free(net, GatewayType="Ipv6Gateway"))),
    Provoked(vpc.GATEWAY_TABLE_NOT_FOUND, associate(lambda net: {**free(net), "RouteTableId": "vtb-x"})),
    Provoked(table_bindings.GATEWAY_KIND, associate(lambda net: {**free(net), "RouteTableId": second_table(net)})),
    Provoked(table_bindings.GATEWAY_VPC, associate(lambda net: {**free(net), "RouteTableId": elsewhere(net)})),
    Provoked(vpc.GATEWAY_TABLE_STATUS, busy_table),
    Provoked(table_bindings.GATEWAY_BOUND, associate(bound), lambda net: {"table": table_of(net)}),
    Provoked(vpc.GATEWAY_TABLE_NOT_BOUND, lambda net: ("DissociateRouteTableFromGateway", free(net))),
    Provoked(vpc.ROUTE_TABLE_HAS_GATEWAY, lambda net: (
        "DeleteRouteTable", {"RouteTableId": bound(net)["RouteTableId"]})),
    Provoked(vpc.IPV4_GATEWAY_BOUND, lambda net: (
        "DeleteIpv4Gateway", {"Ipv4GatewayId": bound(net)["GatewayId"]}), lambda net: {"id": gateway(net)}),
)  # fmt: skip
