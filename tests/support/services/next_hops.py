"""Next hops of routes: how to provoke each refusal, in CreateRouteEntry and in ModifyRouteEntry."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.lab import BEIJING, BOB, Net
from tests.support.services import resources
from tests.support.services.provoke import Provoked, Request, act, after, gateway_table, nat, route, slowly, with_ipv6
from tfmock.rulebook import nexthop_place, table_bindings
from tfmock.services.ecs import errors
from tfmock.services.vpc import errors as vpc
from tfmock.services.vpc import route_errors

#: Of each type that the mock holds: what makes one in ``vpc``.
MAKE: dict[str, Callable[[Net], str]] = {
    "Instance": resources.instance, "NetworkInterface": resources.interface, "Ipv4Gateway": resources.gateway,
}  # fmt: skip


def to(net: Net, type: str, id: str, **changed: object) -> Request:
    return route(net, NextHopType=type, NextHopId=id, **changed)


def of_other_vpc(type: str) -> Callable[[Net], Request]:
    """A route in the other VPC's table to a next hop of ``vpc``."""
    return lambda net: to(net, type, MAKE[type](net), RouteTableId=net.table2, DestinationCidrBlock="192.168.7.0/24")


def modified(type: str, id: Callable[[Net], str]) -> Callable[[Net], Request]:
    """The route through ``ngw-1`` gets another next hop."""
    return lambda net: (
        "ModifyRouteEntry", {"RouteEntryId": nat(net), "NewNextHopType": type, "NewNextHopId": id(net)},
    )  # fmt: skip


def in_other_vpc(type: str) -> Callable[[Net], Request]:
    """A route of the other VPC is about to lead to a next hop of ``vpc``."""

    def prepare(net: Net) -> Request:
        entry = net.lab.route(net.table2, "192.168.7.0/24", "ngw-1", NextHopType="NatGateway")
        return "ModifyRouteEntry", {
            "RouteEntryId": entry, "NewNextHopType": type, "NewNextHopId": MAKE[type](net),
        }  # fmt: skip

    return prepare


def interface_with_ipv6(net: Net, count: int) -> str:
    with_ipv6(net)
    vswitch = net.lab.vswitch(net.vpc, "10.0.9.0/24", Ipv6CidrBlock=1)
    parameters = {"VSwitchId": vswitch, "SecurityGroupIds": [resources.group(net)], "Ipv6AddressCount": count}
    return str(net.lab.call("Ecs.CreateNetworkInterface", parameters)["NetworkInterfaceId"])


def primary(net: Net) -> Request:
    with_ipv6(net)
    return to(net, "NetworkInterface", resources.primary(net), DestinationCidrBlock="2001:db8::/32")


def elsewhere(net: Net, type: str) -> Request:
    """A next hop of the caller's that is in another region."""
    remote = net.lab.vpc("10.6.0.0/16", region=BEIJING)
    id = MAKE[type](net)
    return "CreateRouteEntry", {
        "RegionId": BEIJING, "RouteTableId": remote["RouteTableId"], "DestinationCidrBlock": "192.168.7.0/24",
        "NextHopType": type, "NextHopId": id,
    }  # fmt: skip


def no_ipv6_gateway(net: Net, id: str = "ipv6gw-1") -> Request:
    with_ipv6(net)
    return to(net, "IPv6Gateway", id, DestinationCidrBlock="::/0")


def other_ipv6_gateway(net: Net) -> Request:
    net.lab.call("ModifyVpcAttribute", VpcId=net.vpc2, EnableIPv6=True)
    return no_ipv6_gateway(net, net.lab.call("CreateIpv6Gateway", VpcId=net.vpc2)["Ipv6GatewayId"])


def gone(net: Net) -> Request:
    id = resources.instance(net)
    net.lab.call("Ecs.DeleteInstance", InstanceId=id, Force=True)
    return to(net, "Instance", id)


NEXT_HOP_ERRORS = (
    Provoked(route_errors.INSTANCE_NOT_FOUND, lambda net: to(net, "Instance", "i-1")),
    Provoked(route_errors.INSTANCE_NOT_FOUND, gone, id="deleted"),
    Provoked(route_errors.INSTANCE_NOT_FOUND, lambda net: elsewhere(net, "Instance"), id="other region"),
    Provoked(
        route_errors.INSTANCE_NOT_FOUND,
        lambda net: to(net, "Instance", resources.instance(net), RouteTableId=net.bobs_table),
        by=BOB, id="somebody else's",
    ),
    Provoked(route_errors.INSTANCE_NOT_FOUND, modified("Instance", lambda net: "i-1"), id="modify"),
    Provoked(
        route_errors.INSTANCE_STATUS,
        after(lambda net: net.lab.slow(Instance_Pending=60), lambda net: to(net, "Instance", resources.instance(net))),
    ),
    Provoked(route_errors.INTERFACE_NOT_FOUND, lambda net: to(net, "NetworkInterface", "eni-1")),
    Provoked(route_errors.INTERFACE_NOT_FOUND, lambda net: elsewhere(net, "NetworkInterface"), id="other region"),
    Provoked(route_errors.INTERFACE_PRIMARY_IPV6, primary),
    Provoked(
        nexthop_place.INTERFACE_MANY_IPV6,
        lambda net: to(
            net, "NetworkInterface", interface_with_ipv6(net, 2), DestinationCidrBlock="2001:db8::/32"
        ),
    ),
    Provoked(route_errors.GATEWAY_NOT_FOUND, lambda net: to(net, "Ipv4Gateway", "ipv4gw-1")),
    Provoked(route_errors.GATEWAY_NOT_FOUND, lambda net: elsewhere(net, "Ipv4Gateway"), id="other region"),
    Provoked(
        route_errors.GATEWAY_STATUS,
        after(
            lambda net: net.lab.slow(Ipv4Gateway_Creating=60),
            lambda net: to(net, "Ipv4Gateway", resources.gateway(net)),
        ),
    ),
    Provoked(route_errors.IPV6_GATEWAY_NOT_FOUND, no_ipv6_gateway),
    Provoked(route_errors.IPV6_GATEWAY_NOT_FOUND, other_ipv6_gateway, id="other VPC"),
    Provoked(route_errors.MODIFY_TYPE, modified("Bridge", lambda net: "br-1")),
    Provoked(route_errors.MODIFY_TYPE, modified("Local", lambda net: "x"), id="not of a system route"),
    Provoked(route_errors.MODIFY_INTERFACE, modified("NetworkInterface", lambda net: "eni-1")),
    Provoked(
        vpc.ROUTE_MODIFY_UNSUPPORTED,
        lambda net: ("ModifyRouteEntry", {
            "RouteTableId": net.table, "DestinationCidrBlock": "10.0.1.0/24", "NewNextHopType": "Instance",
            "NewNextHopId": resources.instance(net)}),
        id="system route of the system table",
    ),
    Provoked(
        vpc.ROUTE_MODIFY_UNSUPPORTED,
        act("ModifyRouteEntry", RouteTableId=lambda net: net.custom, DestinationCidrBlock="10.0.1.0/24",
            NewNextHopType="VpcPeer", NewNextHopId=lambda net: net.pcc),
        id="system route to a peering",
    ),
    Provoked(
        table_bindings.NO_ROUTES,
        lambda net: ("ModifyRouteEntry", {
            "RouteTableId": gateway_table(net), "DestinationCidrBlock": "10.0.1.0/24", "NewNextHopType": "Instance",
            "NewNextHopId": resources.instance(net)}),
        id="modify",
    ),
    Provoked(
        vpc.ROUTE_PENDING,
        slowly("RouteEntry_Modifying", modified("NatGateway", lambda net: "ngw-2"), lambda net: (
            "ModifyRouteEntry", {"RouteTableId": net.custom, "DestinationCidrBlock": "192.168.1.0/24",
                                 "RouteEntryName": "x"})),
        id="modify",
    ),
)  # fmt: skip


def moving(net: Net) -> Request:
    """A stopped instance that a route leads to is about to get another vSwitch."""
    id = resources.stopped(net)
    net.lab.route(net.custom, "192.168.9.0/24", id)
    vswitch = net.lab.vswitch(net.vpc, "10.0.9.0/24")
    return "Ecs.ModifyInstanceVpcAttribute", {"InstanceId": id, "VSwitchId": vswitch}


MOVE_ERRORS = (Provoked(errors.NEXT_HOP, moving),)

PLACE_RULES = tuple(
    Provoked(rule, request(type), id=id)
    for type, rule in nexthop_place.OTHER_VPC.items()
    for request, id in ((of_other_vpc, ""), (in_other_vpc, "modify"))
)
