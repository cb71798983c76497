"""Requests that meet a error: building blocks for the tables of errors and rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.lab import ALICE, BEIJING, BOB, Net
from tfmock.protocol.errors import ErrorTemplate
from tfmock.rulebook.rule import Rule

#: Action and parameters; the resources that it needs are created first.
Request = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class Provoked:
    """A error and the request that meets it.

    Attributes:
        request: prepares the world and gives the request.
        facts: what fills the message's blanks.
    """

    error: ErrorTemplate | Rule
    request: Callable[[Net], Request]
    facts: Callable[[Net], Mapping[str, object]] = lambda net: {}
    by: str = ALICE
    id: str = ""

    def expected(self, net: Net) -> tuple[int, str, str]:
        api = self.error.api_error if isinstance(self.error, Rule) else self.error
        assert api is not None
        facts = dict(self.facts(net))
        return api.status, api.code.format_map(facts), api.message.format_map(facts)


LONG = "x" * 129
LONGER = "x" * 257
ZONE = "cn-hangzhou-b"
TAGS_21 = [{"Key": f"k{n}", "Value": ""} for n in range(21)]
TAG = {"Key": "k", "Value": "v"}
ROLE = {"RoleArn": f"acs:ram::{BOB}:role/peer", "RoleSessionName": "me"}


def route(net: Net, **changed: object) -> Request:
    """A good route in ``custom``, changed."""
    good = {
        "RouteTableId": net.custom,
        "DestinationCidrBlock": "10.1.0.0/16",
        "NextHopId": net.pcc,
        "NextHopType": "VpcPeer",
    }
    return "CreateRouteEntry", {name: value for name, value in {**good, **changed}.items() if value is not None}


def hops(*members: Mapping[str, object], **changed: object) -> Callable[[Net], Request]:
    """A route with a list of next hops."""
    return lambda net: route(net, NextHopId=None, NextHopType=None, NextHopList=list(members), **changed)


def ri(number: int, **more: object) -> Mapping[str, object]:
    return {"NextHopId": f"ri-{number}", "NextHopType": "RouterInterface", "Weight": 100, **more}


def connect(net: Net, **changed: object) -> Request:
    """A good new connection from ``vpc2`` to a new VPC in Beijing, changed."""
    far = net.lab.vpc("10.7.0.0/16", region=BEIJING)["VpcId"]
    good = {"VpcId": net.vpc2, "AcceptingAliUid": ALICE, "AcceptingRegionId": BEIJING, "AcceptingVpcId": far}
    return "VpcPeer.CreateVpcPeerConnection", {**good, **changed}


def connecting(**changed: object) -> Callable[[Net], Request]:
    return lambda net: connect(net, **changed)


def vswitch(net: Net, block: str, **changed: object) -> Request:
    return "CreateVSwitch", {"VpcId": net.vpc, "CidrBlock": block, "ZoneId": ZONE, **changed}


def new_vpc(**params: object) -> Callable[[Net], Request]:
    return lambda net: ("CreateVpc", params)


def act(action: str, **params: Any) -> Callable[[Net], Request]:
    """A fixed request; values that are callables get the net."""
    return lambda net: (action, {name: value(net) if callable(value) else value for name, value in params.items()})


def after(step: Callable[[Net], object], request: Callable[[Net], Request]) -> Callable[[Net], Request]:
    """Do something first."""

    def both(net: Net) -> Request:
        step(net)
        return request(net)

    return both


def slowly(state: str, step: Callable[[Net], Request], request: Callable[[Net], Request]) -> Callable[[Net], Request]:
    """Under a profile in which ``state`` lasts."""

    def both(net: Net) -> Request:
        action, params = step(net)
        net.lab.slow(**{state: 60})
        net.lab.call(action, params)
        return request(net)

    return both


def pending_vpc(then: Callable[[Net, str], Request]) -> Callable[[Net], Request]:
    """A VPC that is still Pending."""

    def both(net: Net) -> Request:
        net.lab.slow(Vpc_Pending=60)
        return then(net, str(net.lab.vpc("10.6.0.0/16")["VpcId"]))

    return both


def quota(request: Callable[[Net], Request], **limits: int) -> Callable[[Net], Request]:
    def both(net: Net) -> Request:
        parameters = request(net)
        net.lab.quota(**limits)
        return parameters

    return both


def with_ipv6(net: Net) -> object:
    return net.lab.call("ModifyVpcAttribute", VpcId=net.vpc, EnableIPv6=True)


def bind(net: Net) -> object:
    return net.lab.call("AssociateRouteTable", RouteTableId=net.custom, VSwitchId=net.vsw)


def secondary(net: Net, block: str = "172.16.0.0/16") -> object:
    return net.lab.call("AssociateVpcCidrBlock", VpcId=net.vpc, SecondaryCidrBlock=block)


def gateway_table(net: Net) -> str:
    reply = net.lab.call("CreateRouteTable", VpcId=net.vpc, AssociateType="Gateway")
    return str(reply["RouteTableId"])


def second_table(net: Net) -> str:
    return str(net.lab.call("CreateRouteTable", VpcId=net.vpc)["RouteTableId"])


def pending_table(net: Net) -> str:
    net.lab.slow(RouteTable_Pending=60)
    return second_table(net)


def pending_vswitch(net: Net) -> str:
    net.lab.slow(VSwitch_Pending=60)
    return net.lab.vswitch(net.vpc, "10.0.9.0/24")


def deleting_table(net: Net) -> str:
    net.lab.slow(RouteTable_Deleting=60)
    table = second_table(net)
    net.lab.call("DeleteRouteTable", RouteTableId=table)
    return table


def havip(net: Net) -> Request:
    net.lab.route(net.custom, "192.168.1.0/24", "havip-1", NextHopType="HaVip")
    return route(net, NextHopId="havip-2", NextHopType="HaVip")


def nat(net: Net) -> str:
    return net.lab.route(net.custom, "192.168.1.0/24", "ngw-1", NextHopType="NatGateway")


def vpc_id(net: Net) -> str:
    return net.vpc


def custom(net: Net) -> str:
    return net.custom


def table(net: Net) -> str:
    return net.table


def vsw(net: Net) -> str:
    return net.vsw


def pcc(net: Net) -> str:
    return net.pcc


def waiting(net: Net) -> str:
    return net.waiting


def route_id(net: Net) -> str:
    return net.route


def of_pcc(net: Net) -> Mapping[str, object]:
    return {"id": net.pcc, "connection": net.pcc}


def last_vpc(net: Net, region: str) -> str:
    return str(net.lab.call("DescribeVpcs", RegionId=region)["Vpcs"]["Vpc"][-1]["VpcId"])


def ipv6_of(net: Net) -> str:
    """The IPv6 block of a fresh vSwitch."""
    id = net.lab.vswitch(net.vpc, "10.0.9.0/24", Ipv6CidrBlock=1)
    return str(net.lab.call("DescribeVSwitchAttributes", VSwitchId=id)["Ipv6CidrBlock"])
