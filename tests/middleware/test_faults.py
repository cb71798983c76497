"""Fault rules: which calls they strike, what the client sees, what is left in the world."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.lab import ALICE, BEIJING, BOB, Lab, RefusedError
from tfmock.app import create_app
from tfmock.middleware.fault_injection.catalogue import TRANSIENT, catalogue
from tfmock.middleware.fault_injection.profiles import PROFILES
from tfmock.middleware.fault_injection.registry import FaultRegistry
from tfmock.middleware.fault_injection.rule import CallFacts, FaultRule
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.settings import Settings


@pytest.fixture
def client(lab: Lab) -> FlaskClient:
    return lab.app.test_client()


def add(client: FlaskClient, lab: Lab, **rule: Any) -> str:
    answer = client.post(f"/_tfmock/faults?world={lab.name}", json=rule)
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["faults"][0]["id"])


def outcome(lab: Lab, action: str = "DescribeVpcs", **more: Any) -> str:
    try:
        lab.call(action, **more)
    except RefusedError as refused:
        return refused.code
    return "ok"


def test_nth_every_and_count(lab: Lab, client: FlaskClient) -> None:
    add(client, lab, action="DescribeVpcs", nth=2, every=3, count=2, error="Throttling.User")
    assert [outcome(lab) for _ in range(9)] == [
        "ok", "Throttling.User", "ok", "ok", "Throttling.User", "ok", "ok", "ok", "ok",
    ]  # fmt: skip
    fault = client.get(f"/_tfmock/faults?world={lab.name}").get_json()["faults"][0]
    assert (fault["matched"], fault["fired"]) == (9, 2)


def test_counted_by_action(lab: Lab, client: FlaskClient) -> None:
    add(client, lab, action="Describe*", count=1, per="action", error="Throttling")
    seen = [outcome(lab, action) for action in ("DescribeVpcs", "DescribeRegions", "DescribeVpcs", "DescribeRegions")]
    assert seen == ["Throttling", "Throttling", "ok", "ok"]


@pytest.mark.parametrize(
    ("rule", "params", "struck"),
    [
        ({"product": "VpcPeer"}, {}, False),
        ({"product": "vpc,VpcPeer"}, {}, True),
        ({"action": "Create*, Describe*"}, {}, True),
        ({"region": "cn-beijing"}, {}, False),
        ({"region": "cn-beijing"}, {"RegionId": BEIJING}, True),
        ({"account": BOB}, {}, False),
        ({"account": BOB}, {"by": BOB}, True),
        ({"resource": "vpc-1*"}, {"VpcId": "vpc-0,vpc-12"}, True),
        ({"resource": "vpc-1"}, {"VpcId": "vpc-12"}, False),
    ],
)
def test_which_calls(lab: Lab, client: FlaskClient, rule: dict[str, str], params: dict[str, str], struck: bool) -> None:
    add(client, lab, error="ServiceUnavailable", **rule)
    assert outcome(lab, **params) == ("ServiceUnavailable" if struck else "ok")


def test_the_same_seed_gives_the_same_failures() -> None:
    facts = CallFacts(product="Vpc", action="CreateVpc", region="cn-hangzhou", account=ALICE, values=())

    def run(seed: int) -> list[bool]:
        board = FaultRegistry([FaultRule(error="Throttling", probability=0.3, seed=seed)])
        return [board.next_fault("w", facts, after=False)[1] is not None for _ in range(200)]

    assert run(1) == run(1) != run(2)
    assert 40 <= sum(run(1)) <= 80


def test_an_error_has_the_catalogues_status_and_text(lab: Lab, client: FlaskClient) -> None:
    add(client, lab, error="InternalError")
    refused = lab.refusal("CreateVpc", CidrBlock="10.0.0.0/8")
    assert (refused.status, refused.code) == (500, "InternalError")
    assert set(refused.envelope) == {"Code", "HostId", "Message", "Recommend", "RequestId"}
    client.delete(f"/_tfmock/faults?world={lab.name}")
    add(client, lab, error="My.Own", status=429, message="slowly")
    refused = lab.refusal("CreateVpc", CidrBlock="10.0.0.0/8")
    assert (refused.status, refused.code, refused.message) == (429, "My.Own", "slowly")


def test_fail_after_commit(lab: Lab, client: FlaskClient) -> None:
    add(client, lab, action="CreateVpc", error="InternalError", after=True, count=1)
    params = {"CidrBlock": "10.0.0.0/8", "ClientToken": "t1"}
    with pytest.raises(RefusedError, match="InternalError"):
        lab.call("CreateVpc", params)
    with lab.world.reading() as tx:
        vpcs = tx.rows(VpcRow)
    assert len(vpcs) == 1
    assert lab.call("CreateVpc", params)["VpcId"] == vpcs[0].id  # the provider's repetition finds the first answer


def test_after_commit_means_after_success(lab: Lab, client: FlaskClient) -> None:
    add(client, lab, action="CreateVpc", error="InternalError", after=True, count=1)
    assert lab.code("CreateVpc", CidrBlock="x") == "InvalidParameter"  # refused by itself; the rule waits
    assert outcome(lab, "CreateVpc", CidrBlock="10.0.0.0/8") == "InternalError"


def test_after_commit_by_the_new_resource(lab: Lab, client: FlaskClient) -> None:
    add(client, lab, resource="vtb-*", error="ServiceUnavailable", after=True)
    assert outcome(lab, "CreateVpc", CidrBlock="10.0.0.0/8") == "ServiceUnavailable"
    assert outcome(lab) == "ok"


def test_worlds_have_rules_of_their_own(lab: Lab, client: FlaskClient) -> None:
    add(client, lab, error="Throttling")
    other = Lab(lab.app, f"{lab.name}x")
    assert (outcome(lab), outcome(other)) == ("Throttling", "ok")


def test_clearing(lab: Lab, client: FlaskClient) -> None:
    first = add(client, lab, error="Throttling", action="DescribeVpcs")
    add(client, lab, error="Throttling", action="CreateVpc")
    where = f"/_tfmock/faults?world={lab.name}"
    assert client.delete(f"{where}&id={first}").get_json() == {"removed": 1}
    assert client.delete(f"{where}&id={first}").status_code == 404
    assert outcome(lab) == "ok"
    assert client.delete(where).get_json() == {"removed": 1}


def test_a_start_profile_is_in_every_world_until_cleared() -> None:
    app = create_app(Settings(fault_profile="task-conflict"))
    labs = [Lab(app, "one"), Lab(app, "two")]
    vpcs = [lab.vpc()["VpcId"] for lab in labs]
    block = {"CidrBlock": "10.0.1.0/24", "ZoneId": "cn-hangzhou-b"}
    assert [lab.code("CreateVSwitch", VpcId=vpc, **block) for lab, vpc in zip(labs, vpcs, strict=True)] == [
        "TaskConflict"
    ] * 2
    app.test_client().delete("/_tfmock/faults?world=one")
    assert [outcome(lab, "CreateVSwitch", VpcId=vpc, **block) for lab, vpc in zip(labs, vpcs, strict=True)] == [
        "ok", "TaskConflict",
    ]  # fmt: skip


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_can_be_added(lab: Lab, client: FlaskClient, name: str) -> None:
    answer = client.post(f"/_tfmock/faults/profile?world={lab.name}", json={"profile": name})
    assert len(answer.get_json()["faults"]) == len(PROFILES[name])


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "nothing would happen; give error, reset, hang or latency."),
        ({"error": "Throttling.Usr"}, "Did you mean Throttling.User? Give a status to use it all the same."),
        ({"error": "Throttling", "reset": True}, "error and reset exclude each other; make two rules."),
        ({"latency": 1, "status": 500}, "status and message belong to an error"),
        ({"error": "Throttling", "count": 0}, "count: must be at least 1."),
        ({"error": "Throttling", "probability": 2}, "probability: "),
        ({"eror": "Throttling"}, "eror: is unknown. Did you mean error?"),
        ({"hang": 10_000}, "hang: must be greater than 0 and at most 600 seconds."),
    ],
)
def test_mistakes_are_one_line(lab: Lab, client: FlaskClient, rule: dict[str, Any], words: str) -> None:
    answer = client.post(f"/_tfmock/faults?world={lab.name}", json=rule)
    assert answer.status_code == 400
    assert words in answer.get_json()["error"]
    assert client.get(f"/_tfmock/faults?world={lab.name}").get_json()["faults"] == []


def test_the_catalogue_has_what_services_and_rulebook_raise() -> None:
    known = catalogue()
    assert {"ResourceNotFound.InstanceId", "InvalidVpcId.NotFound", "SignatureDoesNotMatch"} <= known.keys()
    assert {fault.code for fault in TRANSIENT} <= known.keys()
    assert len(known) > 100
