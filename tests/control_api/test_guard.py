"""Who may use the control API."""

from __future__ import annotations

import base64

import pytest

from tests.support.lab import Answered, ask
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
def test_this_machine_is_allowed(host: str, peer: str) -> None:
    assert get(peer=peer, Host=host).status == 200


@pytest.mark.parametrize("peer", ["192.0.2.1", "2001:db8::1", "", "nonsense"])
def test_other_machines_are_refused(peer: str) -> None:
    answered = get(peer=peer)
    assert answered.status == 403
    assert "--control-token" in answered.json()["error"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "vpc.aliyuncs.com", ""])
def test_dns_rebinding_is_refused(host: str) -> None:
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
def test_foreign_web_pages_are_refused(headers: dict[str, str], token: str) -> None:
    assert get(token, Authorization=f"Bearer {TOKEN}", **headers).status == 403


def test_the_console_is_allowed() -> None:
    assert get(Origin="http://127.0.0.1:4180", Sec_Fetch_Site="same-origin").status == 200


def test_a_browser_is_asked_for_a_password() -> None:
    """Chromium reads one challenge in a header; with ``Bearer`` behind ``Basic`` it showed no prompt."""
    answered = create_app(Settings(control_token=TOKEN)).test_client().get("/_tfmock/")
    challenges = answered.headers.getlist("WWW-Authenticate")
    assert challenges == ['Basic realm="tfmock control token as password", charset="UTF-8"', "Bearer"]


@pytest.mark.parametrize("peer", ["127.0.0.1", "192.0.2.1"])
def test_a_configured_token_is_required(peer: str) -> None:
    assert get(TOKEN, peer=peer, Host="tfmock.internal", Authorization=f"Bearer {TOKEN}").status == 200
    for given in ("", f"Bearer {TOKEN}x", TOKEN, f"Basic {TOKEN}", "Bearer é", "Bearer", "Bearer "):
        answered = get(TOKEN, peer=peer, **({"Authorization": given} if given else {}))
        assert answered.status == 401
        assert TOKEN not in answered.body.decode()


def basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


@pytest.mark.parametrize("user", ["", "me", "Jürgen"])
@pytest.mark.parametrize("path", ["/_tfmock/", "/_tfmock/clock", "/_tfmock/report"])
def test_a_browser_sends_the_token_as_password(user: str, path: str) -> None:
    answered = get(TOKEN, peer="192.0.2.1", Host="tfmock.internal", path=path, Authorization=basic(f"{user}:{TOKEN}"))
    assert answered.status == 200
    assert TOKEN not in answered.body.decode()


@pytest.mark.parametrize(
    "given",
    [f"me:{TOKEN}x", f"me:{TOKEN[:-1]}", "me:", "me", TOKEN, f"{TOKEN}:", f"me:é{TOKEN}", f"me:{TOKEN}:", ":"],
)
def test_a_wrong_password_is_refused(given: str) -> None:
    assert get(TOKEN, Authorization=basic(given)).status == 401
    assert get(TOKEN, Authorization=basic(given).lower()).status == 401


@pytest.mark.parametrize("given", ["Basic", "Basic ", "Basic ===", "Basic é", "Digest me", f"Digest {TOKEN}"])
def test_malformed_credentials_are_refused(given: str) -> None:
    assert get(TOKEN, Authorization=given).status == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_requests_that_browsers_send_unasked_change_nothing(method: str) -> None:
    """Also without the headers by which browsers tell whose page it is."""
    app = create_app(Settings(control_token=TOKEN))
    request = {"method": method, "path": "/_tfmock/quotas", "body": b'{"name": "vpc_quota_peer_num", "value": 1}'}
    for given, status in ((basic(f"me:{TOKEN}"), {403}), (f"Bearer {TOKEN}", {200, 405})):
        assert ask(app, headers={"Authorization": given}, **request).status in status  # type: ignore[arg-type]


def test_other_sites_pages_may_not_use_a_browser_s_password() -> None:
    headers = {"Authorization": basic(f"me:{TOKEN}"), "Sec_Fetch_Site": "cross-site"}
    assert get(TOKEN, **headers).status == 403


@pytest.mark.parametrize("path", ["/_tfmock/health", "/_tfmock/ready"])
def test_health_probes_need_no_token(path: str) -> None:
    assert get(TOKEN, peer="192.0.2.1", path=path, Host="10.0.0.7:4180").status == 200


def test_the_api_itself_is_not_guarded() -> None:
    app = create_app(Settings(control_token=TOKEN))
    query = "Action=DescribeRegions&Version=2016-04-28&Format=JSON"
    assert ask(app, query=query, environ={"REMOTE_ADDR": "192.0.2.1"}).status == 200


def test_a_short_token_is_refused() -> None:
    with pytest.raises(SettingsError, match="needs at least 8 characters"):
        load(control_token="short")
