"""ListVpcPeerConnections: every filter, and paging by token; list of tags likewise."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.support.lab import ALICE, BEIJING, BOB, HANGZHOU, Lab, Net

LIST = "VpcPeer.ListVpcPeerConnections"


def ids(lab: Lab, params: Mapping[str, object], by: str = ALICE) -> list[str]:
    return [item["InstanceId"] for item in lab.call(LIST, params, by=by)["VpcPeerConnects"]]


@pytest.fixture
def far(net: Net) -> str:
    """A third connection: named, tagged, in a group, to Beijing."""
    beijing = net.lab.vpc("10.7.0.0/16", region=BEIJING)["VpcId"]
    return net.lab.peer(
        net.vpc2, beijing, AcceptingRegionId=BEIJING, Name="far", ResourceGroupId=net.group,
        Tag=[{"Key": "team", "Value": "net"}, {"Key": "stage", "Value": ""}],
    )  # fmt: skip


Wanted = Callable[[Net, str], list[str]]

FILTERS: dict[str, tuple[Callable[[Net, str], Mapping[str, object]], Wanted]] = {
    "nothing": (lambda net, far: {}, lambda net, far: [net.pcc, net.waiting, far]),
    "instance": (lambda net, far: {"InstanceId": far}, lambda net, far: [far]),
    "unknown instance": (lambda net, far: {"InstanceId": "pcc-x"}, lambda net, far: []),
    "requester vpc": (lambda net, far: {"VpcId": net.vpc}, lambda net, far: [net.pcc, net.waiting]),
    "either end": (lambda net, far: {"VpcId": net.vpc2}, lambda net, far: [net.pcc, far]),
    "pair": (lambda net, far: {"VpcId": f"{net.vpc},{net.vpc2}"}, lambda net, far: [net.pcc]),
    "pair, turned": (lambda net, far: {"VpcId": f"{net.vpc2},{net.vpc}"}, lambda net, far: [net.pcc]),
    "pair, as a list": (lambda net, far: {"VpcId": [net.vpc2, net.vpc]}, lambda net, far: [net.pcc]),
    "no such pair": (lambda net, far: {"VpcId": f"{net.vpc2},{net.bobs}"}, lambda net, far: []),
    "name": (lambda net, far: {"Name": "far"}, lambda net, far: [far]),
    "part of a name": (lambda net, far: {"Name": "fa"}, lambda net, far: []),
    "group": (lambda net, far: {"ResourceGroupId": net.group}, lambda net, far: [far]),
    "tag": (lambda net, far: {"Tags": [{"Key": "team", "Value": "net"}]}, lambda net, far: [far]),
    "tag key": (lambda net, far: {"Tags": [{"Key": "team"}]}, lambda net, far: [far]),
    "two tags": (lambda net, far: {"Tags": [{"Key": "team"}, {"Key": "stage"}]}, lambda net, far: [far]),
    "tag of other value": (lambda net, far: {"Tags": [{"Key": "team", "Value": "x"}]}, lambda net, far: []),
    "one of two tags": (lambda net, far: {"Tags": [{"Key": "team"}, {"Key": "x"}]}, lambda net, far: []),
    "region of the other end": (lambda net, far: {"RegionId": BEIJING}, lambda net, far: [far]),
    "other region": (lambda net, far: {"RegionId": "cn-shanghai"}, lambda net, far: []),
    "filters together": (lambda net, far: {"VpcId": net.vpc2, "Name": "far"}, lambda net, far: [far]),
}  # fmt: skip


@pytest.mark.parametrize("case", FILTERS)
def test_filter(net: Net, far: str, case: str) -> None:
    params, expected = FILTERS[case]
    assert ids(net.lab, params(net, far)) == expected(net, far)


def test_the_accepter_lists_in_its_own_region(net: Net) -> None:
    lab = net.lab
    bobs = lab.vpc("10.9.0.0/16", by=BOB, region=BEIJING)["VpcId"]
    id = lab.peer(net.vpc2, bobs, to=BOB, AcceptingRegionId=BEIJING)
    assert ids(lab, {"RegionId": BEIJING}, by=BOB) == [id]
    assert ids(lab, {"RegionId": HANGZHOU}, by=BOB) == [net.waiting]
    assert ids(lab, {"RegionId": BEIJING}) == []


def test_tokens_page_through_the_whole_list(net: Net, far: str) -> None:
    everything, token, seen = [net.pcc, net.waiting, far], "", []
    for left in (2, 1, 0):
        reply = net.lab.call(LIST, MaxResults=1, NextToken=token)
        seen += [item["InstanceId"] for item in reply["VpcPeerConnects"]]
        token = reply["NextToken"]
        assert (bool(token), reply["TotalCount"], reply["MaxResults"]) == (left > 0, 3, 1)
    assert seen == everything


def test_a_token_survives_changes_in_between(net: Net, far: str) -> None:
    lab = net.lab
    first = lab.call(LIST, MaxResults=1)
    lab.call("VpcPeer.DeleteVpcPeerConnection", InstanceId=net.pcc, Force=True)
    extra = lab.peer(net.vpc2, lab.vpc("10.6.0.0/16")["VpcId"])
    rest = lab.call(LIST, MaxResults=100, NextToken=first["NextToken"])
    assert [item["InstanceId"] for item in rest["VpcPeerConnects"]] == [net.waiting, far, extra]


@pytest.mark.parametrize("size", [0, -1, 101, 10**9])
def test_sizes_out_of_range_are_refused(lab: Lab, size: int) -> None:
    assert lab.code(LIST, MaxResults=size) == "IllegalParam.MaxResults"


@pytest.mark.parametrize(
    "token", ["x", "====", "YWZ0ZXI6", "YWZ0ZXI6LTE", "\u00e9", "YWZ0ZXI6OTk5OTk5OTk5OTk5OTk5OTk5"]
)
def test_tokens_of_another_list_are_refused(lab: Lab, token: str) -> None:
    assert lab.code(LIST, NextToken=token) == "IllegalParam.NextToken"


def test_empty_list_has_all_fields(lab: Lab) -> None:
    reply = lab.call(LIST)
    del reply["RequestId"]
    assert reply == {"TotalCount": 0, "MaxResults": 20, "NextToken": "", "VpcPeerConnects": []}


def test_numbered_pages(lab: Lab) -> None:
    vpcs = [lab.vpc()["VpcId"] for _ in range(5)]
    seen: list[str] = []
    for number in (1, 2, 3):
        reply = lab.call("DescribeVpcs", PageNumber=number, PageSize=2)
        assert (reply["PageNumber"], reply["PageSize"], reply["TotalCount"]) == (number, 2, 5)
        seen += [vpc["VpcId"] for vpc in reply["Vpcs"]["Vpc"]]
    assert seen == vpcs
    assert lab.call("DescribeVpcs", PageNumber=4, PageSize=2)["Vpcs"]["Vpc"] == []
    assert lab.call("DescribeVpcs", PageSize=1000)["PageSize"] == 50


def test_tags_are_listed_in_pieces(net: Net, far: str) -> None:
    lab, kind = net.lab, {"ResourceType": "PeerConnection"}
    for id in (net.pcc, net.waiting):
        lab.call("VpcPeer.TagResources", kind, ResourceId=[id], Tag=[{"Key": "team", "Value": "net"}])
    parameters = {**kind, "Tag": [{"Key": "team"}], "MaxResults": 2}
    first = lab.call("VpcPeer.ListTagResources", parameters)
    second = lab.call("VpcPeer.ListTagResources", parameters, NextToken=first["NextToken"])
    regions = {item["ResourceId"]: item["RegionNo"] for reply in (first, second) for item in reply["TagResources"]}
    assert regions == dict.fromkeys((net.pcc, net.waiting, far), HANGZHOU)
    assert (first["MaxResults"], lab.call("VpcPeer.ListTagResources", kind, Tag=[{"Key": "team"}])["MaxResults"]) == (
        2,
        50,
    )
    assert lab.call("VpcPeer.ListTagResources", parameters, Category="System")["TagResources"] == []
    assert "NextToken" not in second  # an empty one makes the provider loop for ever
