"""The eight states of a connection: how each is entered and left, and who may do what in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.lab import ALICE, BOB, CAROL, Lab
from tfmock.core.clock import timestamp

DAY = 24 * 3600.0
LASTS = 60.0

REQUESTER, ACCEPTER, THIRD = ALICE, BOB, CAROL
GONE = "ResourceNotFound.InstanceId"
WRONG = "IncorrectStatus.VpcPeer"
OK = ""


def creating(lab: Lab) -> str:
    vpc = lab.vpc("10.0.0.0/16")["VpcId"]
    other = lab.vpc("10.1.0.0/16", by=BOB)["VpcId"]
    lab.slow(VpcPeer_Creating=LASTS, VpcPeer_Updating=LASTS, VpcPeer_Deleting=LASTS)
    return lab.peer(vpc, other, to=BOB)


def accepting(lab: Lab) -> str:
    id = creating(lab)
    lab.later(LASTS)
    return id


def updating(lab: Lab) -> str:
    id = accepting(lab)
    lab.call("VpcPeer.AcceptVpcPeerConnection", InstanceId=id, by=ACCEPTER)
    return id


def activated(lab: Lab) -> str:
    id = updating(lab)
    lab.later(LASTS)
    return id


def rejected(lab: Lab) -> str:
    id = accepting(lab)
    lab.call("VpcPeer.RejectVpcPeerConnection", InstanceId=id, by=ACCEPTER)
    return id


def expired(lab: Lab) -> str:
    id = accepting(lab)
    lab.later(7 * DAY)
    return id


def deleting(lab: Lab) -> str:
    id = activated(lab)
    lab.call("VpcPeer.DeleteVpcPeerConnection", InstanceId=id)
    return id


def deleted(lab: Lab) -> str:
    id = deleting(lab)
    lab.later(LASTS)
    return id


State = Callable[[Lab], str]
VISIBLE: dict[str, State] = {
    "Creating": creating,
    "Accepting": accepting,
    "Updating": updating,
    "Activated": activated,
    "Rejected": rejected,
    "Expired": expired,
    "Deleting": deleting,
}
STATES: dict[str, State] = {**VISIBLE, "Deleted": deleted}

#: Which states let a party act; all others answer WRONG. Nobody else ever gets that far.
ALLOWED = {
    "Accept": {"Accepting"},
    "Reject": {"Accepting"},
    "Modify": {"Activated"},
    "Delete": {"Accepting", "Activated", "Rejected", "Expired"},
}
#: Who may try at all.
ACTORS = {
    "Accept": {ACCEPTER},
    "Reject": {ACCEPTER},
    "Modify": {REQUESTER, ACCEPTER},
    "Delete": {REQUESTER, ACCEPTER},
}


def expected(verb: str, state: str, account: str) -> str:
    if state == "Deleted" or account not in ACTORS[verb]:
        return GONE
    return OK if state in ALLOWED[verb] else WRONG


@pytest.mark.parametrize("account", [REQUESTER, ACCEPTER, THIRD], ids=["requester", "accepter", "third"])
@pytest.mark.parametrize("verb", ALLOWED)
@pytest.mark.parametrize("state", STATES)
def test_permitted_actions_by_party_and_state(lab: Lab, state: str, verb: str, account: str) -> None:
    id = STATES[state](lab)
    action, params = f"VpcPeer.{verb}VpcPeerConnection", {"InstanceId": id, "Name": "new"}
    if expected(verb, state, account) == OK:
        lab.call(action, params, by=account)
    else:
        assert lab.code(action, params, by=account) == expected(verb, state, account)


@pytest.mark.parametrize("state", VISIBLE)
def test_both_parties_see_the_state_and_nobody_else(lab: Lab, state: str) -> None:
    id = STATES[state](lab)
    for party in (REQUESTER, ACCEPTER):
        assert lab.peering(id, by=party)["Status"] == state
        listed = lab.call("VpcPeer.ListVpcPeerConnections", by=party)
        assert [(item["InstanceId"], item["Status"]) for item in listed["VpcPeerConnects"]] == [(id, state)]
    assert lab.code("VpcPeer.GetVpcPeerConnectionAttribute", InstanceId=id, by=THIRD) == GONE
    assert lab.call("VpcPeer.ListVpcPeerConnections", by=THIRD)["VpcPeerConnects"] == []


def test_deleted_is_never_shown(lab: Lab) -> None:
    id = deleted(lab)
    for party in (REQUESTER, ACCEPTER):
        assert lab.code("VpcPeer.GetVpcPeerConnectionAttribute", InstanceId=id, by=party) == GONE
        assert lab.call("VpcPeer.ListVpcPeerConnections", by=party)["TotalCount"] == 0


@pytest.mark.parametrize("state", VISIBLE)
def test_expiry_is_shown_only_while_pending_or_expired(lab: Lab, state: str) -> None:
    id = STATES[state](lab)
    shown = lab.peering(id)
    assert ("GmtExpired" in shown) == (state in {"Accepting", "Expired"})


def test_a_request_expires_after_seven_days_and_not_a_second_before(lab: Lab) -> None:
    id = accepting(lab)
    entered = lab.world.clock.now()
    assert lab.peering(id)["GmtExpired"] == timestamp(entered - LASTS + 7 * DAY)
    lab.later(7 * DAY - 1)
    assert lab.peering(id)["Status"] == "Accepting"
    lab.later(1)
    assert lab.peering(id)["Status"] == "Expired"
    lab.later(1000 * DAY)
    assert lab.peering(id)["Status"] == "Expired"


def test_within_one_account_it_is_accepted_at_once(lab: Lab) -> None:
    vpc, other = lab.vpc("10.0.0.0/16")["VpcId"], lab.vpc("10.1.0.0/16")["VpcId"]
    lab.slow(VpcPeer_Creating=LASTS)
    id = lab.peer(vpc, other)
    assert lab.peering(id)["Status"] == "Creating"
    lab.later(LASTS)
    assert lab.peering(id)["Status"] == "Activated"
    for verb in ("Accept", "Reject"):
        assert lab.code(f"VpcPeer.{verb}VpcPeerConnection", InstanceId=id) == WRONG


@pytest.mark.parametrize("state", ["Rejected", "Expired", "Deleting"])
def test_a_dead_connection_does_not_block_a_new_one(lab: Lab, state: str) -> None:
    dead = lab.peering(STATES[state](lab))
    alive = lab.peer(dead["Vpc"]["VpcId"], dead["AcceptingVpc"]["VpcId"], to=BOB)
    assert alive != dead["InstanceId"]


@pytest.mark.parametrize("state", ["Creating", "Accepting", "Updating", "Activated"])
def test_an_alive_connection_blocks_a_new_one_in_both_directions(lab: Lab, state: str) -> None:
    alive = lab.peering(STATES[state](lab))
    ends = alive["Vpc"]["VpcId"], alive["AcceptingVpc"]["VpcId"]
    again = {"AcceptingRegionId": "cn-hangzhou"}
    create = "VpcPeer.CreateVpcPeerConnection"
    reversed_parties = {**again, "VpcId": ends[0], "AcceptingVpcId": ends[1], "AcceptingAliUid": BOB}
    back = {**again, "VpcId": ends[1], "AcceptingVpcId": ends[0], "AcceptingAliUid": ALICE}
    assert lab.code(create, reversed_parties) == lab.code(create, back, by=BOB) == "ResourceAlreadyExist.VpcPeer"


@pytest.mark.parametrize("state", [state for state in VISIBLE if state != "Activated"])
def test_a_route_may_point_only_to_an_activated_connection(lab: Lab, state: str) -> None:
    id = STATES[state](lab)
    vpc = lab.peering(id)["Vpc"]["VpcId"]
    [table] = lab.call("DescribeVpcAttribute", VpcId=vpc)["RouterTableIds"]["RouterTableIds"]
    route = {"RouteTableId": table, "DestinationCidrBlock": "10.1.0.0/16", "NextHopType": "VpcPeer", "NextHopId": id}
    assert lab.code("CreateRouteEntry", route) == WRONG
    assert lab.call("DescribeVpcAttribute", VpcId=vpc)["Status"] == "Available"


@pytest.mark.parametrize("state", [*VISIBLE])
def test_a_vpc_with_a_connection_cannot_be_deleted(lab: Lab, state: str) -> None:
    id = STATES[state](lab)
    for end, party in (("Vpc", ALICE), ("AcceptingVpc", BOB)):
        vpc = lab.peering(id)[end]["VpcId"]
        assert lab.code("DeleteVpc", VpcId=vpc, by=party) == "OperationDenied.VpcPeerExists"
