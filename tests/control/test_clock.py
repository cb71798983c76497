"""A world's time, moved through the control API."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.lab import BOB, Lab, Net
from tfmock.app import create_app
from tfmock.core.clock import parse_duration, parse_moment
from tfmock.settings import Settings, SettingsError


@pytest.fixture
def client(lab: Lab) -> FlaskClient:
    return lab.app.test_client()


def send(client: FlaskClient, lab: Lab, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = client.open(f"/_tfmock/clock{path}?world={lab.name}", method=method, json=body)
    assert answer.status_code == 200, answer.text
    found = answer.get_json()
    assert isinstance(found, dict)
    return found


def test_a_peering_request_expires_after_seven_days(net: Net, client: FlaskClient) -> None:
    lab = net.lab
    assert lab.peering(net.waiting)["Status"] == "Accepting"
    send(client, lab, "POST", "/advance", {"by": "6d23h59m"})
    assert lab.peering(net.waiting)["Status"] == "Accepting"
    assert send(client, lab, "POST", "/advance", {"by": "1m"})["ahead"] == pytest.approx(7 * 86400, abs=1)
    assert lab.peering(net.waiting)["Status"] == "Expired"
    assert lab.code("VpcPeer.AcceptVpcPeerConnection", InstanceId=net.waiting, by=BOB) == "IncorrectStatus.VpcPeer"


def test_a_frozen_world_stands_still(lab: Lab, client: FlaskClient) -> None:
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


def test_states_last_as_long_as_one_says(lab: Lab, client: FlaskClient) -> None:
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
        ("POST", "/advance", {"by": -1}, "by: Input should be greater than 0."),
        ("POST", "/advance", {}, "by: Field required."),
        ("POST", "/advance", {"by": "9999999d"}, "by: no world goes beyond 9999-01-01T00:00:00Z."),
        ("POST", "/freeze", {"at": "yesterday"}, "at: 'yesterday' is no time; write 2026-01-01T00:00:00Z."),
        ("POST", "/scale", {"speed": "NaN"}, "speed: Input should be "),
        ("PUT", "/profile", {"transitions": {"VpcPeer.Creatin": 1}}, "the closest is VpcPeer.Creating."),
        ("PUT", "/profile", {"transitions": {"VpcPeer.Accepting": 1}}, "move the clock instead"),
        ("PUT", "/profile", {"colour": "red"}, "colour: is unknown. Known: profile, transitions."),
    ],
)
def test_mistakes_are_one_line(client: FlaskClient, method: str, path: str, body: dict[str, Any], words: str) -> None:
    answer = client.open(f"/_tfmock/clock{path}", method=method, json=body)
    assert answer.status_code == 400
    assert words in answer.get_json()["error"]
    assert "\n" not in answer.get_json()["error"]


def test_a_name_that_no_world_can_have(client: FlaskClient) -> None:
    assert client.get("/_tfmock/clock?world=A/b").status_code == 400


def test_transitions_of_settings_are_checked() -> None:
    with pytest.raises(SettingsError, match=r"transitions: no resource has the state Vpc.Pendin; the closest is Vpc"):
        create_app(Settings(transitions={"Vpc.Pendin": 3}))


def test_durations_and_moments() -> None:
    assert [parse_duration(text) for text in ("90", "8s", "1h30m", "7d", "500ms", "1w")] == [
        90, 8, 5400, 604800, 0.5, 604800,
    ]  # fmt: skip
    assert parse_moment("2026-01-01") == parse_moment("2026-01-01T00:00:00Z") == parse_moment("1767225600")
