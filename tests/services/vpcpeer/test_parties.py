"""One connection, two parties: what is shared and what is each one's own; deletion; repeated requests."""

from __future__ import annotations

import pytest

from tests.support.lab import ALICE, BEIJING, BOB, CAROL, HANGZHOU, Json, Lab, Net
from tfmock.rulebook.account_terms import AccountTerms

TAG = [{"Key": "team", "Value": "net"}]


@pytest.fixture
def pair(lab: Lab) -> str:
    """Alice in Hangzhou, Bob in Beijing; Activated."""
    vpc = lab.vpc("10.0.0.0/16", EnableIpv6=True)["VpcId"]
    other = lab.vpc("10.1.0.0/16", by=BOB, region=BEIJING)["VpcId"]
    id = lab.peer(vpc, other, to=BOB, AcceptingRegionId=BEIJING, Name="shared", Description="for both", Tag=TAG)
    lab.call("VpcPeer.AcceptVpcPeerConnection", InstanceId=id, by=BOB, Tag=[{"Key": "mine", "Value": "b"}])
    return id


def test_the_bandwidth_that_is_not_written_has_the_same_quota(lab: Lab) -> None:
    vpc, other = lab.vpc("10.0.0.0/16")["VpcId"], lab.vpc("10.1.0.0/16")["VpcId"]
    remote = lab.vpc("10.2.0.0/16", region=BEIJING)["VpcId"]
    lab.quota(vpc_quota_peer_cross_region_bandwidth=100)
    parameters = {"VpcId": vpc, "AcceptingVpcId": remote, "AcceptingRegionId": BEIJING}
    assert lab.code("VpcPeer.CreateVpcPeerConnection", parameters) == "QuotaExceeded.Bandwidth"
    lab.call("VpcPeer.CreateVpcPeerConnection", parameters, Bandwidth=100)
    lab.peer(vpc, other)  # within a region there is no bandwidth


OWN = {"Tags", "ResourceGroupId", "RequestId"}


def test_shared_facts_are_the_same_for_both(lab: Lab, pair: str) -> None:
    alices, bobs = lab.peering(pair), lab.peering(pair, by=BOB)
    assert {k: v for k, v in alices.items() if k not in OWN} == {k: v for k, v in bobs.items() if k not in OWN}
    assert alices["OwnerId"] == int(ALICE)
    assert alices["AcceptingOwnerUid"] == int(BOB)
    assert (alices["RegionId"], alices["AcceptingRegionId"]) == (HANGZHOU, BEIJING)
    assert (alices["Bandwidth"], alices["LinkType"], alices["BizStatus"]) == (1024, "Gold", "Normal")
    assert alices["Vpc"]["Ipv4Cidrs"] == ["10.0.0.0/16"]
    assert alices["Vpc"]["Ipv6Cidrs"][0].endswith("/56")
    assert alices["AcceptingVpc"]["Ipv6Cidrs"] == []


def test_tags_are_each_partys_own(lab: Lab, pair: str) -> None:
    assert lab.peering(pair)["Tags"] == TAG
    assert lab.peering(pair, by=BOB)["Tags"] == [{"Key": "mine", "Value": "b"}]
    kind = {"ResourceType": "PeerConnection", "ResourceId": [pair]}
    lab.call("VpcPeer.UnTagResources", {**kind, "All": True}, by=BOB, RegionId=BEIJING)
    assert lab.peering(pair, by=BOB)["Tags"] == []
    assert lab.peering(pair)["Tags"] == TAG


def test_resource_groups_are_each_partys_own(lab: Lab, pair: str) -> None:
    group = lab.group(by=BOB)
    move = {"ResourceType": "PeerConnection", "ResourceId": pair, "NewResourceGroupId": group}
    before = lab.peering(pair)["ResourceGroupId"]
    lab.call("VpcPeer.MoveResourceGroup", move, by=BOB)
    assert lab.peering(pair, by=BOB)["ResourceGroupId"] == group
    assert lab.peering(pair)["ResourceGroupId"] == before != group
    assert lab.code("VpcPeer.MoveResourceGroup", move) == "OperationFailed.NotExist.ResourceGroup"
    assert lab.code("VpcPeer.MoveResourceGroup", move, by=CAROL) == "ResourceNotFound.VpcPeer"


def test_the_accepter_may_choose_its_own_resource_group(lab: Lab, net: Net) -> None:
    mine, bobs = net.group, lab.group(by=BOB)
    accept = "VpcPeer.AcceptVpcPeerConnection"
    assert lab.code(accept, InstanceId=net.waiting, ResourceGroupId=mine, by=BOB) == (
        "OperationFailed.NotExist.ResourceGroup"
    )
    lab.call(accept, InstanceId=net.waiting, ResourceGroupId=bobs, by=BOB)
    assert lab.peering(net.waiting, by=BOB)["ResourceGroupId"] == bobs


@pytest.mark.parametrize("party", [ALICE, BOB])
def test_either_party_modifies_the_shared_facts(lab: Lab, pair: str, party: str) -> None:
    change = {"InstanceId": pair, "Name": "new", "Description": "other", "Bandwidth": 200, "LinkType": "Platinum"}
    lab.call("VpcPeer.ModifyVpcPeerConnection", change, by=party)
    for reader in (ALICE, BOB):
        shown = lab.peering(pair, by=reader)
        assert {name: shown[name] for name in change} == change
        assert shown["Status"] == "Activated"


def test_modify_changes_only_what_is_named(lab: Lab, pair: str) -> None:
    before = lab.peering(pair)
    lab.call("VpcPeer.ModifyVpcPeerConnection", InstanceId=pair, Bandwidth=200)
    changed = {name for name, value in lab.peering(pair).items() if before[name] != value}
    assert changed - {"GmtModified", "RequestId"} == {"Bandwidth"}


@pytest.mark.parametrize("party", [ALICE, BOB])
def test_force_removes_the_routes_of_both_sides(lab: Lab, pair: str, party: str) -> None:
    tables = {}
    for owner, end, region, far in (
        (ALICE, "Vpc", HANGZHOU, "10.1.0.0/16"),
        (BOB, "AcceptingVpc", BEIJING, "10.0.0.0/16"),
    ):
        vpc = lab.peering(pair)[end]["VpcId"]
        shown = lab.call("DescribeVpcAttribute", VpcId=vpc, RegionId=region, by=owner)
        tables[owner] = shown["RouterTableIds"]["RouterTableIds"][0], region
        lab.route(tables[owner][0], far, pair, by=owner, RegionId=region)
        lab.route(tables[owner][0], "192.168.0.0/24", "ngw-1", by=owner, RegionId=region, NextHopType="NatGateway")
    delete = "VpcPeer.DeleteVpcPeerConnection"
    assert lab.code(delete, InstanceId=pair, by=party) == "OperationDenied.RouteEntryExist"
    assert lab.code(delete, InstanceId=pair, Force=False, by=party) == "OperationDenied.RouteEntryExist"
    lab.call(delete, InstanceId=pair, Force=True, by=party)
    for owner, (table, region) in tables.items():
        listed = lab.call(
            "DescribeRouteEntryList", RouteTableId=table, RegionId=region, RouteEntryType="Custom", by=owner
        )
        assert [route["DestinationCidrBlock"] for route in listed["RouteEntrys"]["RouteEntry"]] == ["192.168.0.0/24"]
    assert lab.code(delete, InstanceId=pair, by=party) == "ResourceNotFound.InstanceId"
    assert lab.call("DescribeVpcs")["TotalCount"] == 1


def test_a_deleted_connection_leaves_nothing(lab: Lab, net: Net) -> None:
    vpc = lab.vpc("10.6.0.0/16")["VpcId"]
    lab.freeze()
    before = lab.snapshot()[0]
    id = lab.peer(vpc, net.vpc2, Tag=TAG)
    lab.call("VpcPeer.DeleteVpcPeerConnection", InstanceId=id)
    assert lab.snapshot()[0] == before


CREATE = "VpcPeer.CreateVpcPeerConnection"


def create_parameters(lab: Lab, net: Net) -> Json:
    far = lab.vpc("10.6.0.0/16")["VpcId"]
    return {"VpcId": net.vpc2, "AcceptingVpcId": far, "AcceptingRegionId": HANGZHOU, "AcceptingAliUid": ALICE}


@pytest.mark.parametrize("uid", [None, 0, ALICE], ids=["absent", "zero", "own"])
def test_the_default_account_is_the_caller(lab: Lab, net: Net, uid: str | int | None) -> None:
    id = lab.call(CREATE, {**create_parameters(lab, net), "AcceptingAliUid": uid})["InstanceId"]
    shown = lab.peering(id)
    assert (shown["AcceptingOwnerUid"], shown["Status"]) == (int(ALICE), "Activated")


def test_the_accepting_vpc_must_be_that_accounts_and_in_that_region(lab: Lab, net: Net) -> None:
    good = create_parameters(lab, net)
    assert lab.code(CREATE, {**good, "AcceptingAliUid": BOB}) == "ResourceNotFound.AcceptingVpc"
    assert lab.code(CREATE, {**good, "AcceptingRegionId": BEIJING}) == "ResourceNotFound.AcceptingVpc"
    assert lab.code(CREATE, {**good, "RegionId": BEIJING}) == "ResourceNotFound.Vpc"
    assert lab.code(CREATE, {**good, "VpcId": net.bobs}) == "ResourceNotFound.Vpc"


def test_overlapping_blocks_are_accepted(lab: Lab) -> None:
    """The provider's own example joins two VPCs of one block (provider-contract: alicloud_vpc_peer_connection)."""
    vpc, other = lab.vpc("172.16.0.0/12")["VpcId"], lab.vpc("172.16.0.0/12")["VpcId"]
    assert lab.peering(lab.peer(vpc, other))["Status"] == "Activated"


@pytest.mark.parametrize("verb", ["Create", "Accept", "Reject", "Modify", "Delete"])
def test_dry_run_checks_and_changes_nothing(lab: Lab, net: Net, verb: str) -> None:
    id, by = {"Accept": (net.waiting, BOB), "Reject": (net.waiting, BOB)}.get(verb, (net.pcc, ALICE))
    params = {**create_parameters(lab, net), "InstanceId": id, "Force": True, "DryRun": True}
    refused = lab.refusal(f"VpcPeer.{verb}VpcPeerConnection", params, by=by)
    assert (refused.status, refused.code) == (400, "DryRunOperation")
    assert refused.message == "The operation DryRun verifies success."
    bad = {**params, "InstanceId": "pcc-x", "VpcId": "vpc-x"}
    assert lab.code(f"VpcPeer.{verb}VpcPeerConnection", bad, by=by) != "DryRunOperation"


def test_a_token_makes_one_connection(lab: Lab, net: Net) -> None:
    params = {**create_parameters(lab, net), "ClientToken": "once"}
    first = lab.call(CREATE, params)
    before = lab.snapshot()
    again = lab.call(CREATE, params)
    assert again["InstanceId"] == first["InstanceId"]
    assert again["RequestId"] != first["RequestId"]
    assert lab.snapshot() == before
    refused = lab.refusal(CREATE, {**params, "Name": "other"})
    assert (refused.code, refused.status) == ("IdempotenceSignatureMismatch", 400)


@pytest.mark.parametrize("token", ["t" * 65, "\u4e2d\u6587", "t\u00e9"])
def test_a_token_is_at_most_64_ascii_characters(lab: Lab, net: Net, token: str) -> None:
    refused = lab.refusal(CREATE, {**create_parameters(lab, net), "ClientToken": token})
    assert (refused.status, refused.code) == (400, "IllegalParam.ClientToken")
    assert refused.message == "The param of ClientToken is illegal."
    refused = lab.refusal("CreateVpc", CidrBlock="10.9.0.0/16", ClientToken=token)
    assert (refused.status, refused.code) == (400, "InvalidParameter")
    assert refused.message == "The specified parameter ClientToken is not valid."


def test_the_longest_token_counts_as_a_whole(lab: Lab, net: Net) -> None:
    vpc = lab.call("CreateVpc", CidrBlock="10.9.0.0/16", ClientToken="t" * 64)["VpcId"]
    assert lab.call("CreateVpc", CidrBlock="10.9.0.0/16", ClientToken="t" * 63)["VpcId"] != vpc
    assert lab.call("CreateVpc", CidrBlock="10.9.0.0/16", ClientToken="t" * 64)["VpcId"] == vpc


def test_tokens_are_separate_per_account_and_action(lab: Lab, net: Net) -> None:
    lab.call("VpcPeer.ModifyVpcPeerConnection", InstanceId=net.pcc, Name="x1", ClientToken="t")
    lab.call(CREATE, {**create_parameters(lab, net), "ClientToken": "t"})
    lab.call("VpcPeer.AcceptVpcPeerConnection", InstanceId=net.waiting, ClientToken="t", by=BOB)
    lab.call("VpcPeer.ModifyVpcPeerConnection", InstanceId=net.waiting, Name="x2", ClientToken="t", by=BOB)
    assert (lab.peering(net.pcc)["Name"], lab.peering(net.waiting)["Name"]) == ("x1", "x2")


def test_a_token_is_forgotten_after_a_day_and_never_kept_for_a_failure(lab: Lab, net: Net) -> None:
    lab.freeze()
    params = {**create_parameters(lab, net), "ClientToken": "t"}
    assert lab.code(CREATE, {**params, "VpcId": "vpc-x"}) == "ResourceNotFound.Vpc"
    first = lab.call(CREATE, params)["InstanceId"]
    lab.later(24 * 3600 - 1)
    assert lab.call(CREATE, params)["InstanceId"] == first
    lab.later(1)
    assert lab.code(CREATE, params) == "ResourceAlreadyExist.VpcPeer"


def test_an_account_opens_data_transmission_by_itself(lab: Lab) -> None:
    vpc = lab.vpc("10.0.0.0/16")["VpcId"]
    other = lab.vpc("10.1.0.0/16", region=BEIJING)["VpcId"]
    lab.change(accounts={ALICE: AccountTerms(cdt=False)})
    parameters = {"VpcId": vpc, "AcceptingVpcId": other, "AcceptingRegionId": BEIJING}
    assert lab.code("VpcPeer.CreateVpcPeerConnection", parameters) == "OperationFailed.CdtNotOpened"
    lab.call("CDT.OpenCdtService")
    lab.call("VpcPeer.CreateVpcPeerConnection", parameters)
