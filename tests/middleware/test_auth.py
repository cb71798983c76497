"""Signatures of the official SDKs, good and bad; what a gateway checks besides."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from alibabacloud_sts20150401 import models as sts
from alibabacloud_sts20150401.client import Client as StsClient
from alibabacloud_tea_openapi.models import Config
from alibabacloud_vpc20160428 import models as vpc
from alibabacloud_vpc20160428.client import Client as VpcClient
from flask import Flask

from tests.conftest import Served, _Keeper
from tests.support.lab import ALICE, BOB, Answered, ask
from tfmock.app import create_app
from tfmock.server import server
from tfmock.settings import Settings, SettingsError, load

KEY = "LTAI5tRealLooking"
SECRET = "s3cr3t/+=~ x"
ACCOUNTS = {KEY: {"uid": ALICE, "secret": SECRET}}


@pytest.fixture(scope="module")
def strict(_own_environment_of_session: None) -> Iterator[Served]:
    keeper = _Keeper()
    with server.private_server(Settings(accounts=ACCOUNTS, auth="strict"), app=keeper) as running:
        yield Served(running, keeper.apps[0])


def config(strict: Served, style: str | None, key: str = KEY, secret: str = SECRET, token: str | None = None) -> Config:
    return Config(
        access_key_id=key, access_key_secret=secret, security_token=token, protocol="http", region_id="cn-hangzhou",
        endpoint=f"127.0.0.1:{strict.running.settings.port}", signature_algorithm=style,
    )  # fmt: skip


def refused(call: Any, *arguments: Any) -> str:
    with pytest.raises(Exception) as caught:  # noqa: PT011  # the SDKs have several kinds
        call(*arguments)
    return str(caught.value.code)  # type: ignore[attr-defined]


@pytest.mark.parametrize("style", [None, "v2"], ids=["V3", "V1"])
class TestOfficialSdks:
    def test_a_good_signature(self, strict: Served, style: str | None) -> None:
        request = vpc.CreateVpcRequest(
            region_id="cn-hangzhou", cidr_block="10.0.0.0/8", vpc_name="a b*~é中", description="x=1&y=2/+",
            tag=[vpc.CreateVpcRequestTag(key="k", value="v w")],
        )  # fmt: skip
        assert VpcClient(config(strict, style)).create_vpc(request).body.vpc_id.startswith("vpc-")

    def test_a_wrong_secret(self, strict: Served, style: str | None) -> None:
        client = VpcClient(config(strict, style, secret="other"))
        assert (
            refused(client.describe_vpcs, vpc.DescribeVpcsRequest(region_id="cn-hangzhou")) == "SignatureDoesNotMatch"
        )

    def test_a_key_that_is_not_configured(self, strict: Served, style: str | None) -> None:
        client = VpcClient(config(strict, style, key=f"default.{ALICE}"))
        code = refused(client.describe_vpcs, vpc.DescribeVpcsRequest(region_id="cn-hangzhou"))
        assert code == "InvalidAccessKeyId.NotFound"

    def test_an_assumed_role_has_a_secret_of_its_own(self, strict: Served, style: str | None) -> None:
        role = sts.AssumeRoleRequest(role_arn=f"acs:ram::{BOB}:role/x", role_session_name="me")
        credentials = StsClient(config(strict, style)).assume_role(role).body.credentials
        key, secret, token = credentials.access_key_id, credentials.access_key_secret, credentials.security_token

        def whoami(*given: str) -> Any:
            return StsClient(config(strict, style, *given)).get_caller_identity

        assert whoami(key, secret, token)().body.account_id == BOB
        assert refused(whoami(key, "other", token)) == "SignatureDoesNotMatch"
        assert refused(whoami(key, secret, token[::-1])) == "InvalidSecurityToken.MismatchWithAccessKey"
        assert refused(whoami(key, secret, "x")) == "InvalidSecurityToken.Malformed"
        assert refused(whoami(f"{key}x", secret, token)) == "InvalidAccessKeyId.NotFound"
        advanced = strict.app.test_client().post("/_tfmock/clock/advance", json={"by": "2h"})
        assert advanced.status_code == 200
        assert refused(whoami(key, secret, token)) == "InvalidSecurityToken.Expired"


def signed(**changed: str) -> str:
    """A V1 query, signed here by hand; a parameter of None is left out before signing."""
    params = {
        "Action": "DescribeVpcs", "Version": "2016-04-28", "RegionId": "cn-hangzhou", "Format": "JSON",
        "AccessKeyId": KEY, "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "SignatureNonce": "n1",
        "Timestamp": at(0), **changed,
    }  # fmt: skip
    params = {name: value for name, value in params.items() if value}
    text = "&".join(f"{quote(k, safe='~')}={quote(v, safe='~')}" for k, v in sorted(params.items()))
    digest = hmac.new(f"{SECRET}&".encode(), f"POST&%2F&{quote(text, safe='~')}".encode(), hashlib.sha1).digest()
    return urlencode({**params, "Signature": base64.b64encode(digest).decode()})


def at(offset: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + offset))


@pytest.fixture
def app() -> Flask:
    return create_app(Settings(accounts=ACCOUNTS, auth="strict"))


def code(answered: Answered) -> str:
    return "ok" if answered.status == 200 else str(answered.json()["Code"])


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "ok"),
        ({"Timestamp": ""}, "MissingTimestamp"),
        ({"SignatureNonce": ""}, "MissingSignatureNonce"),
        ({"AccessKeyId": ""}, "MissingAccessKeyId"),
        ({"SignatureMethod": "HMAC-SHA256"}, "IncompleteSignature"),
        ({"Timestamp": "yesterday"}, "InvalidTimeStamp.Format"),
        ({"Timestamp": -16 * 60}, "InvalidTimeStamp.Expired"),
        ({"Timestamp": 16 * 60}, "InvalidTimeStamp.Expired"),
        ({"Timestamp": -14 * 60}, "ok"),
        ({"Timestamp": 14 * 60}, "ok"),
    ],
)
def test_what_the_gateway_checks(app: Flask, changed: dict[str, str | int], expected: str) -> None:
    """A number stands for that many seconds from now."""
    now = {name: at(value) if isinstance(value, int) else value for name, value in changed.items()}
    assert code(ask(app, query=signed(**now))) == expected


def test_a_nonce_counts_once(app: Flask) -> None:
    query = signed()
    assert [code(ask(app, query=query)) for _ in range(2)] == ["ok", "SignatureNonceUsed"]
    assert code(ask(app, query=signed(SignatureNonce="n2"))) == "ok"


def test_a_changed_parameter_is_noticed(app: Flask) -> None:
    query = signed().replace("cn-hangzhou", "cn-beijing")
    answered = ask(app, query=query)
    assert code(answered) == "SignatureDoesNotMatch"
    assert "server string to sign is:POST&%2F&AccessKeyId" in answered.json()["Message"]
    assert SECRET not in answered.body.decode()


def test_no_signature_at_all(app: Flask) -> None:
    answered = ask(app, query=f"Action=DescribeVpcs&Version=2016-04-28&Format=JSON&AccessKeyId={KEY}")
    assert code(answered) == "MissingSignature"


def test_warn_mode_answers_counts_and_logs_once(capsys: pytest.CaptureFixture[str]) -> None:
    app = create_app(Settings(accounts=ACCOUNTS, auth="warn"))
    query = f"Action=DescribeVpcs&Version=2016-04-28&Format=JSON&RegionId=cn-hangzhou&AccessKeyId={KEY}"
    assert [code(ask(app, query=query)) for _ in range(3)] == ["ok"] * 3
    assert capsys.readouterr().err.count("would be refused: MissingSignature") == 1
    assert 'tfmock_auth_failures_total{code="MissingSignature"} 3' in app.test_client().get("/_tfmock/metrics").text


@pytest.mark.parametrize("accounts", [{}, {KEY: {"uid": ALICE}}, {"LTAIx": ALICE}])
def test_strict_mode_needs_secrets(accounts: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="strict needs a secret for every key") as caught:
        load(auth="strict", accounts=accounts)
    assert "\n" not in str(caught.value)


def test_secrets_are_not_shown() -> None:
    assert SECRET not in repr(Settings(accounts=ACCOUNTS, control_token="long enough"))
    assert "long enough" not in repr(Settings(accounts=ACCOUNTS, control_token="long enough"))
