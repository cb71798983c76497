"""Who may use the control API."""

from __future__ import annotations

import pytest

from tests.lab import Answered, ask
from tfmock.app import create_app
from tfmock.settings import Settings, SettingsError, load

TOKEN = "let-me-in-please"


def get(token: str = "", *, peer: str = "127.0.0.1", path: str = "/_tfmock/clock", **headers: str) -> Answered:
    """One control request to an app with that token."""
    app = create_app(Settings(control_token=token or None))
    host = headers.pop("Host", "127.0.0.1:4180")
    return ask(
        app, method="GET", path=path, headers={name.replace("_", "-"): text for name, text in headers.items()},
        environ={"REMOTE_ADDR": peer, "HTTP_HOST": host},
    )  # fmt: skip


@pytest.mark.parametrize("host", ["127.0.0.1:4180", "localhost", "[::1]:4180", "x.localhost:1"])
@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.1.2.3"])
def test_this_machine_may(host: str, peer: str) -> None:
    assert get(peer=peer, Host=host).status == 200


@pytest.mark.parametrize("peer", ["192.0.2.1", "2001:db8::1", "", "nonsense"])
def test_other_machines_may_not(peer: str) -> None:
    answered = get(peer=peer)
    assert answered.status == 403
    assert "--control-token" in answered.json()["error"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "vpc.aliyuncs.com", ""])
def test_dns_rebinding(host: str) -> None:
    assert get(Host=host).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
@pytest.mark.parametrize("token", ["", TOKEN])
def test_foreign_web_pages(headers: dict[str, str], token: str) -> None:
    assert get(token, Authorization=f"Bearer {TOKEN}", **headers).status == 403


def test_our_own_page() -> None:
    assert get(Origin="http://127.0.0.1:4180", Sec_Fetch_Site="same-origin").status == 200


@pytest.mark.parametrize("peer", ["127.0.0.1", "192.0.2.1"])
def test_with_a_token_only_with_the_token(peer: str) -> None:
    assert get(TOKEN, peer=peer, Host="tfmock.internal", Authorization=f"Bearer {TOKEN}").status == 200
    for given in ("", f"Bearer {TOKEN}x", TOKEN, f"Basic {TOKEN}", "Bearer é", "Bearer"):
        answered = get(TOKEN, peer=peer, **({"Authorization": given} if given else {}))
        assert (answered.status, answered.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert TOKEN not in answered.body.decode()


@pytest.mark.parametrize("path", ["/_tfmock/health", "/_tfmock/ready"])
def test_probes_are_open(path: str) -> None:
    assert get(TOKEN, peer="192.0.2.1", path=path, Host="10.0.0.7:4180").status == 200


def test_the_api_itself_is_not_guarded() -> None:
    app = create_app(Settings(control_token=TOKEN))
    query = "Action=DescribeRegions&Version=2016-04-28&Format=JSON"
    assert ask(app, query=query, environ={"REMOTE_ADDR": "192.0.2.1"}).status == 200


def test_a_token_that_is_none() -> None:
    with pytest.raises(SettingsError, match="needs at least 8 characters"):
        load(control_token="short")
