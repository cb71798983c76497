"""Errors that no view raises are JSON, too."""

from __future__ import annotations

import pytest
from flask import Flask

from tfmock.app import create_app
from tfmock.settings import Settings


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("GET", "/_tfmock/nope", 404, "there is no /_tfmock/nope. /_tfmock/openapi.json lists what there is."),
        ("GET", "/_tfmock/quota", 404, "there is no /_tfmock/quota. Did you mean /_tfmock/quotas?"),
        ("GET", "/_tfmock/worlds/x/y/z", 404, "there is no /_tfmock/worlds/x/y/z. "),
        ("POST", "/_tfmock/quotas", 405, "/_tfmock/quotas takes GET or PUT, not POST."),
        ("PATCH", "/_tfmock/clock", 405, "/_tfmock/clock takes DELETE or GET, not PATCH."),
        ("GET", "/_tfmock/clock/advance", 405, "/_tfmock/clock/advance takes POST, not GET."),
        ("DELETE", "/_tfmock/health", 405, "/_tfmock/health takes GET, not DELETE."),
        ("POST", "/_tfmock/", 405, "/_tfmock/ takes GET, not POST."),
        ("POST", "/_tfmock/worlds/typo/reset", 404, "there is no world 'typo'. "),
        ("GET", "/_tfmock/report?world=typo", 404, "there is no world 'typo'. "),
        ("DELETE", "/_tfmock/calls?world=typo", 404, "there is no world 'typo'. "),
    ],
)
def test_errors_are_json_in_every_area(app: Flask, method: str, path: str, status: int, said: str) -> None:
    answer = app.test_client().open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert answer.json is not None
    assert answer.json["error"].startswith(said)


def test_a_bug_is_answered_as_json_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(Settings())

    @app.get("/_tfmock/broken")
    def broken() -> str:
        raise LookupError("a detail")

    answer = app.test_client().get("/_tfmock/broken")
    assert (answer.status_code, answer.mimetype) == (500, "application/json")
    assert "a detail" not in answer.text
    assert "a detail" in caplog.text


def test_a_reset_creates_no_world(app: Flask) -> None:
    client = app.test_client()
    client.post("/_tfmock/worlds/never-was/reset")
    assert "never-was" not in client.get("/_tfmock/worlds").text


def test_a_world_can_be_created(app: Flask) -> None:
    client = app.test_client()
    for _ in range(2):
        reply = client.put("/_tfmock/worlds/early")
        assert (reply.status_code, reply.json and reply.json["name"]) == (200, "early")
    assert client.put("/_tfmock/worlds/No World").status_code == 400
