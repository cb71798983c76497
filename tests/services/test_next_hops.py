"""Next hops that are taken, routes whose next hop changes, and what becomes of system routes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.services.nis.test_checklist import Pair, decisive, pair, reach
from tests.support.lab import Json, Net
from tests.support.services import resources
from tests.support.services.next_hops import MAKE, interface_with_ipv6
from tests.support.services.provoke import with_ipv6


def routes(net: Net, table: str, **params: object) -> list[Json]:
    listed = net.lab.call("DescribeRouteEntryList", {"RouteTableId": table, **params})
    entries: list[Json] = listed["RouteEntrys"]["RouteEntry"]
    return entries


def hop_of(route: Json) -> tuple[str, str]:
    (hop,) = route["NextHops"]["NextHop"]
    return hop["NextHopType"], hop["NextHopId"]


@pytest.mark.parametrize("type", MAKE)
def test_a_next_hop_of_the_table_s_vpc_is_taken(net: Net, type: str) -> None:
    id = MAKE[type](net)
    net.lab.route(net.custom, "192.168.9.0/24", id, NextHopType=type)
    (route,) = routes(net, net.custom, RouteEntryType="Custom")
    assert hop_of(route) == (type, id)


def test_a_stopped_instance_is_taken(net: Net) -> None:
    net.lab.route(net.custom, "192.168.9.0/24", resources.stopped(net))


def test_an_interface_with_one_ipv6_address_carries_ipv6(net: Net) -> None:
    id = interface_with_ipv6(net, 1)
    net.lab.route(net.custom, "2001:db8::/32", id, NextHopType="NetworkInterface")


@pytest.mark.parametrize("type", ["HaVip", "NatGateway", "VpnGateway", "RouterInterface", "Attachment", "Ecr"])
def test_next_hops_that_are_not_emulated_are_accepted_by_their_id_form(net: Net, type: str) -> None:
    ids = {"HaVip": "havip-1", "NatGateway": "ngw-1", "VpnGateway": "vpn-1", "RouterInterface": "ri-1",
           "Attachment": "tr-attach-1", "Ecr": "ecr-assoc-1"}  # fmt: skip
    net.lab.route(net.custom, "192.168.9.0/24", ids[type], NextHopType=type)


def test_a_batch_says_which_next_hops_are_refused(net: Net) -> None:
    members = [
        {"RouteTableId": net.custom, "DstCidrBlock": f"192.168.{number}.0/24", "NextHop": id, "NextHopType": type}
        for number, (type, id) in enumerate([("Instance", "i-1"), ("NetworkInterface", resources.interface(net))])
    ]
    reply = net.lab.call("CreateRouteEntries", RouteEntries=members)
    assert [entry["FailedCode"] for entry in reply["FailedRouteEntries"]] == ["InvalidInstanId.NotFound"]
    assert reply["SuccessCount"] == 1


def test_a_next_hop_changes_in_place(net: Net) -> None:
    """The provider's acceptance test of alicloud_vpc_route_entry goes from an IPv4 gateway to a HaVip."""
    id = net.lab.route(net.custom, "1.1.1.1/32", resources.gateway(net), NextHopType="Ipv4Gateway")
    for type, hop in (("HaVip", "havip-1"), ("Instance", resources.instance(net)), ("VpcPeer", net.pcc)):
        net.lab.call(
            "ModifyRouteEntry", RouteTableId=net.custom, DestinationCidrBlock="1.1.1.1/32", RouteEntryName=type,
            NewNextHopType=type, NewNextHopId=hop,
        )  # fmt: skip
        (route,) = routes(net, net.custom, RouteEntryType="Custom")
        assert (route["RouteEntryId"], route["RouteEntryName"], hop_of(route)) == (id, type, (type, hop))


def test_a_changed_next_hop_carries_the_destination_s_ip_version(net: Net) -> None:
    with_ipv6(net)
    id = net.lab.route(net.custom, "2001:db8::/32", net.pcc)
    parameters = {"RouteEntryId": id, "NewNextHopType": "NatGateway", "NewNextHopId": "ngw-1"}
    assert net.lab.code("ModifyRouteEntry", parameters) == "OperationFailed.NotSupportIPV6"


def test_a_changed_next_hop_counts_against_its_type_s_quota(net: Net) -> None:
    net.lab.quota(vpc_quota_havip_custom_route_entry=1)
    net.lab.route(net.custom, "192.168.8.0/24", "havip-1", NextHopType="HaVip")
    id = net.lab.route(net.custom, "192.168.9.0/24", "ngw-1", NextHopType="NatGateway")
    parameters = {"RouteEntryId": id, "NewNextHopType": "HaVip", "NewNextHopId": "havip-2"}
    assert net.lab.code("ModifyRouteEntry", parameters) == "CountLimitExceed.HaVipRouteEntry"


def own(net: Net) -> Json:
    """The system route to the vSwitch, in the custom table."""
    (route,) = routes(net, net.custom, DestinationCidrBlock="10.0.1.0/24")
    return route


def change(net: Net) -> str:
    """The system route of the custom table leads to an instance."""
    id = resources.instance(net)
    net.lab.call("ModifyRouteEntry", RouteEntryId=own(net)["RouteEntryId"], NewNextHopType="Instance", NewNextHopId=id)
    return id


def test_a_system_route_of_a_custom_table_becomes_custom(net: Net) -> None:
    before = own(net)
    id = change(net)
    after = own(net)
    assert (before["Type"], after["Type"]) == ("System", "Custom")
    assert after["RouteEntryId"] == before["RouteEntryId"]
    assert hop_of(after) == ("Instance", id)
    assert len(routes(net, net.custom)) == 2  # and 100.64.0.0/10


def by_deletion(net: Net) -> None:
    net.lab.call("DeleteRouteEntry", RouteEntryId=own(net)["RouteEntryId"])


def by_local(net: Net) -> None:
    net.lab.call("ModifyRouteEntry", RouteEntryId=own(net)["RouteEntryId"], NewNextHopType="Local")


@pytest.mark.parametrize("back", [by_deletion, by_local])
def test_a_changed_system_route_can_be_restored(net: Net, back: Callable[[Net], None]) -> None:
    before = own(net)
    change(net)
    back(net)
    assert own(net) == before


def test_a_changed_system_route_is_deleted_with_its_vswitch(net: Net) -> None:
    other = net.lab.vswitch(net.vpc, "10.0.9.0/24")
    net.lab.call(
        "ModifyRouteEntry", RouteTableId=net.custom, DestinationCidrBlock="10.0.9.0/24", NewNextHopType="Instance",
        NewNextHopId=resources.instance(net),
    )  # fmt: skip
    net.lab.call("DeleteVSwitch", VSwitchId=other)
    assert routes(net, net.custom, DestinationCidrBlock="10.0.9.0/24") == []
    net.lab.call("DeleteRouteTable", RouteTableId=net.custom)  # has no custom route


def test_packets_follow_a_changed_system_route(net: Net) -> None:
    """Between two vSwitches of one VPC; within one nothing asks a route table."""
    lab = net.lab
    left, right = lab.vswitch(net.vpc, "10.0.8.0/24"), lab.vswitch(net.vpc, "10.0.9.0/24")
    lab.call("AssociateRouteTable", RouteTableId=net.custom, VSwitchId=left)
    made_pair = Pair(lab, {"id": left}, {"id": right}, net.pcc)
    assert reach(made_pair)["reachable"]
    for block in ("10.0.8.0/24", "10.0.9.0/24"):
        lab.call(
            "ModifyRouteEntry", RouteTableId=net.custom, DestinationCidrBlock=block, NewNextHopType="Instance",
            NewNextHopId=resources.instance(net),
        )  # fmt: skip
    answer = reach(made_pair)
    assert decisive(answer) == ("there", "wrong-next-hop")
    assert "leads to Instance" in answer["there"]["why"]
    assert reach(Pair(lab, {"id": left}, {"id": left}, net.pcc))["reachable"]


def test_a_nat_gateway_takes_public_blocks_first(net: Net) -> None:
    """VPC peering help page: Internet access through a NAT gateway counts like a public address."""
    peers = pair(net.lab, blocks=("10.20.0.0/16", "30.0.0.0/16"))
    assert reach(peers)["reachable"]
    net.lab.route(peers.left["RouteTableId"], "0.0.0.0/0", "ngw-1", NextHopType="NatGateway")
    answer = reach(peers)
    assert decisive(answer) == ("there", "internet-first")
    assert "ngw-1" in answer["there"]["why"]
    gateway = net.lab.call("CreateIpv4Gateway", VpcId=peers.left["VpcId"])["Ipv4GatewayId"]
    net.lab.call("EnableVpcIpv4Gateway", Ipv4GatewayId=gateway)
    assert reach(peers)["reachable"]


@pytest.mark.parametrize("block", ["10.21.0.0/16", "172.20.0.0/16"])
def test_private_blocks_pass_a_nat_gateway_by(net: Net, block: str) -> None:
    peers = pair(net.lab, blocks=("10.20.0.0/16", block))
    net.lab.route(peers.left["RouteTableId"], "0.0.0.0/0", "ngw-1", NextHopType="NatGateway")
    assert reach(peers)["reachable"]
