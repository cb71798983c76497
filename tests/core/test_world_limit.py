"""An access key can name any world, so the number of worlds is bounded."""

from __future__ import annotations

import pytest

from tests.support.lab import ALICE, Lab, ask
from tfmock.app import create_app
from tfmock.core import universe
from tfmock.settings import Settings


def test_the_number_of_worlds_made_by_access_keys_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(universe, "MAX_WORLDS", 5)
    app = create_app(Settings())
    for number in range(4):  # and the default world
        Lab(app, f"w{number}").vpc()
    query = f"Action=DescribeVpcs&Version=2016-04-28&Format=JSON&RegionId=cn-hangzhou&AccessKeyId=w5.{ALICE}"
    refused = ask(app, query=query)
    assert (refused.status, refused.json()["Code"]) == (400, "Tfmock.TooManyWorlds")
    client = app.test_client()
    answer = client.put("/_tfmock/quotas?world=w5", json={"name": "vpc_quota_peer_num", "value": 1})
    assert answer.status_code == 400
    assert "at most" in answer.get_json()["error"]
    Lab(app, "w3").vpc("172.16.0.0/12")
    assert client.delete("/_tfmock/worlds/w3").status_code == 200
    assert ask(app, query=query).status == 200
