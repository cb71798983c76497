"""A world that cannot be read: lists and reports say so, and other worlds are not affected."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.lab import Lab
from tfmock.app import create_app
from tfmock.cli import exec_report
from tfmock.control_api.models import Report
from tfmock.core.clock import Clock
from tfmock.settings import Settings


@pytest.fixture
def lab() -> Lab:
    lab = Lab(create_app(Settings()), "well")
    lab.vpc(VpcName="here")
    return lab


@pytest.fixture
def client(lab: Lab) -> FlaskClient:
    return lab.app.test_client()


def get(client: FlaskClient, path: str) -> Any:
    answer = client.get(f"/_tfmock{path}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_other_worlds_are_listed_and_reported(lab: Lab, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    sick = lab.universe.world("sick")

    def fail(_: object) -> float:
        raise OverflowError("its time is no time")

    monkeypatch.setattr(Clock, "now", lambda clock: fail(clock) if clock.speed == 66 else clock.real())
    sick._clock = Clock(speed=66)
    listed = {world["name"]: world.get("problem") for world in get(client, "/worlds")["worlds"]}
    assert listed == {"default": "", "sick": "its time is no time", "well": ""}
    report = get(client, "/report")
    assert [resource["name"] for resource in report["left"]] == ["here"]
    assert report["problems"] == [{"world": "sick", "problem": "its time is no time"}]
    lines = list(exec_report.lines(Report.model_validate(report)))
    assert "world sick cannot be read: 'its time is no time'" in lines
    assert client.get("/_tfmock/").status_code == 200
    assert client.get("/_tfmock/metrics").status_code == 200


@pytest.mark.parametrize("clock", [Clock(base_world=1e20), Clock(speed=1e300), Clock(base_world=float("nan"))])
def test_a_clock_at_the_end_of_the_calendar_is_reported_normally(lab: Lab, client: FlaskClient, clock: Clock) -> None:
    lab.world.clock = clock
    assert {world["now"][:4] for world in get(client, "/worlds")["worlds"]} <= {"9999", "1970"} | _this_year()
    lab.call("DescribeVpcs")
    assert client.delete("/_tfmock/clock?world=well").status_code == 200
    assert client.post("/_tfmock/clock/advance?world=well", json={"by": 1e12}).status_code == 400


def _this_year() -> set[str]:
    from tfmock.core.clock import timestamp

    return {timestamp(Clock().now())[:4]}
