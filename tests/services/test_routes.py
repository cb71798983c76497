"""Route entries: lists, filters and pieces; many at once; how a destination is written."""

from __future__ import annotations

import pytest

from tests.support.lab import BOB, Net, flatten

LIST = "DescribeRouteEntryList"


def destinations(net: Net, **params: object) -> list[str]:
    listed = net.lab.call(LIST, {"RouteTableId": net.table, **params})
    return [route["DestinationCidrBlock"] for route in listed["RouteEntrys"]["RouteEntry"]]


SYSTEM = ["10.0.1.0/24", "100.64.0.0/10"]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, {*SYSTEM, "192.168.0.0/24"}),
        ({"RouteEntryType": "System"}, set(SYSTEM)),
        ({"RouteEntryType": "Custom"}, {"192.168.0.0/24"}),
        ({"RouteEntryType": "BGP"}, set()),
        ({"DestinationCidrBlock": "192.168.0.0/24"}, {"192.168.0.0/24"}),
        ({"DestCidrBlockList": ["192.168.0.0/24", "10.0.1.0/24"]}, {"192.168.0.0/24", "10.0.1.0/24"}),
        ({"NextHopType": "VpcPeer"}, {"192.168.0.0/24"}),
        ({"NextHopType": "local"}, set(SYSTEM)),
        ({"IpVersion": "ipv6"}, set()),
        ({"RouteEntryName": "nobody"}, set()),
    ],
)
def test_filters(net: Net, params: dict[str, object], expected: set[str]) -> None:
    assert set(destinations(net, **params)) == expected


@pytest.mark.parametrize(
    ("type", "expected"),
    [("", {*SYSTEM, "192.168.0.0/24"}), ("System", set(SYSTEM)), ("Custom", {"192.168.0.0/24"}), ("BGP", set())],
)
def test_whole_tables_show_routes_of_one_type(net: Net, type: str, expected: set[str]) -> None:
    reply = net.lab.call("DescribeRouteTables", RouteTableId=net.table, Type=type)
    [table] = reply["RouteTables"]["RouteTable"]  # the table is there, whatever is in it
    assert {route["DestinationCidrBlock"] for route in table["RouteEntrys"]["RouteEntry"]} == expected
    assert {route["Type"] for route in table["RouteEntrys"]["RouteEntry"]} <= ({type} if type else {"System", "Custom"})


def test_pages_together_are_the_whole_list(net: Net) -> None:
    for number in range(1, 8):
        net.lab.route(net.table, f"192.168.{number}.0/24", net.pcc)
    whole, seen, token = destinations(net), [], ""
    while True:
        reply = net.lab.call(LIST, RouteTableId=net.table, MaxResult=3, NextToken=token)
        piece = reply["RouteEntrys"]["RouteEntry"]
        assert len(piece) <= 3
        seen += [route["DestinationCidrBlock"] for route in piece]
        token = reply["NextToken"]
        if not token:
            break
    assert seen == whole
    assert len(whole) == 10


@pytest.mark.parametrize("token", ["-1", "0x1", "1_0", " 1", "g", "1" * 9, "\u0661"])
def test_tokens_of_another_list_are_refused(net: Net, token: str) -> None:
    assert net.lab.code(LIST, RouteTableId=net.table, NextToken=token) == "IllegalParam.NextToken"


def test_a_vswitch_brings_its_system_route_to_every_table(net: Net) -> None:
    net.lab.vswitch(net.vpc, "10.0.9.0/24")
    for table in (net.table, net.custom):
        assert "10.0.9.0/24" in destinations(net, RouteTableId=table, RouteEntryType="System")


def test_an_address_is_a_block_of_one(net: Net) -> None:
    net.lab.route(net.custom, "10.1.0.7", net.pcc)
    assert destinations(net, RouteTableId=net.custom, RouteEntryType="Custom") == ["10.1.0.7/32"]
    again = {"RouteTableId": net.custom, "NextHopId": net.pcc, "NextHopType": "VpcPeer"}
    assert net.lab.code("CreateRouteEntry", again, DestinationCidrBlock="10.1.0.7/32") == "InvalidCIDRBlock.Duplicate"
    net.lab.call("DeleteRouteEntry", RouteTableId=net.custom, DestinationCidrBlock="10.1.0.7", NextHopId=net.pcc)
    assert destinations(net, RouteTableId=net.custom, RouteEntryType="Custom") == []


def test_a_batch_succeeds_and_fails_by_member(net: Net) -> None:
    lab = net.lab

    def member(block: str, **changed: object) -> dict[str, object]:
        return {
            "RouteTableId": net.custom,
            "DstCidrBlock": block,
            "NextHop": net.pcc,
            "NextHopType": "VpcPeer",
            **changed,
        }

    members = [member("10.1.0.0/24"), member("x"), member("10.1.0.0/24"), member("10.1.1.0/24", RouteTableId="vtb-x")]
    reply = lab.call("CreateRouteEntries", RouteEntries=members)
    assert (reply["SuccessCount"], reply["FailedCount"], len(reply["RouteEntryIds"])) == (1, 3, 1)
    assert [failed["FailedCode"] for failed in reply["FailedRouteEntries"]] == [
        "InvalidCidrBlock.Malformed", "InvalidCIDRBlock.Duplicate", "InvalidRouteTableId.NotFound",
    ]  # fmt: skip
    gone = lab.call("DeleteRouteEntries", RouteEntries=[member("10.1.0.0/24"), member("10.9.0.0/24")])
    assert (gone["SuccessCount"], gone["FailedCount"]) == (1, 1)
    assert gone["FailedRouteEntries"][0]["FailedCode"] == "InvalidRouteEntry.NotFound"


BATCHED = {"RouteTableId": "vtb-1", "DstCidrBlock": "10.1.0.0/24", "NextHop": "pcc-1", "NextHopType": "VpcPeer"}
PUBLISHED = {"RouteTableId": "vtb-1", "DestinationCidrBlock": "10.1.0.0/24"}


@pytest.mark.parametrize(
    ("action", "good", "missing"),
    [
        ("CreateRouteEntries", {"RouteEntries": [BATCHED]}, "RouteEntries"),
        *(("CreateRouteEntries", {"RouteEntries": [BATCHED, BATCHED]}, f"RouteEntries.2.{name}") for name in BATCHED),
        *(("DeleteRouteEntries", {"RouteEntries": [BATCHED, BATCHED]}, f"RouteEntries.2.{name}")
          for name in ("RouteTableId", "DstCidrBlock", "NextHop")),
        *(("ListVpcPublishedRouteEntries", {"RouteTableId": "vtb-1", "TargetType": "ECR"}, name)
          for name in ("RouteTableId", "TargetType")),
        *((verb, {"TargetType": "ECR", "TargetInstanceId": "ecr-1", "RouteEntries": [PUBLISHED]}, name)
          for verb in ("PublishVpcRouteEntries", "WithdrawVpcPublishedRouteEntries")
          for name in ("TargetType", "TargetInstanceId", "RouteEntries.1.RouteTableId",
                       "RouteEntries.1.DestinationCidrBlock")),
    ],
)  # fmt: skip
def test_required_parameters(net: Net, action: str, good: dict[str, object], missing: str) -> None:
    left = {name: value for name, value in flatten(good).items() if not f"{name}.".startswith(f"{missing}.")}
    refused = net.lab.refusal(action, left)
    assert (refused.status, refused.code) == (400, f"Missing{missing}")
    assert refused.message == f"{missing} is mandatory for this action."


def test_a_batch_gives_names_and_descriptions(net: Net) -> None:
    parameters = {**BATCHED, "RouteTableId": net.custom, "NextHop": net.pcc, "Name": "back", "Description": "to two"}
    net.lab.call("CreateRouteEntries", RouteEntries=[parameters])
    [route] = net.lab.call(LIST, RouteTableId=net.custom, RouteEntryName="back")["RouteEntrys"]["RouteEntry"]
    assert route["Description"] == "to two"


def test_routes_of_one_party_are_hidden_from_the_other(net: Net) -> None:
    assert net.lab.code("DeleteRouteEntry", RouteEntryId=net.route, by=BOB) == "InvalidRouteEntryId.NotFound"
    assert net.lab.code(LIST, RouteTableId=net.table, by=BOB) == "InvalidRouteTable.NotFound"
    assert net.lab.call("DescribeRouteTables", RouteTableId=net.table, by=BOB)["RouteTables"]["RouteTable"] == []
