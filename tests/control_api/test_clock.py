"""A world's time, moved through the control API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.lab import BOB, Lab, Net
from tfmock.app import create_app
from tfmock.core.clock import LATEST, Clock, parse_duration, parse_moment, timestamp
from tfmock.settings import Settings, SettingsError


@pytest.fixture
def client(lab: Lab) -> FlaskClient:
    return lab.app.test_client()


def send(client: FlaskClient, lab: Lab, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = client.open(f"/_tfmock/clock{path}?world={lab.name}", method=method, json=body)
    assert answer.status_code == 200, answer.text
    reply = answer.get_json()
    assert isinstance(reply, dict)
    return reply


def test_a_peering_request_expires_after_seven_days(net: Net, client: FlaskClient) -> None:
    lab = net.lab
    assert lab.peering(net.waiting)["Status"] == "Accepting"
    send(client, lab, "POST", "/advance", {"by": "6d23h59m"})
    assert lab.peering(net.waiting)["Status"] == "Accepting"
    assert send(client, lab, "POST", "/advance", {"by": "1m"})["ahead"] == pytest.approx(7 * 86400, abs=1)
    assert lab.peering(net.waiting)["Status"] == "Expired"
    assert lab.code("VpcPeer.AcceptVpcPeerConnection", InstanceId=net.waiting, by=BOB) == "IncorrectStatus.VpcPeer"


def test_a_frozen_clock_does_not_advance(lab: Lab, client: FlaskClient) -> None:
    report = send(client, lab, "POST", "/freeze", {"at": "2026-01-01T00:00:00Z"})
    assert (report["now"], report["frozen"], report["speed"]) == ("2026-01-01T00:00:00Z", True, 0.0)
    id = lab.vpc()["VpcId"]
    created = lab.call("DescribeVpcAttribute", VpcId=id)["CreationTime"]
    assert created == "2026-01-01T00:00:00Z"
    assert send(client, lab, "GET", "")["seconds"] == report["seconds"]
    assert not send(client, lab, "DELETE", "")["frozen"]
    assert abs(send(client, lab, "GET", "")["ahead"]) < 1


def test_scaled_time_runs_faster(lab: Lab, client: FlaskClient) -> None:
    first = send(client, lab, "POST", "/scale", {"speed": 100_000})
    second = send(client, lab, "GET", "")
    assert second["speed"] == 100_000
    assert second["seconds"] > first["seconds"]
    assert send(client, lab, "POST", "/freeze", {})["seconds"] >= second["seconds"]


def test_states_last_as_long_as_configured(lab: Lab, client: FlaskClient) -> None:
    send(client, lab, "POST", "/freeze", {})
    report = send(client, lab, "PUT", "/profile", {"profile": "instant", "transitions": {"VpcPeer.Creating": 8}})
    assert (report["durations"]["VpcPeer.Creating"], report["durations"]["Vpc.Pending"]) == (8.0, 0.0)
    pcc = lab.peer(lab.vpc("10.0.0.0/16")["VpcId"], lab.vpc("10.1.0.0/16")["VpcId"])
    assert lab.peering(pcc)["Status"] == "Creating"
    send(client, lab, "POST", "/advance", {"by": 7.9})
    assert lab.peering(pcc)["Status"] == "Creating"
    send(client, lab, "POST", "/advance", {"by": "100ms"})
    assert lab.peering(pcc)["Status"] == "Activated"
    assert send(client, lab, "PUT", "/profile", {"profile": "realistic"})["durations"]["Vpc.Pending"] == 3.0


@pytest.mark.parametrize(
    ("method", "path", "body", "words"),
    [
        ("POST", "/advance", {"by": "7x"}, "by: '7x' is no duration; write 90, 8s, 1h30m or 7d."),
        ("POST", "/advance", {"by": -1}, "by: must be greater than 0."),
        ("POST", "/advance", {}, "by: is missing."),
        ("POST", "/advance", {"by": "9999999d"}, "by: no world goes beyond 9999-01-01T00:00:00Z."),
        ("POST", "/freeze", {"at": "yesterday"}, "at: 'yesterday' is no time; write 2026-01-01T00:00:00Z."),
        ("POST", "/scale", {"speed": "NaN"}, "speed: must be "),
        ("PUT", "/profile", {"transitions": {"VpcPeer.Creatin": 1}}, "Did you mean VpcPeer.Creating?"),
        ("PUT", "/profile", {"transitions": {"VpcPeer.Accepting": 1}}, "move the clock instead"),
        ("PUT", "/profile", {"colour": "red"}, "colour: is unknown. Known: profile, transitions."),
    ],
)
def test_mistakes_are_one_line(client: FlaskClient, method: str, path: str, body: dict[str, Any], words: str) -> None:
    answer = client.open(f"/_tfmock/clock{path}", method=method, json=body)
    assert answer.status_code == 400
    assert words in answer.get_json()["error"]
    assert "\n" not in answer.get_json()["error"]


def test_an_invalid_world_name_is_refused(client: FlaskClient) -> None:
    assert client.get("/_tfmock/clock?world=A/b").status_code == 400


def test_transitions_of_settings_are_checked() -> None:
    with pytest.raises(SettingsError, match=r"\(--transition\): no resource has the state Vpc.Pendin. Did you"):
        create_app(Settings(transitions={"Vpc.Pendin": 3}))


def test_durations_and_moments() -> None:
    assert [parse_duration(text) for text in ("90", "8s", "1h30m", "7d", "500ms", "1w")] == [
        90, 8, 5400, 604800, 0.5, 604800,
    ]  # fmt: skip
    assert parse_moment("2026-01-01") == parse_moment("2026-01-01T00:00:00Z") == parse_moment("1767225600")


@pytest.mark.parametrize("speed", [1e6, 1.0])
def test_the_clock_stops_at_the_end_of_the_calendar(speed: float) -> None:
    """At a million times the speed of time the year 9999 was three days away, and then every call failed."""
    clock = Clock(real=lambda: 1e9, base_real=0.0, base_world=LATEST - 1, speed=speed)
    assert clock.now() == LATEST
    assert timestamp(clock.now()) == "9999-01-01T00:00:00Z"
    assert clock.frozen().now() == LATEST
    with pytest.raises(ValueError, match="no world goes beyond 9999"):
        clock.advanced(1.0)


@pytest.mark.parametrize("sick", [float("nan"), float("inf"), 1e300, -1e300])
def test_an_invalid_clock_of_an_older_state_still_has_a_time(sick: float) -> None:
    clock = Clock(base_world=sick)
    assert 0 <= clock.now() <= LATEST
    assert len(timestamp(sick)) == 20


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/clock/advance", '{"by": 1e300}'), ("/clock/advance", '{"by": NaN}'), ("/clock/advance", '{"by": Infinity}'),
        ("/clock/advance", '{"by": "%s"}' % ("9" * 5000)), ("/clock/advance", '{"by": "9999999w"}'),
        ("/clock/freeze", '{"at": 1e20}'), ("/clock/freeze", '{"at": "2020-13-45"}'), ("/clock/freeze", '{"at": -1}'),
        ("/clock/scale", '{"speed": 1e300}'), ("/clock/scale", '{"speed": NaN}'),
        ("/clock/scale", "[" * 200_000), ("/clock/scale", '{"speed": %s}' % ("9" * 5000)), ("/clock/scale", "\ud800"),
    ],
)  # fmt: skip
def test_invalid_clock_values_are_refused(lab: Lab, client: FlaskClient, path: str, body: str) -> None:
    before = lab.world.clock
    data = body.encode("utf-8", "surrogatepass")
    answer = client.post(f"/_tfmock{path}?world={lab.name}", data=data)
    assert answer.status_code == 400
    error = answer.get_json()["error"]
    assert "\n" not in error
    assert len(error) < 300
    assert lab.world.clock == before


TERMS = {
    "/accounts/1": '{"shared_vpcs": ["\\ud800"]}',
    "/accounts/1000000000000001": '{"shared_vpcs": ["\\ud800"]}',
    "/accounts/²²²²²²²²²²²²²²²²": "{}",
    "/quotas": '{"name": "vpc_quota_peer_num", "value": %s}' % ("9" * 400),
    "/clock/profile": '{"transitions": {"VpcPeer.Creating": NaN}}',
}


@pytest.mark.parametrize("path", TERMS)
def test_terms_that_cannot_be_written_are_refused(lab: Lab, client: FlaskClient, path: str) -> None:
    before = lab.world.settings
    answer = client.put(f"/_tfmock{path}?world={lab.name}", data=TERMS[path])
    assert answer.status_code == 400
    assert answer.get_json()["error"]
    assert lab.world.settings == before


SICK: dict[str, dict[str, Any]] = {
    "base_world": {"clock": {"base_world": 1e20}},
    "base_real": {"clock": {"base_real": -1}},
    "speed": {"clock": {"speed": 1e300}},
    "nan": {"clock": {"base_world": float("nan")}},
    "infinity": {"clock": {"base_world": float("inf")}},
    "profile": {"profile": {"name": "warp"}},
    "transitions": {"profile": {"custom": {"VpcPeer.Creating": 1e300}}},
    "serial": {"serial": 10**40},
    "terms": {"terms": {"accounts": {"1000000000000001": {"shared_vpcs": ["\ud800"]}}}},
}


@pytest.mark.parametrize("case", SICK)
def test_an_invalid_snapshot_is_refused(lab: Lab, client: FlaskClient, case: str) -> None:
    lab.vpc()
    before = lab.snapshot()
    assert_not_loaded(lab, client, {"format": "tfmock-snapshot", "version": 1, **SICK[case]})
    assert lab.snapshot() == before


@pytest.mark.parametrize(
    ("field", "value"), [("created", 1e300), ("created", -5), ("name", "\ud800"), ("serial", 10**40), ("name", 10**400)]
)
def test_an_invalid_row_is_refused(lab: Lab, client: FlaskClient, field: str, value: object) -> None:
    lab.vpc()
    document = client.get(f"/_tfmock/snapshot?world={lab.name}").get_json()
    document["tables"]["vpcs"][0][field] = value
    error = assert_not_loaded(lab, client, document)
    assert field in error or "surrogate" in error


def assert_not_loaded(lab: Lab, client: FlaskClient, document: dict[str, Any]) -> str:
    answer = client.put(f"/_tfmock/snapshot?world={lab.name}", data=json.dumps(document))
    assert answer.status_code == 400, answer.text
    assert client.get("/_tfmock/worlds").status_code == 200
    error: str = answer.get_json()["error"]
    assert "\n" not in error
    return error
