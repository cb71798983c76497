"""The API does nothing for web pages of strangers, and knows no difference between programs."""

from __future__ import annotations

import pytest

from tests.support.lab import ALICE, Answered, ask
from tfmock.app import create_app
from tfmock.settings import Settings

MAKE = f"Action=CreateVpc&Version=2016-04-28&Format=JSON&RegionId=cn-hangzhou&AccessKeyId=default.{ALICE}"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def call(host: str, *, method: str = "POST", own_host: str = "127.0.0.1", **headers: str) -> tuple[Answered, bool]:
    """An answer, and whether a VPC was made."""
    app = create_app(Settings(host=own_host))
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    answered = ask(app, query=MAKE, method=method, headers=named, environ={"HTTP_HOST": host})
    (world,) = app.test_client().get("/_tfmock/worlds").get_json()["worlds"]
    return answered, world["rows"].get("vpcs", 0) > 0


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("127.0.0.1:4180", {"Origin": "https://evil.example"}),
        ("127.0.0.1:4180", {"Origin": "null"}),
        ("127.0.0.1:4180", {"Origin": "http://127.0.0.1:3000"}),
        ("127.0.0.1:4180", {"Origin": "http://[evil"}),
        ("127.0.0.1:4180", {"Sec_Fetch_Site": "cross-site"}),
        ("127.0.0.1:4180", {"Sec_Fetch_Site": "same-site"}),
        ("vpc.aliyuncs.com", {"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"}),
        # DNS rebinding: the page's own name leads to 127.0.0.1, so that all is of the same origin
        ("evil.example:4180", {"Origin": "http://evil.example:4180"}),
        ("evil.example:4180", {"Sec_Fetch_Site": "same-origin", "User_Agent": FIREFOX}),
        ("127.0.0.1.evil.example", {"Sec_Fetch_Site": "same-origin"}),
        ("evil.example:4180", {"User_Agent": FIREFOX}),
        ("[evil", {"Sec_Fetch_Site": "none"}),
        # <img src="http://192.168.7.7:4180/?Action=..."> over plain HTTP: no Origin, no Sec-Fetch-Site
        ("192.168.7.7:4180", {"User_Agent": FIREFOX}),
        ("192.168.7.7:4180", {"User_Agent": FIREFOX, "Referer": "http://192.168.7.7:4180/"}),
    ],
)
def test_pages_of_other_sites_are_refused(host: str, headers: dict[str, str], method: str) -> None:
    answered, world_created = call(host, method=method, **headers)
    assert (answered.status, world_created) == (403, False)
    assert answered.json()["Code"] == "Tfmock.ForeignWebPage"


@pytest.mark.parametrize("host", ["127.0.0.1:4180", "oss-cn-hangzhou.aliyuncs.com", "vpc.aliyuncs.com"])
def test_cors_preflight_requests_are_refused(host: str) -> None:
    """Before a page of another site may send other than simple requests, its browser asks with OPTIONS."""
    answered, world_created = call(
        host, method="OPTIONS", Origin="https://evil.example", Access_Control_Request_Method="PUT"
    )  # fmt: skip
    assert (answered.status, world_created) == (403, False)
    assert [name for name in answered.headers if name.lower().startswith("access-control")] == []


@pytest.mark.parametrize(
    "host",
    [
        "vpc.aliyuncs.com", "127.0.0.1:4180", "localhost:4181", "[::1]:4180", "tfmock:4180", "tfmock.team.example:4180",
        "host.docker.internal:4180", "10.1.2.3", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "agent", ["", "curl/8.5.0", "AlibabaCloud (linux; amd64) Golang/1.24 Terraform/1.11", "Go-http-client/1.1"]
)
def test_the_user_agent_makes_no_difference(host: str, agent: str) -> None:
    answered, world_created = call(host, **({"User_Agent": agent} if agent else {}))
    assert (answered.status, world_created) == (200, True)


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("127.0.0.1:4180", {"Sec_Fetch_Site": "none"}),  # typed by the user
        ("localhost:4180", {"Origin": "http://localhost:4180", "Sec_Fetch_Site": "same-origin"}),
        ("tfmock:4180", {"Origin": "http://tfmock:4180"}),
        ("192.168.7.7:4180", {"Origin": "http://192.168.7.7:4180"}),
        ("x.localhost", {"Sec_Fetch_Site": "same-origin"}),
        ("vpc.aliyuncs.com", {"Sec_Fetch_Site": "none"}),
    ],
)
def test_the_user_s_own_browser(host: str, headers: dict[str, str]) -> None:
    answered, world_created = call(host, User_Agent=FIREFOX, **headers)
    assert (answered.status, world_created) == (200, True)


def test_the_host_listened_on_is_allowed() -> None:
    headers = {"Origin": "http://tfmock.team.example:4180"}
    assert call("tfmock.team.example:4180", **headers)[1] is False
    assert call("tfmock.team.example:4180", own_host="tfmock.team.example", **headers)[1] is True
